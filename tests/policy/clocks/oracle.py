"""Clocks drawn at random, and an oracle that walks the calendar one day at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from licensing.choices import Owner, PauseReason, TermUnit
from licensing.policy.clocks.deadlines import Calendar, ClockFacts, Pause, Term

DAY = timedelta(days=1)
DAYS = st.dates(date(2023, 12, 20), date(2028, 3, 5))
ZONES = st.sampled_from(["Europe/Kyiv", "UTC", "America/Havana", "Africa/Cairo", "Pacific/Apia"])


@st.composite
def moments(draw: st.DrawFn, first: datetime = datetime(2024, 1, 1, tzinfo=UTC), days: int = 400) -> datetime:
    return first + timedelta(seconds=draw(st.integers(0, days * 86400)))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    near = st.integers(0, 700).map(lambda n: date(2024, 1, 1) + DAY * n)
    return Calendar(
        draw(ZONES), "test", frozenset(draw(st.sets(near, max_size=60))), frozenset(draw(st.sets(near, max_size=20)))
    )


@st.composite
def clocks(draw: st.DrawFn) -> ClockFacts:
    started = draw(moments(days=400))
    pauses = []
    for _ in range(draw(st.integers(0, 4))):
        since = draw(moments(started - 5 * DAY, 45))
        until = draw(st.none() | moments(since, 20))
        pauses.append(Pause(PauseReason.HOLD, Owner.AUTHORITY, since, until, draw(st.none() | moments(since, 20))))
    return ClockFacts(
        term=Term(draw(st.integers(0, 40)), draw(st.sampled_from(TermUnit))),
        started_at=started,
        ended_at=draw(st.none() | moments(started, 120)),
        pauses=tuple(pauses),
        cap=draw(st.none() | st.builds(Term, st.integers(0, 60), st.sampled_from(TermUnit))),
    )


def midnight_after(day: date, zone: str) -> datetime:
    """The naive way: the first minute of UTC time that is the next local day."""
    moment = datetime.combine(day, time(), UTC) - timedelta(hours=2)
    while moment.astimezone(ZoneInfo(zone)).date() <= day:
        moment += timedelta(minutes=30)
    return moment


@dataclass(frozen=True)
class Oracle:
    """Walks day by day, asking of each midnight whether the clock was paused."""

    facts: ClockFacts
    calendar: Calendar
    now: datetime

    @property
    def stopped(self) -> datetime:
        ended = self.facts.ended_at
        return ended if ended and ended <= self.now else self.now

    def local(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.calendar.zone)).date()

    def counts(self, day: date, unit: TermUnit) -> bool:
        return unit == TermUnit.CALENDAR or self.calendar.is_working(day)

    def is_paused_on(self, day: date) -> bool:
        for pause in self.facts.pauses:
            until = pause.until if pause.until and pause.until <= self.now else None
            end = min((moment for moment in (until, pause.at_most_until) if moment), default=self.stopped)
            if pause.since <= self.now and self.local(pause.since) <= day < self.local(end):
                return True
        return False

    def walk(self, term: Term, *, pausing: bool) -> date:
        day, left = self.local(self.facts.started_at), term.amount
        while left:
            day += DAY
            left -= self.counts(day, term.unit) and not (pausing and self.is_paused_on(day))
        return day

    def due_on(self) -> date:
        due = self.walk(self.facts.term, pausing=True)
        return min(due, self.walk(self.facts.cap, pausing=False)) if self.facts.cap else due

    def days_used(self) -> int:
        start = self.local(self.facts.started_at)
        today = self.local(max(self.stopped, self.facts.started_at))
        span = [start + DAY * n for n in range(1, (today - start).days + 1)]
        return sum(self.counts(day, self.facts.term.unit) and not self.is_paused_on(day) for day in span)
