"""Earlier classifications of like goods are suggested with their case, their author and their day, the closest first."""

from __future__ import annotations

from licensing.acts.acting import now
from licensing.acts.assessment.classification.precedents import list_precedents
from licensing.models import Case
from tests.acts.assessment.assessed import record, waiting_case
from tests.world import REQUEST, World


def test_the_same_model_was_classified_before(world: World) -> None:
    earlier = waiting_case(world)
    kept = record(earlier, world.mira, result="changed", entries={1: ["ML5"]}, told="It is a sight.")
    case = world.accepted(title="Again")

    found = list_precedents(case, Case.objects.visible_to(world.mira, on=now()))

    first = found[0]
    assert (first.number, first.likeness, first.entries, first.case, first.by) == (1, "model", ("ML5",), earlier, world.mira)
    assert (first.at, [one.number for one in found]) == (kept.recorded_at, [1, 2])


def test_what_was_found_before_the_newest_is_no_precedent(world: World) -> None:
    earlier = waiting_case(world)
    record(earlier, world.mira)
    record(earlier, world.mira, result="changed", entries={1: ["ML5"]}, told="It is a sight.")
    case = world.accepted(title="Again")

    found = list_precedents(case, Case.objects.visible_to(world.mira, on=now()))

    assert [one.entries for one in found if one.number == 1] == [("ML5",)]


def test_other_capitals_and_spaces_are_the_same_model(world: World) -> None:
    record(waiting_case(world), world.mira)
    case = world.accepted(title="Again", items=[REQUEST["items"][0] | {"model": "z-40"}, REQUEST["items"][1]])

    found = list_precedents(case, Case.objects.visible_to(world.mira, on=now()))

    assert [(one.number, one.likeness) for one in found] == [(1, "model"), (2, "name")]


def test_nobody_is_shown_a_case_that_they_may_not_see(world: World) -> None:
    record(waiting_case(world), world.mira)
    case = world.accepted(title="Again")

    assert list_precedents(case, Case.objects.visible_to(world.stella, on=now())) == []
