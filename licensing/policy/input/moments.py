"""Moments as programs write them: a date, a time and its distance from Greenwich, read into one form."""

from __future__ import annotations

from datetime import UTC, datetime

# Years of the published pattern. Outside of them a moment leaves the calendar when it is moved to another zone.
_YEARS = range(1900, 2200)


def parse_moment(text: str) -> datetime:
    """The moment in UTC. Raises ValueError for one that no calendar has, that has no zone, or that lies centuries away.

    PostgreSQL takes no distance of sixteen hours or more from Greenwich, which RFC 3339 allows; in UTC there is none left.
    """
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone is a different one for every reader")
    if moment.year not in _YEARS:
        raise ValueError("a moment outside of the centuries that can be meant")
    return moment.astimezone(UTC)
