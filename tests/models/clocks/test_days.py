"""A day is a day in Kyiv, whatever the time zone of the moment."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from licensing.choices import ClockKind, DeadlineKind
from licensing.models.clocks.days import begin_local_day, to_local_day
from tests.faults.checker.reminders import ABSENT, LEFT_ALONE
from tests.faults.checker.schedule import RECKONED

LICENSING = Path(__file__).resolve().parents[3] / "licensing"
# They compute with days of a calendar, or with a moment, whose zone they are given.
WITH_A_ZONE = {
    "admin/reference/change_sets/set_forms.py",
    "models/clocks/days.py",
    "policy/clocks/deadlines.py",
    "policy/clocks/reminders.py",
    "policy/people/rights.py",
}


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


@pytest.mark.parametrize("day", [date(2026, 1, 2), date(2026, 7, 2)])
def test_a_day_begins_with_its_first_moment_in_kyiv(day: date) -> None:
    begun = begin_local_day(day)

    assert to_local_day(begun) == day
    assert to_local_day(begun - timedelta(microseconds=1)) == day - timedelta(days=1)


def test_nobody_takes_the_day_of_a_moment_without_its_zone() -> None:
    """`.date()` of a moment is its day in Greenwich, which is another than in Kyiv for two or three hours of every day."""
    files = (file for file in LICENSING.rglob("*.py") if "migrations" not in file.parts)
    found = {str(file.relative_to(LICENSING)) for file in files if ".date()" in file.read_text(encoding="utf-8")}

    assert found - WITH_A_ZONE == set()


def test_the_checker_of_the_faults_run_knows_every_kind_of_deadline() -> None:
    """Else half an hour of `./run faults` would be what says that a new kind of reminder is owed by no rule it knows."""
    assert sorted([*ClockKind.values, *RECKONED, *LEFT_ALONE, *ABSENT]) == sorted(DeadlineKind.values)
