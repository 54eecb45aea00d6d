"""Worker and beat: `celery -A config.celery worker` and `celery -A config.celery beat`.

Both are alarm clocks. What is owed stands in PostgreSQL; a beat that runs twice, late or not at all changes nothing
but the moment.
"""

from __future__ import annotations

import os
from pathlib import Path

from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("DOZVIL_PROCESS", "worker")

app = Celery("dozvil")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["licensing"])

app.conf.beat_schedule = {
    "send what is owed": {"task": "licensing.tasks.dispatch", "schedule": 5.0, "options": {"expires": 5}},
    "wake reminders": {"task": "licensing.tasks.remind", "schedule": 30.0, "options": {"expires": 30}},
    "let time pass": {"task": "licensing.tasks.pass_time", "schedule": 60.0, "options": {"expires": 60}},
}


def _make_broker_folders() -> None:
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    for name in ("data_folder_in", "control_folder"):
        if name in options:
            Path(options[name]).mkdir(parents=True, exist_ok=True, mode=0o700)


_make_broker_folders()
