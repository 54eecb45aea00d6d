"""What people are reminded of about a system: its last day, and the day by which somebody else answers for it.

By the one engine of reminders, like the deadlines of cases: the rules say when, the kind of event who hears of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from licensing.acts.clocks.deadlines import Deadline, cancel_reminders, get_default_calendar, schedule_reminders
from licensing.choices import DeadlineKind, ProposalState
from licensing.models import System
from licensing.policy.clocks.deadlines import Calendar


def schedule_system_reminders(system: System, kind: DeadlineKind, *, at: datetime) -> None:
    """Store the reminders of one day of a locked system; those of the same kind that were owed are cancelled."""
    calendar = get_default_calendar().as_policy()
    owed = [one for one in list_system_deadlines(system, calendar) if one.kind == kind]
    schedule_reminders(None, *owed, calendar=calendar, now=at)


def cancel_system_reminders(system: System, *kinds: DeadlineKind, at: datetime) -> None:
    """Cancel what is owed about these days of a locked system, also what was sent and reached nobody yet."""
    cancel_reminders(None, *(_build_key(kind, system) for kind in kinds), at=at)


def list_system_deadlines(system: System, calendar: Calendar) -> Iterator[Deadline]:
    """The days that a system is reminded of: none before it is confirmed, nor once it has ended."""
    if system.state != ProposalState.CONFIRMED or system.ended_at is not None:
        return
    # `end_on` is the first day on which it works no more.
    last_day = calendar.end_of(system.end_on - timedelta(days=1))
    yield Deadline(DeadlineKind.SYSTEM_END, _build_key(DeadlineKind.SYSTEM_END, system), last_day, system=system)
    if system.left_due_at is not None:
        key = _build_key(DeadlineKind.SYSTEM_LEFT, system)
        yield Deadline(DeadlineKind.SYSTEM_LEFT, key, system.left_due_at, system=system)


def _build_key(kind: DeadlineKind, system: System) -> str:
    return f"{kind}:{system.pk}"
