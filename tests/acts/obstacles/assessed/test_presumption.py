"""Goods of MTCR Category I: all who weigh the case read that refusal is presumed, and the act of granting asks why."""

from __future__ import annotations

from licensing.acts.acting import now
from licensing.acts.obstacles.assessed.presumption import list_presumed_items
from licensing.acts.obstacles.listing import list_obstacles
from licensing.choices import MtcrCategory
from licensing.models import ControlEntry
from tests.acts.assessment.assessed import CLASSIFICATION, record, waiting_case
from tests.by_hand import by_hand
from tests.trial import GOVERNMENT, MINISTRIES, use_procedure
from tests.world import REQUEST, World

MISSILES = [REQUEST["items"][0] | {"mtcr": "I"}, REQUEST["items"][1]]


def test_it_is_a_note_on_the_case_and_stops_nothing_by_itself(world: World) -> None:
    case = world.accepted(items=MISSILES)

    [note] = [one for one in list_obstacles(case, at=now()) if one.code == "refusal_presumed"]

    assert note.is_note
    assert str(note.message) == "Refusal is presumed: MTCR Category I (item 1)."
    assert note.for_applicant is None


def test_an_entry_that_the_authority_found_counts_as_what_was_filed(world: World) -> None:
    case = waiting_case(world)
    with by_hand():
        ControlEntry.objects.filter(pk="ML4").update(mtcr_default=MtcrCategory.I)
    before = list_presumed_items(case)

    record(case, world.mira, result="changed", entries={2: ["ML4"]}, told="It is the seeker of a missile.")

    assert (before, list_presumed_items(case)) == ([], [2])


def test_an_item_that_was_filed_so_by_mistake_and_classified_otherwise_owes_nothing(world: World) -> None:
    use_procedure(MINISTRIES | {"assessments": [CLASSIFICATION]}, GOVERNMENT)
    case = world.accepted(items=MISSILES)
    before = list_presumed_items(case)

    record(case, world.mira, result="changed", entries={1: ["ML5"]}, told="It is a target drone.")

    assert (before, list_presumed_items(case)) == ([1], [])
