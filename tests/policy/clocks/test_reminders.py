"""Which reminders are owed, and at what instant."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.choices import Audience, TermUnit
from licensing.policy.clocks.deadlines import Calendar, Term, add_term
from licensing.policy.clocks.reminders import QuietHours, ReminderRule, defer_past_quiet_hours, find_next_reminder
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
LONG_AGO = at("2026-01-01 00:00")


def walk(rule: ReminderRule, due_at: datetime, until: datetime, since: datetime = LONG_AGO) -> list[datetime]:
    """What a rule reminds at, each found from the one before, as when they are sent."""
    found: list[datetime] = []
    while (one := find_next_reminder(rule, due_at, KYIV, after=found[-1] if found else since)) and one <= until:
        found.append(one)
    return found


def planned(until: datetime, since: datetime = LONG_AGO) -> list[tuple[str, datetime]]:
    walked = [(rule.code, one) for rule in POLICY for one in walk(rule, DUE, until, since)]
    return sorted(walked, key=lambda one: (one[1], one[0]))


def test_dl10_reminders_before_the_day_then_overdue_then_to_the_heads():
    found = planned(at("2026-06-01 00:00"))

    assert found == [
        ("T-10", at("2026-04-20 09:00")),
        ("T-3", at("2026-04-27 09:00")),
        ("T-0", at("2026-04-30 09:00")),
        ("overdue", at("2026-05-05 09:00")),
        ("overdue", at("2026-05-07 09:00")),
        ("heads", at("2026-05-11 09:00")),
        ("overdue", at("2026-05-11 09:00")),
    ]


def test_no_reminder_is_owed_for_a_time_before_the_clock_started():
    found = planned(at("2026-04-30 12:00"), since=at("2026-04-24 10:00"))

    assert [code for code, _at in found] == ["T-3", "T-0"]


def test_nine_in_the_morning_stays_nine_when_summer_time_begins():
    daily = ReminderRule("daily", -1, Audience.SEATS, repeat_every=1, repeat_until=0)

    assert walk(daily, at("2026-03-30 00:00"), at("2026-04-01 00:00")) == [
        datetime(2026, 3, 28, 7, tzinfo=UTC),
        datetime(2026, 3, 29, 6, tzinfo=UTC),
    ]


@pytest.mark.parametrize("days", [45, 400])
def test_a_reminder_is_owed_however_far_away_it_is(days: int):
    late = ReminderRule("late", days, Audience.HEADS)
    rare = ReminderRule("rare", 1, Audience.HEADS, repeat_every=days)
    morning = at("2026-04-30 09:00")
    after = at("2026-05-01 12:00")

    assert find_next_reminder(late, DUE, KYIV, after=LONG_AGO).date() == (morning + timedelta(days=days)).date()
    assert find_next_reminder(rare, DUE, KYIV, after=after).date() == (morning + timedelta(days=days + 1)).date()


@given(
    st.integers(-15, 15),
    st.sampled_from(TermUnit),
    st.integers(1, 40),
    st.none() | st.integers(0, 60),
    st.integers(-40, 400),
    st.integers(0, 23),
)
def test_a_long_overdue_date_has_the_same_reminders_as_from_its_start(
    offset: int, unit: TermUnit, every: int, until: int | None, day: int, hour: int
):
    """A scan that comes late, or twice, therefore owes the same ones."""
    rule = ReminderRule("any", offset, Audience.SEATS, unit, repeat_every=every, repeat_until=until)
    after = DUE + timedelta(days=day, hours=hour)

    assert find_next_reminder(rule, DUE, KYIV, after=after) == counted_through(rule, after)


def counted_through(rule: ReminderRule, after: datetime) -> datetime | None:
    for nth in count():
        offset = rule.offset_days + nth * (rule.repeat_every or 0)
        if nth and rule.repeat_until is not None and offset > rule.repeat_until:
            return None
        one = KYIV.to_instant(add_term(date(2026, 4, 30), Term(offset, rule.unit), KYIV), time(9))
        if one > after:
            return one
    return None


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
    assert defer_past_quiet_hours(at(moment), quiet, KYIV) == at(expected)
