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
from licensing.alarms import PERIODS

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DOZVIL_PROCESS", "worker")

app = Celery("dozvil")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["licensing"])

_CLOCKS_DIFFER_BY: Final = 60.0

app.steps["worker"].add(heartbeat.Worker)
# By name: it asks the models, which are not there yet.
app.steps["worker"].add("config.monitoring.record:WorkerGuard")


def _every(seconds: float, task: str) -> dict[str, Any]:
    """An alarm every so many seconds. One that no worker took in time expires, since the next one says the same."""
    # Beat sets the time of expiry by its own clock, and the worker reads it by another, which may differ by nearly this much.
    expires = max(_CLOCKS_DIFFER_BY, seconds)
    return {"task": f"licensing.tasks.{task}", "schedule": seconds, "options": {"expires": expires}}


app.conf.beat_schedule = {task.replace("_", " "): _every(seconds, task) for task, seconds in PERIODS.items()}


def _make_broker_folders() -> None:
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    for name in ("data_folder_in", "control_folder"):
        if name in options:
            Path(options[name]).mkdir(parents=True, exist_ok=True, mode=0o700)


_make_broker_folders()
