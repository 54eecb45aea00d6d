"""Which reminders a due date owes, and when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import NamedTuple
from zoneinfo import ZoneInfo

from licensing.choices import Audience, TermUnit
from licensing.policy.deadlines import Calendar, Term, add_term


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """One line of a reminder policy: so many days before (negative) or after the due day, perhaps repeated."""

    code: str
    offset_days: int
    audience: Audience
    unit: TermUnit = TermUnit.CALENDAR
    repeat_every: int | None = None
    repeat_until: int | None = None  # days after the due day at which repeating ends, in the same unit


class Planned(NamedTuple):
    code: str
    at: datetime
    audience: Audience
    nth: int  # 0 for the first, counting repeats


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours in which nobody is disturbed; may pass midnight. `working_days_only` keeps free days quiet too."""

    start: time
    end: time
    working_days_only: bool = False

    def covers(self, at: time) -> bool:
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


MORNING = time(9, 0)


def planned(
    rules: Sequence[ReminderRule],
    due_at: datetime,
    calendar: Calendar,
    *,
    horizon: datetime,
    since: datetime | None = None,
    at_time: time = MORNING,
) -> list[Planned]:
    """Every reminder owed from `since` (when the clock started) up to `horizon`, in order of time.

    The same rules and due date always give the same instants: they are part of the key under which a reminder is owed.
    """
    due_on = calendar.local_day(due_at - _INSTANT)
    owed = (
        Planned(rule.code, at, rule.audience, nth)
        for rule in rules
        for nth, at in _instants(rule, due_on, calendar, at_time, horizon)
        if since is None or at > since
    )
    return sorted(owed, key=lambda one: (one.at, one.code))


def after_quiet(moment: datetime, quiet: QuietHours, calendar: Calendar) -> datetime:
    """The first moment from here on at which somebody may be disturbed."""
    local = moment.astimezone(ZoneInfo(calendar.zone))
    if quiet.working_days_only and not calendar.is_working(local.date()):
        return calendar.instant(add_term(local.date(), _NEXT_WORKING_DAY, calendar), quiet.end)
    if not quiet.covers(local.time()):
        return moment
    ends_today = local.time() < quiet.end
    morning = calendar.instant(local.date() if ends_today else local.date() + timedelta(days=1), quiet.end)
    return morning if ends_today else after_quiet(morning, quiet, calendar)


_INSTANT = timedelta(microseconds=1)
_NEXT_WORKING_DAY = Term(1, TermUnit.WORKING)


def _instants(
    rule: ReminderRule, due_on: date, calendar: Calendar, at_time: time, horizon: datetime
) -> Iterator[tuple[int, datetime]]:
    for nth in count():
        offset = rule.offset_days + nth * (rule.repeat_every or 0)
        at = calendar.instant(add_term(due_on, Term(offset, rule.unit), calendar), at_time)
        if at > horizon or (nth and rule.repeat_until is not None and offset > rule.repeat_until):
            return
        yield nth, at
        if not rule.repeat_every:
            return
