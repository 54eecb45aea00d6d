"""Legal clocks: when something is due, and the state of the clock on any day, computed from its events alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from licensing.choices import Owner, PauseReason, Roll, TermUnit

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time in whole days, counted from the day after its start."""

    amount: int
    unit: TermUnit = TermUnit.CALENDAR
    roll: Roll = Roll.NONE


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked in an authority's zone; `days_on` are days worked although they look free."""

    zone: str
    version: str = ""
    days_off: frozenset[date] = frozenset()
    days_on: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether a day is worked; a weekend day that is made up for counts, whatever its weekday."""
        return day in self.days_on or (day.weekday() < 5 and day not in self.days_off)

    def to_local_day(self, moment: datetime) -> date:
        """The day on which a moment falls in the authority's zone."""
        return moment.astimezone(ZoneInfo(self.zone)).date()

    def start_of(self, day: date) -> datetime:
        """The first instant of a local day, in UTC."""
        return self.to_instant(day, time())

    def end_of(self, day: date) -> datetime:
        """The instant at which a local day is over, in UTC: the next local midnight."""
        # Not 24 hours after its start: a local day has 23 or 25 where summer time begins or ends.
        return self.start_of(day + _DAY)

    def to_instant(self, day: date, at: time) -> datetime:
        """A local time in UTC. A time that the clocks skip is taken after the skip; one they repeat, the first time."""
        return datetime.combine(day, at, ZoneInfo(self.zone)).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Pause:
    """A stop of the clock. It ends by itself at `at_most_until`, whatever happens later."""

    reason: PauseReason
    owner: Owner
    since: datetime
    until: datetime | None = None
    at_most_until: datetime | None = None

    def calculate_end(self, now: datetime) -> datetime:
        """When the clock moves again; an open pause without a maximum is taken to end now."""
        known = [moment for moment in (self.until, self.at_most_until) if moment is not None]
        # A maximum that lies before the start must not make a pause of negative length.
        return max(self.since, min(known, default=now))


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """Everything that ever happened to a clock. `cap` is a hard maximum that no pause stretches."""

    term: Term
    started_at: datetime
    ended_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    cap: Term | None = None


@dataclass(frozen=True, slots=True)
class ClockStatus:
    """The state of a clock at a moment. On the due day `days_left` is 0; afterwards it is negative.

    `days_used` are the counted days since the start; a day at whose end the clock is paused is not counted.
    """

    due_at: datetime
    due_on: date
    paused: Pause | None
    days_used: int
    days_left: int
    overdue: bool
    ended: bool
    # The day on which the term itself ends, where it was moved to a working one.
    moved_from: date | None = None


def add_term(day: date, term: Term, calendar: Calendar) -> date:
    """The last day of a term that starts on `day`, which itself does not count; a negative amount counts back."""
    # A term of calendar days may end on a day off; it is not moved to the next working day.
    if term.unit == TermUnit.CALENDAR:
        return day + _DAY * term.amount
    step, left = (_DAY if term.amount > 0 else -_DAY), abs(term.amount)
    while left:
        day += step
        left -= calendar.is_working(day)
    return day


def calculate_due_at(facts: ClockFacts, calendar: Calendar, *, now: datetime) -> datetime:
    """The instant at which the last local day is over. An open pause without a maximum is taken to end now."""
    return calendar.end_of(_due_on(facts, calendar, now))


def calculate_status(facts: ClockFacts, calendar: Calendar, *, at: datetime) -> ClockStatus:
    """The state of the clock at a moment, from what was known then."""
    known = _facts_known_at(facts, at)
    stopped = known.ended_at or at
    due_on = _due_on(known, calendar, stopped)
    paused = _paused_ranges(known.pauses, calendar, stopped)
    # Asked about a moment before its start, a clock has used no day yet.
    started, today = calendar.to_local_day(known.started_at), calendar.to_local_day(max(stopped, known.started_at))
    due = calendar.end_of(due_on)
    return ClockStatus(
        due_at=due,
        due_on=due_on,
        moved_from=_find_moved_day(known, due_on, calendar, stopped),
        paused=None if known.ended_at else _pause_at(known.pauses, at),
        days_used=_days_between(started, today, paused, known.term.unit, calendar),
        days_left=_days_left(today, due_on, paused, known.term.unit, calendar),
        overdue=stopped >= due,
        ended=known.ended_at is not None,
    )


def calculate_final_at(decided_at: datetime, window: Term, calendar: Calendar) -> datetime:
    """When a decision that may be referred up becomes final: at the end of the last day of the window."""
    return calendar.end_of(add_term(calendar.to_local_day(decided_at), window, calendar))


