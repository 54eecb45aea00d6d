"""A year of a calendar as one looks at it: its months in weeks, each day with what it is and what a draft makes of it."""

from __future__ import annotations

from calendar import Calendar as Weeks
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_MONDAY_FIRST: Final = Weeks(0)
_SATURDAY: Final = 5
# The first Monday of some year: only its weekdays are named after it.
_ANY_MONDAY: Final = 5

OFF: Final = "off"
WORKING: Final = "working"
# What a draft makes of a day whose entry it takes away.
AS_THE_WEEK: Final = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a calendar says of a day besides its week: `kind` is `off`, `working` or, in a draft, nothing; with its name."""

    kind: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class DayCell:
    """One day of the picture. `now` and `then` are what it is and what the draft makes of it, in words."""

    on: date
    tone: str
    now: str
    then: str = ""

    @property
    def number(self) -> int:
        return self.on.day

    @property
    def words(self) -> str:
        """The day and what it is, for ears and for whoever rests on it with a pointer."""
        day = date_format(self.on, "j E Y")
        if self.then:
            return _("%(day)s: %(now)s → %(then)s") % {"day": day, "now": self.now, "then": self.then}
        return f"{day}: {self.now}"


@dataclass(frozen=True, slots=True)
class Month:
    """A month in weeks that begin on Monday; nothing stands where a week has days of another month."""

    name: str
    weeks: Sequence[Sequence[DayCell | None]]


@dataclass(frozen=True, slots=True)
class Year:
    """The months of a year, the names of the days of the week, and its days that are no plain days of the week."""

    number: int
    weekdays: Sequence[tuple[str, str]]
    months: Sequence[Month]
    days: Sequence[DayCell]
    entries: Sequence[DayCell]
    drafted: Sequence[DayCell]


def build_year(number: int, entries: Mapping[date, Entry], drafted: Mapping[date, Entry]) -> Year:
    """The picture of a year by the entries of its calendar, and by those of a draft, which stand beside them."""

    def build_cell(on: date) -> DayCell | None:
        return _build_cell(on, entries.get(on), drafted.get(on)) if (on.year, on.month) == (number, month) else None

    months = []
    for month in range(1, 13):
        weeks = [[build_cell(on) for on in week] for week in _MONDAY_FIRST.monthdatescalendar(number, month)]
        months.append(Month(date_format(date(number, month, 1), "F"), weeks))
    days = [day for month_of_it in months for week in month_of_it.weeks for day in week if day is not None]
    return Year(
        number,
        [_name_weekday(place) for place in range(7)],
        months,
        days,
        [day for day in days if day.on in entries],
        [day for day in days if day.then],
    )


def describe_entry(on: date, entry: Entry | None) -> str:
    """What a day is by its entry, or by its week where it has none."""
    if entry is None or entry.kind == AS_THE_WEEK:
        return str(_WEEKEND if on.weekday() >= _SATURDAY else _WORKED)
    words = str(_DAY_OFF if entry.kind == OFF else _WORKED_INSTEAD)
    return f"{words} ({entry.name})" if entry.name else words


def _build_cell(on: date, entry: Entry | None, drafted: Entry | None) -> DayCell:
    now = describe_entry(on, entry)
    if drafted is None:
        return DayCell(on, _find_tone(on, entry), now)
    return DayCell(on, f"{_find_tone(on, drafted)} dz-proposed", now, describe_entry(on, drafted))


def _find_tone(on: date, entry: Entry | None) -> str:
    if entry is not None and entry.kind == OFF:
        return "dz-off"
    if entry is not None and entry.kind == WORKING:
        return "dz-worked"
    return "dz-weekend" if on.weekday() >= _SATURDAY else ""


def _name_weekday(place: int) -> tuple[str, str]:
    day = date(2026, 1, _ANY_MONDAY + place)
    return date_format(day, "D"), date_format(day, "l")


_WORKED: Promise | str = gettext_lazy("worked")
_WEEKEND: Promise | str = gettext_lazy("weekend")
_DAY_OFF: Promise | str = gettext_lazy("day off")
_WORKED_INSTEAD: Promise | str = gettext_lazy("worked although a weekend")
