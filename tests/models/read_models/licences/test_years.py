"""What years let leave of a licence is what customs is held to; nothing is said of lines that no year holds."""

from __future__ import annotations

from decimal import Decimal

from licensing.acts.acting import now, to_local_day
from licensing.models import Licence, ParentCeiling
from licensing.models.read_models.licences.years import load_year_limits
from tests.by_hand import by_hand
from tests.parents import grant_framework, yearly
from tests.world import World


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
