"""What years let leave of a licence is what customs is held to; nothing is said of lines that no year holds."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from licensing.acts.acting import now, to_local_day
from licensing.acts.licences import ledger
from licensing.models import Licence, ParentCeiling
from licensing.models.read_models.licences.years import count_cleared_before, load_year_limits
from tests.by_hand import by_hand
from tests.parents import grant_framework, yearly
from tests.world import World, clearance


def test_a_year_with_room_holds_nothing_and_a_full_one_all_that_is_of_later_years(world: World) -> None:
    framework = grant_framework(world)
    licence = Licence.objects.get(case=world.granted(**yearly(framework, quantity="40")))
    lines, today = list(licence.lines.select_related("unit")), to_local_day(now())

    free = load_year_limits(licence, lines, today=today)
    with by_hand():
        ParentCeiling.objects.filter(year=1).update(quantity=18)

    assert free == {}
    assert load_year_limits(licence, lines, today=today) == {1: Decimal(18)}
    assert load_year_limits(licence, lines, today=today, for_holder=True) == {1: Decimal(0)}


def test_what_has_left_before_a_day_counts_and_what_leaves_on_it_does_not(world: World) -> None:
    licence, today = world.licence(), to_local_day(now())
    ledger.draw_down_licence(licence, world.cus, clearance("m1", 15))
    ledger.draw_down_licence(licence, world.cus, clearance("m2", 2, line=2))
    tomorrow = today + timedelta(days=1)

    days = [{1: today, 2: tomorrow}, {1: tomorrow}, {}]

    found = [count_cleared_before(licence.case, one) for one in days]
    assert found == [{1: Decimal(0), 2: Decimal(2)}, {1: Decimal(15)}, {}]


def test_a_case_without_a_licence_has_sent_nothing(world: World) -> None:
    assert count_cleared_before(world.draft(), {1: to_local_day(now())}) == {}
