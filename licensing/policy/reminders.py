"""Which reminders a due date owes, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import NamedTuple

from licensing.choices import Audience, TermUnit
from licensing.policy.deadlines import Calendar


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
    """Every reminder owed from `since` (when the clock started) up to `horizon`, in order of time."""
    raise NotImplementedError


def after_quiet(moment: datetime, quiet: QuietHours, calendar: Calendar) -> datetime:
    """The first moment from here on at which somebody may be disturbed."""
    raise NotImplementedError
