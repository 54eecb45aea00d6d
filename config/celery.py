"""Worker and beat: `celery -A config.celery worker` and `celery -A config.celery beat`.

Both are alarm clocks. What is owed is recorded in PostgreSQL; a beat that runs twice, late or not at all changes only when
it is done.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

from celery import Celery
from django.conf import settings

from config.monitoring import heartbeat

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DOZVIL_PROCESS", "worker")

app = Celery("dozvil")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["licensing"])

_CLOCKS_DIFFER_BY: Final = 60.0

app.steps["worker"].add(heartbeat.Worker)


def _every(seconds: float, task: str) -> dict[str, Any]:
    """An alarm every so many seconds. One that no worker took in time expires, since the next one says the same."""
    # Beat sets the time of expiry by its own clock, and the worker reads it by another, which may differ by nearly this much.
    expires = max(_CLOCKS_DIFFER_BY, seconds)
    return {"task": f"licensing.tasks.{task}", "schedule": seconds, "options": {"expires": expires}}


app.conf.beat_schedule = {
    "fan out": _every(2, "fan_out"),
    "send what is owed": _every(2, "dispatch"),
    "wake reminders": _every(30, "send_due_reminders"),
    "close due rounds": _every(60, "close_due_rounds"),
    "let long pauses end": _every(60, "lapse_due_pauses"),
    "follow changed calendars": _every(60, "retime_cases"),
    "follow a changed reminder policy": _every(60, "follow_reminder_policy"),
    "expire licences": _every(60, "expire_due_licences"),
    "report dead letters": _every(3_600, "tell_of_dead_letters"),
    "forget old answers": _every(3_600, "forget_old_answers"),
}


def _make_broker_folders() -> None:
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    for name in ("data_folder_in", "control_folder"):
        if name in options:
            Path(options[name]).mkdir(parents=True, exist_ok=True, mode=0o700)


_make_broker_folders()
