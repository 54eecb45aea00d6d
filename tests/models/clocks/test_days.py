"""A day is a day in Kyiv, whatever the time zone of the moment."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from licensing.models.clocks.days import to_local_day


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 1, 1, 21, 59, 59, tzinfo=UTC), date(2026, 1, 1)),
        (datetime(2026, 1, 1, 22, 0, tzinfo=UTC), date(2026, 1, 2)),
        # Summer time begins the day an hour earlier.
        (datetime(2026, 7, 1, 21, 0, tzinfo=UTC), date(2026, 7, 2)),
    ],
)
def test_the_authoritys_day_begins_at_midnight_in_kyiv(moment: datetime, day: date) -> None:
    assert to_local_day(moment) == day
