"""How long a licence lives, and which reports are owed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from licensing.policy.clocks.deadlines import Calendar
from licensing.policy.licences.validity import (
    PermitKind,
    ReportDue,
    add_months,
    calculate_expiry,
    is_in_force,
    is_too_long,
    list_reports_due,
    move_term,
)
from tests.policy.times import at

SINGLE = PermitKind("single", max_months=12)
GENERAL = PermitKind("general", max_months=36, reporting="every_year")
KYIV = Calendar("Europe/Kyiv")


def test_a_general_permit_of_14_october_2017_reports_each_january():
    assert list_reports_due(date(2017, 10, 14), date(2020, 10, 14), GENERAL) == (
        ReportDue(1, date(2019, 1, 14), date(2018, 10, 14)),
        ReportDue(2, date(2020, 1, 14), date(2019, 10, 14)),
        ReportDue(3, date(2021, 1, 14), date(2020, 10, 14)),
    )


def test_a_single_permit_reports_once_three_months_after_it_expires():
    only = ReportDue(1, date(2027, 4, 30), date(2027, 1, 31))

    assert list_reports_due(date(2026, 3, 2), date(2027, 1, 31), SINGLE) == (only,)


def test_the_last_year_of_a_general_permit_is_over_when_the_permit_is():
    *_, last = list_reports_due(date(2017, 10, 14), date(2018, 12, 31), GENERAL)

    assert last == ReportDue(2, date(2020, 1, 14), date(2018, 12, 31))


@pytest.mark.parametrize(("valid_until", "years"), [(date(2017, 12, 1), 1), (date(2018, 10, 14), 1), (date(2018, 10, 15), 2)])
def test_a_begun_year_is_reported_too(valid_until, years):
    assert len(list_reports_due(date(2017, 10, 14), valid_until, GENERAL)) == years


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 3, 31), 0, date(2026, 3, 31)),
    ],
)
def test_months_end_on_a_day_that_exists(day, months, expected):
    assert add_months(day, months) == expected


def test_a_permit_longer_than_its_kind_allows_is_too_long():
    assert not is_too_long(date(2026, 3, 2), date(2027, 3, 2), SINGLE)
    assert is_too_long(date(2026, 3, 2), date(2027, 3, 3), SINGLE)


def test_a_permit_that_expires_on_a_sunday_is_valid_all_that_day():
    last = date(2026, 3, 29)  # also the day on which summer time begins
    end = calculate_expiry(last, KYIV)

    assert end == at("2026-03-30 00:00")
    for moment, expected in (
        (at("2026-03-01 23:59"), False),
        (at("2026-03-02 00:00"), True),
        (end - timedelta(microseconds=1), True),
        (end, False),
    ):
        assert is_in_force(date(2026, 3, 2), last, moment=moment, calendar=KYIV) is expected


@pytest.mark.parametrize(
    ("issued", "until", "starts", "expected"),
    [
        ("2026-01-15", "2027-01-15", "2026-01-15", "2027-01-15"),
        ("2026-01-15", "2027-01-15", "2027-12-01", "2028-12-01"),
        ("2026-01-15", "2026-03-16", "2026-03-15", "2026-05-14"),
        ("2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"),
        ("2026-01-15", "2026-02-14", "2026-02-15", "2026-03-17"),
    ],
)
def test_a_term_that_starts_later_is_as_long_as_it_was_granted(issued, until, starts, expected):
    days = (date.fromisoformat(one) for one in (issued, until, starts))
    issued_on, valid_until, starts_on = days

    assert move_term(issued_on, valid_until, starts_on=starts_on) == date.fromisoformat(expected)
