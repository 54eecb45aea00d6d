"""What a visit to delivered goods must say when it is planned, and when it is recorded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from licensing.choices import VisitFinding
from licensing.errors import Gap
from licensing.messages import DayText, Message

# Of where the goods are, and of who carries it out.
LONGEST_LINE: Final = 400
_NAMES_MISSING: Final = Message("Name those who carry it out.")


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
    place = Message("Say where the goods are.")
    gaps = [*_find_written_gaps("place", planned.place, place), *_find_written_gaps("persons", planned.persons, _NAMES_MISSING)]
    if planned.due_on < today:
        gaps.append(Gap("past", "due_on", Message("This day is over.")))
    return gaps


def find_recording_gaps(found: FoundVisit, *, issued_on: date, today: date) -> list[Gap]:
    """What a record of a visit cannot mean, or lacks. It can lie before its plan, not before the licence."""
    gaps = [*_find_written_gaps("persons", found.persons, _NAMES_MISSING)]
    if found.done_on > today:
        gaps.append(Gap("future", "done_on", Message("This day is still to come.")))
    if found.done_on < issued_on:
        gaps.append(Gap("too_early", "done_on", Message("The licence was issued on %(day)s.", day=DayText(issued_on))))
    if not found.report.strip():
        gaps.append(Gap("required", "report", Message("Write what was found; it stays in the file.")))
    return gaps


def _find_written_gaps(path: str, text: str, missing: Message) -> Iterator[Gap]:
    if not text.strip():
        yield Gap("required", path, missing)
    elif len(text) > LONGEST_LINE:
        yield Gap("too_long", path, Message("At most %(count)s characters.", count=LONGEST_LINE))
