"""The life of the conditions of a licence as one looks at it: what is due when, what was met, and what followed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from licensing.choices import DutyState
from licensing.models.clocks.days import to_local_day
from licensing.models.licences.licence import Licence
from licensing.models.read_models.reader import Reader
from licensing.models.read_models.views import DutyView, LicenceConditionView, ReportPeriodView

LEFT: Final = 40
RIGHT: Final = 620
_TOP: Final = 30
_LANE: Final = 30
_TONES: Final[Mapping[DutyState, str]] = {DutyState.MET: "good", DutyState.FILED: "warn"}


@dataclass(frozen=True, slots=True)
class Entry:
    """Something with a day: `number` is that of its condition, 0 of the reports of a period; `followed` is what came of it."""

    on: date
    number: int
    words: str | Promise
    state: str | Promise
    tone: str = ""
    followed: Sequence[str | Promise] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """An entry in the picture."""

    entry: Entry
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Lane:
    """The line of one condition in the picture."""

    number: int
    y: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The picture, and the same as entries for a table, the earliest first. `today` is None where it lies outside."""

    begins_on: date
    ends_on: date
    entries: Sequence[Entry]
    lanes: Sequence[Lane]
    marks: Sequence[Mark]
    today: int | None
    height: int


def read_timeline(
    licence: Licence, conditions: Sequence[LicenceConditionView], periods: Sequence[ReportPeriodView], reader: Reader
) -> Timeline | None:
    """The timeline of a licence from what its reader is shown of it; a dormant one begins with its issue."""
    begins_on = licence.valid_from or to_local_day(licence.issued_at)
    return build_timeline(conditions, periods, begins_on=begins_on, ends_on=licence.valid_until, today=reader.day)


def build_timeline(
    conditions: Sequence[LicenceConditionView],
    periods: Sequence[ReportPeriodView],
    *,
    begins_on: date,
    ends_on: date,
    today: date,
) -> Timeline | None:
    """The timeline of a licence; None where nothing of it has a day. It reaches from its first day to all that is due."""
    entries = sorted(
        [*_list_condition_entries(conditions), *_list_report_entries(periods)], key=lambda one: (one.on, one.number)
    )
    if not entries:
        return None
    first = min(begins_on, entries[0].on)
    last = max(ends_on, entries[-1].on, first + timedelta(days=1))
    numbers = sorted({one.number for one in entries}, key=lambda one: (one == 0, one))
    lanes = {number: Lane(number, _TOP + place * _LANE) for place, number in enumerate(numbers)}
    marks = [Mark(one, _place(one.on, first, last), lanes[one.number].y) for one in entries]
    now = _place(today, first, last) if first <= today <= last else None
    return Timeline(first, last, entries, list(lanes.values()), marks, now, _TOP + len(lanes) * _LANE)


def _list_condition_entries(conditions: Sequence[LicenceConditionView]) -> Iterator[Entry]:
    for one in conditions:
        for due in one["due"]:
            yield _build_due_entry(one, due)
        for record in one["records"]:
            state = _("recorded") if record["in_effect"] else _("does not count any more")
            yield Entry(record["done_on"], one["number"], record["kind"].label, state, "good" if record["in_effect"] else "")


def _build_due_entry(condition: LicenceConditionView, due: DutyView) -> Entry:
    state = _("overdue") if due["overdue"] else due["state"].label
    tone = "bad" if due["overdue"] else _TONES.get(due["state"], "")
    followed = [one["kind"].label for one in due["consequences"]]
    return Entry(due["due_on"], condition["number"], condition["text"], state, tone, followed)


def _list_report_entries(periods: Sequence[ReportPeriodView]) -> Iterator[Entry]:
    for one in periods:
        if one["overdue"]:
            state, tone = _("overdue"), "bad"
        elif one["missing"]:
            state, tone = _("not filed") if one["open"] else _("not yet"), ""
        else:
            state, tone = _("filed"), "good"
        yield Entry(one["due_on"], 0, _("Reports on transfer and on use"), state, tone)


def _place(day: date, first: date, last: date) -> int:
    return LEFT + round((RIGHT - LEFT) * (day - first).days / (last - first).days)
