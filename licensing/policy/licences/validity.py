"""How long a licence is valid, and which reports its holder has to file."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Literal

from licensing.policy.clocks.deadlines import Calendar

Reporting = Literal["after_expiry", "every_year"]


@dataclass(frozen=True, slots=True)
class PermitKind:
    """What a kind of permit allows; figures are data with a source, never constants."""

    code: str
    max_months: int
    reporting: Reporting = "after_expiry"
    report_months: int = 3


@dataclass(frozen=True, slots=True)
class ReportDue:
    """The two reports of one period, both due on one day; before the period is over there is nothing to report."""

    period: int  # 1 for the first year, or the only one
    due_on: date
    ends_on: date


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last day where there is no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def find_latest_end(valid_from: date, kind: PermitKind) -> date:
    """The last day a licence of this kind may be valid: twelve months from 14 October end on 14 October."""
    return add_months(valid_from, kind.max_months)


def move_term(issued_on: date, valid_until: date, *, starts_on: date) -> date:
    """The last day of a licence that starts later than it was issued: its term is as long as it was granted.

    A term of whole months stays one: 12 months from 15 January are 12 months from 1 December, whatever their days.
    """
    months = 12 * (valid_until.year - issued_on.year) + valid_until.month - issued_on.month
    if months > 0 and add_months(issued_on, months) == valid_until:
        return add_months(starts_on, months)
    return starts_on + (valid_until - issued_on)


def is_too_long(valid_from: date, valid_until: date, kind: PermitKind) -> bool:
    """Whether a licence would be valid beyond what its kind allows."""
    return valid_until > find_latest_end(valid_from, kind)


def list_reports_due(valid_from: date, valid_until: date, kind: PermitKind) -> tuple[ReportDue, ...]:
    """When reports on use are due: once after expiry, or after each year from issue, a begun one included."""
    if kind.reporting == "after_expiry":
        return (ReportDue(1, add_months(valid_until, kind.report_months), valid_until),)
    years = next(year for year in count(1) if add_months(valid_from, 12 * year) >= valid_until)
    return tuple(
        ReportDue(
            year,
            due_on=add_months(valid_from, 12 * year + kind.report_months),
            ends_on=min(add_months(valid_from, 12 * year), valid_until),
        )
        for year in range(1, years + 1)
    )


def calculate_expiry(valid_until: date, calendar: Calendar) -> datetime:
    """The instant at which the last local day of a licence is over."""
    return calendar.end_of(valid_until)


def is_in_force(valid_from: date, valid_until: date, *, moment: datetime, calendar: Calendar) -> bool:
    """Whether a moment lies within the local days of a licence, the first and the last included."""
    return calendar.start_of(valid_from) <= moment < calculate_expiry(valid_until, calendar)
