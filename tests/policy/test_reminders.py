"""Which reminders are owed, and at what instant."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.choices import Audience, TermUnit
from licensing.policy.deadlines import Calendar
from licensing.policy.reminders import Planned, QuietHours, ReminderRule, after_quiet, planned
from tests.policy.times import at

KYIV = Calendar("Europe/Kyiv", days_off=frozenset({date(2026, 5, 1)}))
POLICY = (
    ReminderRule("T-10", -10, Audience.SEATS),
    ReminderRule("T-3", -3, Audience.SEATS),
    ReminderRule("T-0", 0, Audience.SEATS),
    ReminderRule("overdue", 2, Audience.SEATS, TermUnit.WORKING, repeat_every=2, repeat_until=6),
    ReminderRule("heads", 6, Audience.HEADS, TermUnit.WORKING),
)
DUE = at("2026-05-01 00:00")  # the end of 30 April


def test_dl10_ten_three_and_no_days_before_then_every_second_working_day_then_the_heads():
    found = planned(POLICY, DUE, KYIV, horizon=at("2026-06-01 00:00"))

    assert found == [
        Planned("T-10", at("2026-04-20 09:00"), Audience.SEATS, 0),
        Planned("T-3", at("2026-04-27 09:00"), Audience.SEATS, 0),
        Planned("T-0", at("2026-04-30 09:00"), Audience.SEATS, 0),
        Planned("overdue", at("2026-05-05 09:00"), Audience.SEATS, 0),
        Planned("overdue", at("2026-05-07 09:00"), Audience.SEATS, 1),
        Planned("heads", at("2026-05-11 09:00"), Audience.HEADS, 0),
        Planned("overdue", at("2026-05-11 09:00"), Audience.SEATS, 2),
    ]


def test_no_reminder_is_owed_for_a_time_before_the_clock_started_or_beyond_the_horizon():
    found = planned(POLICY, DUE, KYIV, horizon=at("2026-04-30 12:00"), since=at("2026-04-24 10:00"))

    assert [one.code for one in found] == ["T-3", "T-0"]


def test_nine_in_the_morning_is_nine_in_the_morning_on_both_sides_of_summer_time():
    rules = (ReminderRule("before", -1, Audience.SEATS), ReminderRule("on", 0, Audience.SEATS))

    found = planned(rules, at("2026-03-30 00:00"), KYIV, horizon=at("2026-04-01 00:00"))

    assert [one.at for one in found] == [
        datetime(2026, 3, 28, 7, tzinfo=UTC),
        datetime(2026, 3, 29, 6, tzinfo=UTC),
    ]


def test_a_reminder_without_an_end_repeats_up_to_the_horizon():
    forever = (ReminderRule("overdue", 1, Audience.HEADS, repeat_every=1),)

    found = planned(forever, DUE, KYIV, horizon=DUE + timedelta(days=30))

    assert [one.nth for one in found] == list(range(30))


@given(st.integers(0, 60), st.integers(0, 60))
def test_looking_further_ahead_only_adds_reminders(near, further):
    """A scan that comes late, or twice, therefore plans the same ones."""
    until = DUE + timedelta(days=near)

    less = planned(POLICY, DUE, KYIV, horizon=until)
    more = planned(POLICY, DUE, KYIV, horizon=until + timedelta(days=further))

    assert [one for one in more if one.at <= until] == less


NIGHT = QuietHours(time(20), time(8))


@pytest.mark.parametrize(
    ("quiet", "moment", "expected"),
    [
        (NIGHT, "2026-05-05 12:00", "2026-05-05 12:00"),
        (NIGHT, "2026-05-05 20:00", "2026-05-06 08:00"),
        (NIGHT, "2026-05-05 07:59", "2026-05-05 08:00"),
        (NIGHT, "2026-05-05 08:00", "2026-05-05 08:00"),
        (QuietHours(time(12), time(13)), "2026-05-05 12:30", "2026-05-05 13:00"),
        (QuietHours(time(20), time(8), working_days_only=True), "2026-04-30 21:00", "2026-05-04 08:00"),
        (QuietHours(time(20), time(8), working_days_only=True), "2026-05-02 12:00", "2026-05-04 08:00"),
    ],
)
def test_nobody_is_disturbed_in_quiet_hours(quiet, moment, expected):
    assert after_quiet(at(moment), quiet, KYIV) == at(expected)
