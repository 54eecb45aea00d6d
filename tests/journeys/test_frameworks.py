"""A framework in its second year: yearly permits at the price of their year, until nothing of the year is left."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.licences import ledger
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.plans.parents.reading import read_parent
from licensing.acts.record.verification import verify_record
from licensing.acts.requests import submission
from licensing.errors import BeyondParent, Incomplete
from licensing.models import Case, Licence
from tests.parents import balance, find_authorisation, grant_framework, measure_year, yearly
from tests.world import World, clearance


def test_a_framework_in_its_second_year(world: World) -> None:
    framework = grant_framework(world)
    # The first year is delivered in full, and half of it comes back to the ledger by mistake and is reversed.
    first = Licence.objects.get(case=world.granted(**yearly(framework, quantity="500", year=1, price="1000.00")))
    drawn = ledger.draw_down_licence(first, world.cus, clearance("y1-a", 250))
    ledger.reverse_usage(first, world.cus, drawn.pk, message_id="y1-b")
    ledger.draw_down_licence(first, world.cus, clearance("y1-c", 500))
    assert (measure_year(framework, 1), measure_year(framework, 2)) == (balance(used=500), balance())

    with at_time(now() + timedelta(days=400)):
        # The first year is over, also for a request that asks for one piece.
        with pytest.raises(Incomplete) as late:
            world.filed(title="Late", **yearly(framework, quantity="1", year=1))
        assert [(gap.code, gap.path) for gap in late.value.gaps] == [("draw_year_over", "plan_year")]

        # At the price of that year; another price is told with both.
        plain = world.granted(title="Plain", **yearly(framework, quantity="300"))
        dearer = world.accepted(title="Dearer", **yearly(framework, quantity="150", price="1050.00"))
        shares = read_parent(find_authorisation(framework)).shares
        assert {one.price for one in shares if one.case == str(plain.pk)} == {Decimal("1030.000000")}
        [told] = [one for one in list_obstacles(dearer, at=now()) if one.code == "price_deviates"]
        assert str(told.for_applicant) == (
            "Item 1: its price of 1,050 EUR is not that of the price path for year 2, 1,030 EUR."
        )

        # Fifty are left. The officer reads how many, the applicant a word.
        more = world.filed(title="More", **yearly(framework, quantity="51"))
        [full] = [one for one in list_obstacles(more, at=now()) if one.code == "parent_full"]
        word = f"Of {framework.reference} less is left than the request asks for: it fits in part."
        assert ("50 pieces are left" in str(full.message), str(full.for_applicant)) == (True, word)
        with pytest.raises(BeyondParent):
            submission.accept_case(more, world.otto)
        assert measure_year(framework) == balance(reserved=150, committed=300)

        # What is given up is there for others.
        submission.withdraw_case(Case.objects.get(pk=dearer.pk), world.paula, reason="Too dear")
        submission.accept_case(more, world.otto)
        assert measure_year(framework) == balance(reserved=51, committed=300)
        assert verify_record().fault is None
