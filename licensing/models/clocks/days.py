"""Which day a moment falls on for the authority, and when that day begins."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings


def to_local_day(moment: datetime) -> date:
    """The day a moment falls on in the authority's zone; appointments, mandates and deadlines are counted in it."""
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def begin_local_day(day: date) -> datetime:
    """The moment at which a day begins in the authority's zone."""
    return datetime.combine(day, time.min, ZoneInfo(settings.TIME_ZONE))
