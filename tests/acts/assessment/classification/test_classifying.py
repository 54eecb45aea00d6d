"""The authority's entries stand beside those that were filed, and the applicant reads what was changed and why."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.acts.assessment.classification.classifying import read_classified
from licensing.acts.record.verification import verify_record
from licensing.choices import AssessmentKind
from licensing.errors import Invalid
from licensing.models import Event
from licensing.policy.record.event_kinds import EventKind
from tests.acts.assessment.assessed import record, waiting_case
from tests.outbox.post import last, mailed
from tests.world import World


def test_a_changed_entry_is_kept_beside_the_filed_one_and_told_to_the_applicant(world: World) -> None:
    case = waiting_case(world)

    record(case, world.mira, result="changed", entries={1: ["ML10", "ML5"], 2: []}, told="It has a sight.")

    event = last(case, EventKind.ENTRIES_CHANGED)
    assert {number: (one.was, one.entries) for number, one in read_classified(case).items()} == {
        1: (("ML10",), ("ML10", "ML5")),
        2: (("ML11",), ()),
    }
    assert event.data["entries"] == ["1: ML10 → ML10, ML5", "2: ML11 → –"]
    assert (event.data["uncontrolled"], event.data["reason"]) == ([2], "It has a sight.")
    assert mailed(event) == {"Paula"}
    assert verify_record().fault is None


def test_confirmed_entries_are_no_news(world: World) -> None:
    case = waiting_case(world)

    record(case, world.mira, entries={1: ["ML10"]})

    assert not Event.objects.filter(kind=EventKind.ENTRIES_CHANGED).exists()


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"result": "confirmed", "entries": {1: ["ML5"]}}, "result"),
        ({"result": "not_controlled", "entries": {1: []}, "told": "No."}, "result"),
        ({"result": "changed", "entries": {1: ["ML5"]}}, "told"),
        ({"result": "changed", "entries": {1: ["ML99"]}, "told": "No."}, "entries"),
    ],
)
def test_a_result_that_its_entries_do_not_come_to_is_refused(world: World, changes: dict[str, Any], path: str) -> None:
    case = waiting_case(world)

    with pytest.raises(Invalid) as refused:
        record(case, world.mira, **changes)

    assert [gap.path for gap in refused.value.gaps] == [path]


def test_only_a_classification_names_entries(world: World) -> None:
    case = waiting_case(world)

    with pytest.raises(Invalid) as refused:
        record(case, world.otto, AssessmentKind.ROUTE, entries={1: ["ML5"]})

    assert [gap.path for gap in refused.value.gaps] == ["entries"]
