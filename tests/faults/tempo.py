"""The product on a faster clock, so that minutes show what hours would; and with a planted bug, where one is wanted.

The product knows nothing of this: each process of a run calls `prepare` before its own program takes over.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection

from licensing.acts.clocks import deadlines, reminders
from licensing.management.owner import as_owner
from licensing.outbox.delivery import dispatch, leases, retries
from licensing.outbox.webhooks import sender
from licensing.policy.clocks.deadlines import Calendar
from licensing.policy.clocks.reminders import MORNING, ReminderRule, find_next_reminder
from tests.faults import plants

ATTEMPT_SECONDS: Final = 3.0
LEASE_SECONDS: Final = 12.0
PATIENCE_SECONDS: Final = 10.0
# The alarms that wait longest, and how often they ring in a run.
RINGS: Final = {
    "send due reminders": 3.0,
    "close due rounds": 5.0,
    "lapse due pauses": 5.0,
    "settle due systems": 5.0,
}


def prepare() -> None:
    plants.swap(settings, EMAIL_TIMEOUT=ATTEMPT_SECONDS)
    plants.swap(sender, TOTAL_SECONDS=ATTEMPT_SECONDS, CONNECT_SECONDS=ATTEMPT_SECONDS)
    plants.swap(retries, _STEPS=(1, 2, 3, 4), _LONGEST=5, FEWEST_TRIES=4, PATIENCE=timedelta(seconds=PATIENCE_SECONDS))
    plants.swap(dispatch, _MAIL_PAUSE_SECONDS=1.0)
    # Still four times what an attempt may take.
    plants.swap(leases, LEASE=timedelta(seconds=LEASE_SECONDS))
    remind_at(json.loads((Path(settings.VAR) / "setting.json").read_text())["hours"])
    if bug := os.environ.get("DOZVIL_PLANTED"):
        plants.PLANTS[bug].patch()


def remind_at(hours: Mapping[str, str]) -> None:
    """Let some rules remind at an hour of their own, which comes while the run goes on; the others do in the morning."""

    def next_in_run(rule: ReminderRule, due_at: datetime, calendar: Calendar, *, after: datetime) -> datetime | None:
        at_time = time.fromisoformat(hours[rule.code]) if rule.code in hours else MORNING
        return find_next_reminder(rule, due_at, calendar, after=after, at_time=at_time)

    plants.swap(deadlines, find_next_reminder=next_in_run)
    plants.swap(reminders, find_next_reminder=next_in_run)


def quicken(schedule: dict[str, dict[str, Any]]) -> None:
    """Let those alarms ring often that a run waits for."""
    for name, seconds in RINGS.items():
        schedule[name] |= {"schedule": seconds, "options": {"expires": seconds}}


def change_database() -> None:
    """What the planted bug needs of the database."""
    if ddl := plants.PLANTS[os.environ["DOZVIL_PLANTED"]].ddl:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(ddl)
