"""The reports that the holder of a licence owes for each period, and what they say otherwise than the ledger."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from licensing.choices import DifferenceOutcome, ReportKind, ReportMeasure, ReportOutcome


class ReportLineView(TypedDict):
    """What a report says of a line. `cleared` is what customs has drawn from it in all."""

    line: int
    unit: str
    quantity: str
    actual_use: str
    cleared: str


class ReportView(TypedDict):
    id: UUID
    kind: ReportKind
    number: int
    outcome: ReportOutcome
    lines: list[ReportLineView]
    note: str
    filed_at: datetime


class ReportPeriodView(TypedDict):
    """A period to report on: until when, and the reports that count, or which are missing."""

    period: int
    ends_on: date
    due_on: date
    open: bool
    overdue: bool
    missing: list[ReportKind]
    reports: list[ReportView]


class DifferenceLineView(TypedDict):
    """A quantity of a report beside that of the ledger, in the unit of the line."""

    line: int
    unit: str
    measure: ReportMeasure
    reported: str
    cleared: str


class DifferenceView(TypedDict):
    """What a report says otherwise than the ledger: one of a `period`, or that of a `condition` on its day, `due_on`.

    It waits for an officer until `settled_at`. That a suspension was proposed is not for the holder, to whom it is under way.
    """

    id: UUID
    period: int | None
    kind: ReportKind | None
    condition: int | None
    due_on: date | None
    lines: list[DifferenceLineView]
    found_at: datetime
    outcome: DifferenceOutcome | None
    reason: str
    settled_at: datetime | None
