"""A case that is still to be routed keeps having a procedure."""

from __future__ import annotations

from datetime import date

from licensing.acts.reference.change_sets.coverage import find_unrouted_cases
from licensing.models import RoutingRow
from tests.world import World


def test_open_cases_that_no_row_serves_are_named(world: World) -> None:
    case, day = world.filed(), date(2030, 1, 1)
    assert find_unrouted_cases(day) == []

    RoutingRow.objects.update(retired_on=date(2029, 1, 1))

    assert [gap.path for gap in find_unrouted_cases(day)] == [case.reference]
