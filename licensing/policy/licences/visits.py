"""What a visit to delivered goods must say when it is planned, and when it is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from licensing.choices import VisitFinding
from licensing.errors import Gap
from licensing.messages import DayText, Message

LONGEST_LINE = 400


@dataclass(frozen=True, slots=True)
class PlannedVisit:
    """A visit as it is to be: where, by whom, and until which day."""

    place: str
    persons: str
    due_on: date


@dataclass(frozen=True, slots=True)
class FoundVisit:
    """A visit as it was: on which day, by whom, what was found, and the report on it."""

    done_on: date
    persons: str
    finding: VisitFinding
    report: str


def find_planning_gaps(planned: PlannedVisit, *, today: date) -> list[Gap]:
    """What is missing in a plan; empty where nothing is."""
    lines = [*_find_name_gaps("place", planned.place), *_find_name_gaps("persons", planned.persons)]
    return [*lines, *_find_due_gaps(planned, today)]


def find_recording_gaps(found: FoundVisit, *, issued_on: date, today: date) -> list[Gap]:
    """What a record of a visit cannot mean, or lacks. It can lie before its plan, not before the licence."""
    return [*_find_name_gaps("persons", found.persons), *_find_visit_gaps(found, issued_on, today)]


def _find_name_gaps(path: str, text: str) -> Iterator[Gap]:
    if not text.strip():
        sentences = {"place": Message("Say where the goods are."), "persons": Message("Name those who carry it out.")}
        yield Gap("required", path, sentences[path])
    elif len(text) > LONGEST_LINE:
        yield Gap("too_long", path, Message("At most %(count)s characters.", count=LONGEST_LINE))


def _find_due_gaps(planned: PlannedVisit, today: date) -> Iterator[Gap]:
    if planned.due_on < today:
        yield Gap("past", "due_on", Message("This day is over."))


def _find_visit_gaps(found: FoundVisit, issued_on: date, today: date) -> Iterator[Gap]:
    if found.done_on > today:
        yield Gap("future", "done_on", Message("This day is still to come."))
    if found.done_on < issued_on:
        yield Gap("too_early", "done_on", Message("The licence was issued on %(day)s.", day=DayText(issued_on)))
    if not found.report.strip():
        yield Gap("required", "report", Message("Write what was found; it stays in the file."))
