"""What should have been done by now and was not: for the probe of readiness, for metrics and for `manage.py doctor`.

Reminders, clocks, licences, messages and documents that nobody gets before they are scanned are rows with a time; each row
whose time has passed waits for beat and worker.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Min
from django.db.models.functions import Now
from django.utils import timezone

from licensing.alarms import PERIODS, get_patience_seconds
from licensing.choices import ScanVerdict
from licensing.models.clocks.clock import Clock, Reminder
from licensing.models.clocks.sweep import Sweep
from licensing.models.licences.licence import Licence
from licensing.models.record.delivery import Bookmark, Delivery
from licensing.models.record.event import ChainHead, Event
from licensing.models.requests.content import Document

PATIENCE: Final = timedelta(minutes=10)
# The name under which the fan-out keeps how far it has read.
_OUTBOX: Final = "outbox"


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits of one kind past its time: how much, and for how long the oldest does."""

    kind: str
    count: int
    age: timedelta

    @property
    def is_late(self) -> bool:
        """Whether the oldest has waited for longer than a healthy installation lets anything wait."""
        return self.count > 0 and self.age > PATIENCE


@dataclass(frozen=True, slots=True)
class TaskHealth:
    """A periodic task: how long ago its last run ended (None: never), how often it ran, how much it did."""

    task: str
    age: timedelta | None
    runs: int
    done: int

    @property
    def is_late(self) -> bool:
        """Whether it has not run for several of its periods, or never."""
        return self.age is None or self.age.total_seconds() > get_patience_seconds(self.task)


def measure_backlogs() -> list[Backlog]:
    """Everything that waits past its time, by kind; a few indexed counts, by the clock of the database."""
    now = _read_database_clock()
    today = timezone.localdate(now)
    read = Bookmark.objects.filter(name=_OUTBOX).values_list("number", flat=True).first() or 0
    waiting: dict[str, tuple[Any, str]] = {
        "reminders": (Reminder.objects.owed().filter(due_at__lte=now), "due_at"),
        "clocks": (Clock.objects.running().filter(wake_at__lte=now), "wake_at"),
        "unread events": (Event.objects.filter(number__gt=read), "at"),
        "documents before the scanner": (Document.objects.filter(verdict=ScanVerdict.WAITING), "attached_at"),
        "messages": (Delivery.objects.owed().filter(next_at__lte=now), "next_at"),
    }
    found = [_build_backlog(kind, rows, column, now) for kind, (rows, column) in waiting.items()]
    over = Licence.objects.past_last_day(today).aggregate(count=Count("pk"), oldest=Min("valid_until"))
    # A licence is over when its last day is; the day after is the first on which it waits.
    age = timedelta(days=(today - over["oldest"]).days - 1) + _time_of_day(now) if over["oldest"] else timedelta()
    return [*found, Backlog("licences past their last day", over["count"], age)]


def measure_tasks() -> list[TaskHealth]:
    """Every periodic task in the order of the schedule, by the clock of the database."""
    now, rows = _read_database_clock(), {row.task: row for row in Sweep.objects.all()}
    return [
        TaskHealth(task, now - row.ended_at, row.runs, row.done) if (row := rows.get(task)) else TaskHealth(task, None, 0, 0)
        for task in PERIODS
    ]


def _build_backlog(kind: str, rows: Any, column: str, now: datetime) -> Backlog:
    found = rows.aggregate(count=Count("pk"), oldest=Min(column))
    return Backlog(kind, found["count"], now - found["oldest"] if found["oldest"] else timedelta())


def _read_database_clock() -> datetime:
    # Of the one row that is always there: the clock of this process may differ from the one by which rows come due.
    now = ChainHead.objects.annotate(now=Now()).values_list("now", flat=True).first()
    return now or timezone.now()


def _time_of_day(now: datetime) -> timedelta:
    local = timezone.localtime(now)
    return timedelta(hours=local.hour, minutes=local.minute, seconds=local.second)
