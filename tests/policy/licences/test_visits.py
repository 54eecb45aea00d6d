"""A visit is planned with a place, names and a day to come, and recorded with a day that was, names and a report."""

from __future__ import annotations

from datetime import date

import pytest

from licensing.choices import VisitFinding
from licensing.policy.licences.visits import FoundVisit, PlannedVisit, find_planning_gaps, find_recording_gaps

TODAY, ISSUED = date(2026, 11, 30), date(2026, 3, 2)


@pytest.mark.parametrize(
    ("planned", "expected"),
    [
        (PlannedVisit("Depot", "O. K.", TODAY), []),
        (PlannedVisit(" ", "O. K.", TODAY), [("place", "required")]),
        (PlannedVisit("Depot", "x" * 401, TODAY), [("persons", "too_long")]),
        (PlannedVisit("", "", date(2026, 11, 29)), [("place", "required"), ("persons", "required"), ("due_on", "past")]),
    ],
)
def test_a_plan_says_where_who_and_until_when(planned: PlannedVisit, expected: list[tuple[str, str]]) -> None:
    assert [(gap.path, gap.code) for gap in find_planning_gaps(planned, today=TODAY)] == expected


@pytest.mark.parametrize(
    ("done_on", "persons", "report", "expected"),
    [
        (TODAY, "O. K.", "All there.", []),
        (ISSUED, "O. K.", "All there.", []),
        (date(2026, 12, 1), "O. K.", "All there.", [("done_on", "future")]),
        (date(2026, 3, 1), "O. K.", "All there.", [("done_on", "too_early")]),
        (TODAY, "", " ", [("persons", "required"), ("report", "required")]),
    ],
)
def test_a_record_says_when_who_and_what(done_on: date, persons: str, report: str, expected: list[tuple[str, str]]) -> None:
    found = FoundVisit(done_on, persons, VisitFinding.AS_DECLARED, report)

    assert [(gap.path, gap.code) for gap in find_recording_gaps(found, issued_on=ISSUED, today=TODAY)] == expected
