"""Moments as programs write them, right and wrong ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.policy.input.moments import parse_moment

# Without a zone, as hypothesis wants them: it adds one.
_FIRST, _LAST = (datetime.fromisoformat(day) for day in ("1900-01-01", "2199-12-31"))
OFFSETS = st.integers(-1439, 1439).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@given(st.datetimes(_FIRST, _LAST, timezones=OFFSETS))
def test_a_moment_is_the_same_in_whatever_zone_it_is_written(moment: datetime) -> None:
    parsed = parse_moment(moment.isoformat())

    assert parsed == moment
    assert parsed.tzinfo is UTC


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2000-01-01T00:00:00-20:14", datetime(2000, 1, 1, 20, 14, tzinfo=UTC)),
        ("2000-01-01T00:00:00+15:59", datetime(1999, 12, 31, 8, 1, tzinfo=UTC)),
        ("2026-05-04T12:00:00.5Z", datetime(2026, 5, 4, 12, 0, 0, 500_000, tzinfo=UTC)),
    ],
)
def test_a_distance_that_no_country_has_is_a_moment_all_the_same(written: str, meant: datetime) -> None:
    assert parse_moment(written) == meant


@pytest.mark.parametrize(
    "written",
    [
        "2026-02-30T00:00:00Z",
        "2026-01-01T24:00:01Z",
        "2026-01-01T00:00:60Z",
        "2026-01-01T00:00:00+24:00",
        "2026-01-01T00:00:00",
        "0001-01-01T00:00:00+23:00",
        "9999-12-31T23:59:59-23:59",
        "yesterday",
        "",
    ],
)
def test_what_is_no_moment_is_refused(written: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the sentence is for the caller's caller
        parse_moment(written)
