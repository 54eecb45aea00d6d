"""A licence, its lines, its ledger, and what it asks of its holder."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from licensing.choices import (
    ClearanceRefusal,
    ConditionStanding,
    Consequence,
    ConsequenceEnd,
    DifferenceOutcome,
    DutyState,
    EvidenceKind,
    LicenceState,
    ReportKind,
    ReportMeasure,
    ReportOutcome,
    ReviewCause,
    ReviewOutcome,
    RevocationOutcome,
    SuspensionEnd,
    VariationOutcome,
    Verb,
    VisitFinding,
    VisitKind,
)
from licensing.models.read_models.views.shared import ChargeView, ConditionView, OrganisationView


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
    """What may be delivered; `name_uk` is empty where none was filed.

    `leaving_now` is what of `left` the conditions and the years of what it draws on let leave now.
    `excess` is what customs reported beyond it; `value` is of the whole authorised quantity.
    """

    number: int
    name: str
    name_uk: str
    model: str
    control_entries: list[str]
    customs_code: str
    origin: str | None
    unit: str
    authorised: str
    used: str
    left: str
    leaving_now: str
    excess: str
    unit_price: str | None
    value: str | None
    currency: str | None


class LicencePartyView(TypedDict):
    """Somebody whom customs finds on the papers of a shipment."""

    name: str
    name_original: str
    country: str
    address: str


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
    """A condition, how customs is held to it in words, whether it lets anything leave now, and what would meet it."""

    number: int
    rule: str
    standing: ConditionStanding
    needs: str
    records: list[ConditionRecordView]
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


class RevocationAppealView(TypedDict):
    """An appeal against a revocation. It is to be decided by the end of `decide_by`; `outcome` is None until it was."""

    id: UUID
    number: int
    reason: str
    document: UUID | None
    filed_at: datetime
    decide_by: date | None
    outcome: RevocationOutcome | None
    reasons: str
    decided_at: datetime | None


class LicenceSuspensionView(TypedDict):
    """A suspension by an officer. Without `confirmed_at` it lapses at `confirm_by`; without `ended_at` it is in effect."""

    id: UUID
    reason: str
    ordered_at: datetime
    confirm_by: datetime | None
    confirmed_at: datetime | None
    ended_at: datetime | None
    ended_as: SuspensionEnd | None
    ended_because: str


class ReinstatementView(TypedDict):
    """That an officer proposes to reinstate the licence; who confirms it tells this reason, unless they give their own."""

    id: UUID
    reason: str
    proposed_at: datetime


class LicenceVariationView(TypedDict):
    """What is asked to change of a licence; granted, it made `version`, and `before` says what that version replaced.

    Quantities are exact text by the number of the line.
    """

    id: UUID
    number: int
    by_holder: bool
    reason: str
    asked_at: datetime
    due_on: date
    valid_until: date | None
    quantities: dict[str, str]
    before_valid_until: date | None
    before_quantities: dict[str, str]
    outcome: VariationOutcome | None
    settled_at: datetime | None
    settled_because: str
    version: int | None


class KnowledgeView(TypedDict):
    """One thing that became known of a licence after its grant; `sentence` names whom it is about."""

    cause: ReviewCause
    sentence: str
    known_at: datetime


class LicenceReviewView(TypedDict):
    """A review of a licence because of what became known after its grant. Only the authority reads it.

    `knowledge` is what is known by now and no review has looked at, of one that is open; `known` is its digest, which is
    sent with the conclusion. Without `opened_by` Dozvil opened it by itself.
    """

    id: UUID
    number: int
    cause: ReviewCause
    finding: str
    knowledge: list[KnowledgeView]
    known: str
    opened_by: str | None
    opened_at: datetime
    due_on: date
    outcome: ReviewOutcome | None
    reasons: str
    concluded_by: str | None
    concluded_at: datetime | None


class LicenceVisitView(TypedDict):
    """A visit to delivered goods. Its holder is told where who comes, and that they came; the rest only the authority reads.

    `persons` are who comes, and once it is recorded who came; its holder reads them while it is planned.
    `concerned` are the numbers of the licences in force that an adverse finding concerns.
    """

    id: UUID
    number: int
    kind: VisitKind
    place: str
    persons: str
    due_on: date
    done_on: date | None
    called_off_at: datetime | None
    finding: VisitFinding | None
    report: str
    concerned: list[str]


class LicenceView(LicenceRow):
    """A licence. Destination, parties and goods are those of the request as it was granted.

    `appeal_by` is until the end of which day its revocation can be appealed against. Customs is shown neither this nor
    appeals nor suspensions nor variations; `version` is that which is in force, raised by each variation. `reinstatement` is
    what waits for a decider; the authority alone reads it, and `reviews`. `under_review` is since when something that became
    known after the grant is looked into: customs is told, too, and the licence holds as its `state` says; its holder is not.
    Customs reads no `visits`.
    """

    revision: int
    destination: str | None
    exporters: list[LicencePartyView]
    consignees: list[LicencePartyView]
    end_users: list[LicencePartyView]
    dormant: bool
    zone: str
    state_reason: str
    closed_at: datetime | None
    lines: list[LineView]
    conditions: list[LicenceConditionView]
    charges: list[ChargeView]
    reports: list[ReportPeriodView]
    differences: list[DifferenceView]
    appeal_by: date | None
    appeals: list[RevocationAppealView]
    suspensions: list[LicenceSuspensionView]
    reinstatement: ReinstatementView | None
    version: int
    variations: list[LicenceVariationView]
    under_review: datetime | None
    reviews: list[LicenceReviewView]
    visits: list[LicenceVisitView]
    actions: list[Verb]


class LeavingView(TypedDict):
    """Whether a shipment may leave now; if not, the code with which a draw-down would be refused, and its data.

    `quantity` is what would be drawn, in the unit of the line. `state`, `since` and `reason` come with `not_in_force`.
    With `condition_not_met` come the number of the `condition`, what it `needs`, and what of the line could leave now.
    """

    may_leave: bool
    code: ClearanceRefusal | None
    because: str
    quantity: str | None
    left: str | None
    unit: str | None
    state: LicenceState | None
    since: datetime | None
    reason: str
    condition: int | None
    needs: str
    left_now: str | None


class UsageView(TypedDict):
    """An entry of the ledger, in the unit of the line.

    `reported` entries came after the goods had left. They are irregular where nothing might leave any more (`late`), or where
    they go beyond what is authorised (`excess_after`). A late entry keeps the code of what a draw-down would have been refused
    with then (`stopped_by`), and its words; its holder reads `held_back` where it is for the authority alone.
    """

    id: UUID
    line: int
    unit: str
    quantity: str
    left_after: str
    excess_after: str
    reported: bool
    late: bool
    stopped_by: ClearanceRefusal | None
    stopped_because: str
    irregular: bool
    message_id: str
    declaration_no: str
    customs_office: str
    cleared_on: date
    drawn_at: datetime
    reverses: UUID | None
    reversed_by: UUID | None
    reviewed_at: datetime | None
