"""The conditions of a licence, what was recorded on them, and the days by which they are to be met."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from licensing.choices import ConditionStanding, Consequence, ConsequenceEnd, DutyState, EvidenceKind
from licensing.models.read_models.views.shared import ConditionView


class DutyConsequenceView(TypedDict):
    """What followed from a condition that was not met by its day; without `ended_at` it is in effect."""

    kind: Consequence
    began_at: datetime
    ended_at: datetime | None
    ended_as: ConsequenceEnd | None
    lifted_because: str


class PeriodicLineView(TypedDict):
    """What a report that a condition asks for says of a line, in its unit."""

    line: int
    delivered: str
    used: str


class PeriodicReportView(TypedDict):
    """A report that a condition asks for: through which day, and what it says of each line."""

    until: date
    lines: list[PeriodicLineView]


class DutyView(TypedDict):
    """A day by which a condition must be shown to be met, what was filed for it, and what `follows` or followed if not.

    Where `wants_report`, it is met by a report line by line.
    """

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
    wants_report: bool
    reported: PeriodicReportView | None
    follows: Consequence | None
    consequences: list[DutyConsequenceView]


class ConditionRecordView(TypedDict):
    """A record on a condition. One that was corrected or voided, or whose document was withdrawn, is not `in_effect`."""

    id: UUID
    kind: EvidenceKind
    done_on: date
    line: int | None
    quantity: str | None
    unit: str | None
    reference: str
    in_effect: bool
    void_because: str


class LicenceConditionView(ConditionView):
    """A condition, how customs is held to it in words, whether it lets anything leave now, and what would meet it.

    Since `ended_at` it binds no longer: an appeal has struck it out, or changed it into the one whose `replaces` is its number.
    """

    number: int
    rule: str
    standing: ConditionStanding
    needs: str
    records: list[ConditionRecordView]
    blocks_start: bool
    met_at: datetime | None
    ended_at: datetime | None
    replaces: int | None
    due: list[DutyView]
