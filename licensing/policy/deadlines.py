"""Legal clocks: when something is due, and where the clock stood on any day, from its events alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from licensing.choices import Owner, PauseReason, TermUnit


@dataclass(frozen=True, slots=True)
class Term:
    amount: int
    unit: TermUnit = TermUnit.CALENDAR


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked in an authority's zone; `days_on` are days worked although they look free."""

    zone: str
    version: str = ""
    days_off: frozenset[date] = frozenset()
    days_on: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        return day in self.days_on or (day.weekday() < 5 and day not in self.days_off)

    def local_day(self, moment: datetime) -> date:
        raise NotImplementedError

    def start_of(self, day: date) -> datetime:
        """The first instant of a local day, in UTC."""
        raise NotImplementedError

    def end_of(self, day: date) -> datetime:
        """The instant at which a local day is over, in UTC."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Pause:
    reason: PauseReason
    owner: Owner
    since: datetime
    until: datetime | None = None
    at_most_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """Everything that ever happened to a clock. `cap` is a hard maximum that no pause stretches."""

    term: Term
    started_at: datetime
    ended_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    cap: Term | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a clock stood at a moment. On the due day `days_left` is 0; afterwards it is negative."""

    due_at: datetime
    due_on: date
    paused: Pause | None
    days_used: int
    days_left: int
    overdue: bool
    ended: bool


def add_term(day: date, term: Term, calendar: Calendar) -> date:
    """The last day of a term that starts on `day`, which itself does not count; a negative amount counts back."""
    raise NotImplementedError


def due_at(facts: ClockFacts, calendar: Calendar, *, now: datetime) -> datetime:
    """The instant at which the last local day is over. An open pause without a maximum is taken to end now."""
    raise NotImplementedError


def standing(facts: ClockFacts, calendar: Calendar, *, at: datetime) -> Standing:
    """Where the clock stood at a moment, from what was known then."""
    raise NotImplementedError


def final_at(decided_at: datetime, window: Term, calendar: Calendar) -> datetime:
    """When a decision that may be referred up becomes final: at the end of the last day of the window."""
    raise NotImplementedError
