"""Which day a moment falls on for the authority."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings


def to_local_day(moment: datetime) -> date:
    """The day a moment falls on in the authority's zone; appointments, mandates and deadlines are counted in it."""
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
