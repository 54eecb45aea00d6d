"""A licence, its lines, its ledger, and what it asks of its holder."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from licensing.choices import DutyState, LicenceState, ReportKind, ReportOutcome, Verb
from licensing.models.read_models.views.shared import ConditionView, OrganisationView


class CaseLink(TypedDict):
    id: UUID
    reference: str | None


class LicenceRow(TypedDict):
    """A licence in a list."""

    id: UUID
    number: str
    state: LicenceState
    case: CaseLink
    organisation: OrganisationView
    issued_at: datetime
    valid_from: date | None
    valid_until: date


class LineView(TypedDict):
    number: int
    name: str
    model: str
    unit: str
    authorised: str
    used: str
    left: str


class DutyView(TypedDict):
    """A day by which a condition must be shown to be met, and what was filed for it."""

    id: UUID
    due_on: date
    state: DutyState
    overdue: bool
    after: str | None
    evidence: str
    document: UUID | None
    filed_at: datetime | None
    returned_because: str
    met_at: datetime | None


class LicenceConditionView(ConditionView):
    number: int
    blocks_start: bool
    met_at: datetime | None
    due: list[DutyView]


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


class LicenceView(LicenceRow):
    revision: int
    dormant: bool
    zone: str
    state_reason: str
    closed_at: datetime | None
    lines: list[LineView]
    conditions: list[LicenceConditionView]
    reports: list[ReportPeriodView]
    actions: list[Verb]


class UsageView(TypedDict):
    id: UUID
    line: int
    unit: str
    quantity: str
    left_after: str
    message_id: str
    declaration_no: str
    customs_office: str
    cleared_on: date
    drawn_at: datetime
    reverses: UUID | None
