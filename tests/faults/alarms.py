"""What workers and beats of a run load: the product's own alarm clocks, ringing more often."""

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
os.environ["DOZVIL_PROCESS"] = "worker"
django.setup()

from config.celery import app  # noqa: E402 - the settings come first
from tests.faults import tempo  # noqa: E402

tempo.prepare()
tempo.quicken(app.conf.beat_schedule)

__all__ = ["app"]
