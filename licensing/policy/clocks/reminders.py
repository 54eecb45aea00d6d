"""When reminders of a due date are sent, and the quiet hours in which none are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from licensing.choices import Audience, TermUnit
from licensing.policy.clocks.deadlines import Calendar, Term, add_term, count_days


@dataclass(frozen=True, slots=True)
class ReminderRule:
    """One line of a reminder policy: so many days before (negative) or after the due day, perhaps repeated."""

    code: str
    offset_days: int
    audience: Audience
    unit: TermUnit = TermUnit.CALENDAR
    repeat_every: int | None = None
    repeat_until: int | None = None  # days after the due day at which repeating ends, in the same unit


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Hours in which nobody is disturbed; may pass midnight. `working_days_only` keeps free days quiet too."""

    start: time
    end: time
    working_days_only: bool = False

    def is_quiet_at(self, at: time) -> bool:
        """Whether a local time is quiet: from `start` until before `end`, over midnight where that is earlier."""
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


MORNING = time(9, 0)


def find_next_reminder(
    rule: ReminderRule, due_at: datetime, calendar: Calendar, *, after: datetime, at_time: time = MORNING
) -> datetime | None:
    """The first instant later than `after` at which a rule reminds of a due date, however far away; none when it has ended.

    The same rule and due date always give the same instants: they are part of the key of a reminder.
    """
    # A deadline is the midnight after its last day, so the day itself is the one an instant earlier.
    due_on = calendar.to_local_day(due_at - _INSTANT)
    if not rule.repeat_every:
        once = find_first_reminder(rule, due_at, calendar, at_time=at_time)
        return once if once > after else None
    for nth in count(_repeats_before(calendar.to_local_day(after), rule, due_on, calendar)):
        offset = rule.offset_days + nth * rule.repeat_every
        if nth and rule.repeat_until is not None and offset > rule.repeat_until:
            return None
        at = calendar.to_instant(add_term(due_on, Term(offset, rule.unit), calendar), at_time)
        if at > after:
            return at
    return None


def find_first_reminder(rule: ReminderRule, due_at: datetime, calendar: Calendar, *, at_time: time = MORNING) -> datetime:
    """The first instant at which a rule reminds of a due date, whether it has passed or not."""
    due_on = calendar.to_local_day(due_at - _INSTANT)
    return calendar.to_instant(add_term(due_on, Term(rule.offset_days, rule.unit), calendar), at_time)


def defer_past_quiet_hours(moment: datetime, quiet: QuietHours, calendar: Calendar) -> datetime:
    """The first moment from here on at which somebody may be disturbed."""
    local = moment.astimezone(ZoneInfo(calendar.zone))
    if quiet.working_days_only and not calendar.is_working(local.date()):
        return calendar.to_instant(add_term(local.date(), _NEXT_WORKING_DAY, calendar), quiet.end)
    if not quiet.is_quiet_at(local.time()):
        return moment
    ends_today = local.time() < quiet.end
    morning = calendar.to_instant(local.date() if ends_today else local.date() + timedelta(days=1), quiet.end)
    # The next morning may be a day off, which is quiet as well.
    return morning if ends_today else defer_past_quiet_hours(morning, quiet, calendar)


_INSTANT = timedelta(microseconds=1)
_NEXT_WORKING_DAY = Term(1, TermUnit.WORKING)


def _repeats_before(day: date, rule: ReminderRule, due_on: date, calendar: Calendar) -> int:
    """How many times a rule has surely reminded before a day: what is years overdue is not counted through again."""
    if day <= due_on or not rule.repeat_every:
        return 0
    passed = count_days(due_on, day, rule.unit, calendar)
    return max(0, -((rule.offset_days - passed) // rule.repeat_every))
