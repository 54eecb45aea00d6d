"""Frameworks and contracts of several years: yearly permits at the price of their year, until nothing of the year is left."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.licences import ledger
from licensing.acts.licences.changing.variation import ask_variation, grant_variation
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.plans.parents.changing import amend_authorisation
from licensing.acts.plans.parents.reading import read_parent
from licensing.acts.record.verification import verify_record
from licensing.acts.requests import submission
from licensing.choices import ParentChange
from licensing.errors import BeyondParent, Incomplete, PlanEnded
from licensing.models import Case, Licence
from tests.parents import balance, find_authorisation, grant_contract, grant_framework, measure_year, yearly
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


def test_call_offs_of_a_contract_that_delivers_its_first_goods_itself(world: World) -> None:
    # Its own permit is the first call-off: the first year is taken in full, by its grant and then by what leaves.
    contract = grant_contract(world)
    assert (measure_year(contract, 1), measure_year(contract, 2)) == (balance(committed=500), balance())
    ledger.draw_down_licence(Licence.objects.get(case=contract), world.cus, clearance("own-1", 200))
    assert measure_year(contract, 1) == balance(committed=300, used=200)
    same_year = world.filed(title="Same year", **yearly(contract, quantity="1", year=1, price="1000.00"))
    with pytest.raises(BeyondParent):
        submission.accept_case(same_year, world.otto)

    with at_time(now() + timedelta(days=400)):
        # A later call-off states the term of its contract again, and is none itself. Kept, granted, delivered, given back.
        call_off = yearly(contract, quantity="300")
        kept = world.accepted(title="Kept", **call_off)
        assert measure_year(contract) == balance(reserved=300)
        submission.withdraw_case(Case.objects.get(pk=kept.pk), world.paula, reason="Another time")
        granted = Licence.objects.get(case=world.granted(title="Granted", **call_off))
        assert measure_year(contract) == balance(committed=300)
        ledger.draw_down_licence(granted, world.cus, clearance("call-1", 100))
        assert measure_year(contract) == balance(committed=200, used=100)

        # The contract is ended for good: what its call-offs were granted stays, and no further one is carried.
        amend_authorisation(contract, world.decider(), ParentChange.END, reason="Its goods are no longer made")
        late = world.filed(title="Late", **yearly(contract, quantity="1"))
        with pytest.raises(PlanEnded):
            submission.accept_case(late, world.otto)
        assert (measure_year(contract), measure_year(contract, 1)) == (
            balance(committed=200, used=100),
            balance(committed=300, used=200),
        )
        assert verify_record().fault is None


def test_a_call_off_of_what_the_permit_of_its_contract_holds_is_told_how_it_gets_free(world: World) -> None:
    contract = grant_contract(world)
    licence = Licence.objects.get(case=contract)
    ledger.draw_down_licence(licence, world.cus, clearance("own-1", 200))
    call_off = world.filed(title="Same year", **yearly(contract, quantity="100", year=1, price="1000.00"))
    [full] = [one for one in list_obstacles(call_off, at=now()) if one.code == "parent_full"]
    with pytest.raises(BeyondParent):
        submission.accept_case(call_off, world.otto)

    # The permit covers 500 and has delivered 200: 400 of it are enough, and 100 are free for the call-off.
    ask_variation(licence, world.paula, reason="Called off apart.", quantities={1: Decimal(400)})
    grant_variation(licence, world.dora)
    submission.accept_case(Case.objects.get(pk=call_off.pk), world.otto)

    assert "permit of" in str(full.for_applicant)
    assert "ask on its page for a variation" in str(full.for_applicant)
    assert "variation that reduces it" in str(full.lift)
    # Each piece is counted once: under the permit, or under the call-off.
    assert measure_year(contract, 1) == balance(reserved=100, committed=200, used=200)
    assert verify_record().fault is None
    beyond = world.filed(title="Beyond both", **yearly(contract, quantity="301", year=1, price="1000.00"))
    [full] = [one for one in list_obstacles(beyond, at=now()) if one.code == "parent_full"]
    assert "permit of" not in str(full.for_applicant)


def test_a_thousandth_beyond_a_year_of_a_contract_is_refused_by_its_own_code(world: World) -> None:
    contract = grant_contract(world, unit="KGM")
    beyond = world.filed(title="Beyond", **yearly(contract, quantity="500.001", unit="KGM"))

    with pytest.raises(BeyondParent) as refused:
        submission.accept_case(beyond, world.otto)

    assert (refused.value.code, measure_year(contract)) == ("beyond_parent", balance())
    whole = world.filed(title="Whole", **yearly(contract, quantity="500.000", unit="KGM"))
    submission.accept_case(whole, world.otto)
    assert measure_year(contract) == balance(reserved=500)
