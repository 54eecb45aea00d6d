"""How long a licence lives, and which reports its holder owes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from licensing.policy.deadlines import Calendar

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
    period: int  # 1 for the first year, or the only one
    due_on: date


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or its last day where there is no such day."""
    raise NotImplementedError


def latest_end(valid_from: date, kind: PermitKind) -> date:
    """The last day a licence of this kind may be valid."""
    raise NotImplementedError


def is_too_long(valid_from: date, valid_until: date, kind: PermitKind) -> bool:
    raise NotImplementedError


def reports_due(valid_from: date, valid_until: date, kind: PermitKind) -> tuple[ReportDue, ...]:
    """When reports on use are owed: once after expiry, or after each year."""
    raise NotImplementedError


def expires_at(valid_until: date, calendar: Calendar) -> datetime:
    """The instant at which the last local day of a licence is over."""
    raise NotImplementedError


def in_force(valid_from: date, valid_until: date, *, moment: datetime, calendar: Calendar) -> bool:
    raise NotImplementedError


def by_code(kinds: Mapping[str, PermitKind], code: str) -> PermitKind:
    """The permit kind of a code; an unknown code is a fault of the caller."""
    return kinds[code]
