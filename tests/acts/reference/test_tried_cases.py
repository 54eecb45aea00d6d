"""Which cases a trial looks at."""

from __future__ import annotations

import pytest

from licensing.acts.reference.change_sets.near_sales import NearSales
from licensing.acts.reference.tried_cases import choose_cases, count_tried, load_cases
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.walk
def test_open_cases_as_they_stand_and_past_ones_are_looked_at_and_no_draft(world: World) -> None:
    world.draft()
    reviewed, done = world.accepted(), world.granted()

    cases, extent = choose_cases()

    assert cases == [reviewed.pk, done.pk]
    assert (extent.open_tried, extent.past_tried, extent.past_known) == (1, 1, 1)
    assert count_tried() == 2


def test_a_case_is_loaded_with_its_clocks_and_what_was_filed(world: World) -> None:
    case = world.accepted()

    [tried] = load_cases([case.pk], NearSales())

    assert (tried.case, tried.is_open, tried.document["title"]) == (case, True, case.title)
    assert {clock.kind for clock in tried.clocks} == {"legal", "stage"}