def move_to_working_day(day: date, roll: Roll, calendar: Calendar) -> date:
    """The working day to which a term moves whose last day is not worked; the same day where it is, or where nothing moves."""
    if roll == Roll.NONE:
        return day
    step = _DAY if roll == Roll.NEXT else -_DAY
    while not calendar.is_working(day):
        day += step
    return day


def _due_on(facts: ClockFacts, calendar: Calendar, now: datetime) -> date:
    started = calendar.to_local_day(facts.started_at)
    due = _find_last_day(started, facts.term, _paused_ranges(facts.pauses, calendar, now), calendar)
    # Before the hard maximum is looked at: what bounds everything is moved by nothing.
    rolled = move_to_working_day(due, facts.term.roll, calendar)
    # One calendar day from a Friday would roll back to that Friday, and be over before it has begun.
    due = rolled if rolled >= due or rolled > started else move_to_working_day(due, Roll.NEXT, calendar)
    return due if facts.cap is None else min(due, add_term(started, facts.cap, calendar))


def _find_moved_day(facts: ClockFacts, due_on: date, calendar: Calendar, now: datetime) -> date | None:
    """The last day of the term itself, where the roll to a working day has moved it."""
    if facts.term.roll == Roll.NONE:
        return None
    plain = _due_on(replace(facts, term=replace(facts.term, roll=Roll.NONE)), calendar, now)
    return plain if plain != due_on else None


def _find_last_day(day: date, term: Term, paused: Sequence[tuple[date, date]], calendar: Calendar) -> date:
    """The day on which a term is used up, running from one pause to the next."""
    left = term.amount
    for first, resumed in paused:
        last = first - _DAY
        runs = count_days(day, last, term.unit, calendar) if last > day else 0
        if runs >= left:
            break
        left -= runs
        day = max(day, resumed - _DAY)  # counting begins after this day, so the day on which the clock runs again counts
    return add_term(day, Term(left, term.unit), calendar)


def _paused_ranges(pauses: Sequence[Pause], calendar: Calendar, now: datetime) -> list[tuple[date, date]]:
    """The days at whose end the clock was paused, as merged half-open ranges in order."""
    ranges = sorted((calendar.to_local_day(p.since), calendar.to_local_day(p.calculate_end(now))) for p in pauses)
    merged: list[tuple[date, date]] = []
    for first, resumed in ranges:
        # Overlapping pauses (a question during a hold) must not be subtracted twice.
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], resumed))
        elif resumed > first:
            merged.append((first, resumed))
    return merged


def _facts_known_at(facts: ClockFacts, at: datetime) -> ClockFacts:
    """The facts as known at a moment, without what came later."""
    return replace(
        facts,
        ended_at=facts.ended_at if facts.ended_at is not None and facts.ended_at <= at else None,
        pauses=tuple(
            replace(pause, until=pause.until if pause.until is not None and pause.until <= at else None)
            for pause in facts.pauses
            if pause.since <= at
        ),
    )


def _pause_at(pauses: Sequence[Pause], at: datetime) -> Pause | None:
    """The earliest pause in effect."""
    in_effect = (
        pause
        for pause in sorted(pauses, key=lambda pause: pause.since)
        if pause.until is None and (pause.at_most_until is None or at < pause.at_most_until)
    )
    return next(in_effect, None)


def _days_left(today: date, due_on: date, paused: Sequence[tuple[date, date]], unit: TermUnit, calendar: Calendar) -> int:
    if today <= due_on:
        return _days_between(today, due_on, paused, unit, calendar)
    return -_days_between(due_on, today, paused, unit, calendar)


def _days_between(after: date, to: date, paused: Sequence[tuple[date, date]], unit: TermUnit, calendar: Calendar) -> int:
    """Counted days in (after, to]."""
    return sum(count_days(first, last, unit, calendar) for first, last in _unpaused_ranges(after, to, paused))


def _unpaused_ranges(after: date, to: date, paused: Sequence[tuple[date, date]]) -> Iterator[tuple[date, date]]:
    for first, resumed in paused:
        if after < (last := min(first - _DAY, to)):
            yield after, last
        after = max(after, resumed - _DAY)
    if after < to:
        yield after, to


def count_days(after: date, to: date, unit: TermUnit, calendar: Calendar) -> int:
    """Days in (after, to] that a term of this unit counts."""
    days = (to - after).days
    if unit == TermUnit.CALENDAR:
        return days
    return sum(calendar.is_working(after + _DAY * step) for step in range(1, days + 1))
