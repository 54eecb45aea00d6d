"""A case, its history, its documents and its versions, value by value."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypedDict
from uuid import UUID

from licensing.choices import (
    CaseState,
    ClockKind,
    ConditionRuling,
    DecisionOutcome,
    LicenceState,
    LimitConsequence,
    NeedVerdict,
    Owner,
    PauseReason,
    QuestionState,
    ScanVerdict,
    SignatureStanding,
    TermUnit,
    Verb,
)
from licensing.models.read_models.views.shared import ChargeView, ConditionView, OrganisationView, PersonView
from licensing.policy.record.event_kinds import EventKind


class CaseRow(TypedDict):
    """A case in a list."""

    id: UUID
    reference: str | None
    kind: str
    title: str
    state: CaseState
    organisation: OrganisationView | None
    partner_country: str | None
    urgent: bool
    created_at: datetime
    submitted_at: datetime | None
    closed_at: datetime | None


class StageView(TypedDict):
    """The stage that is open: its name and its day, never its seats."""

    code: str
    name: str
    government: bool
    opened_at: datetime


class PauseView(TypedDict):
    reason: PauseReason
    owner: Owner
    since: datetime
    at_most_until: datetime | None


class ClockView(TypedDict):
    """A time limit, where it stands, and why it stands still; `unit` says which days `days_used` and `days_left` count."""

    kind: ClockKind
    unit: TermUnit
    started_at: datetime
    due_at: datetime
    due_on: date
    moved_from: date | None
    days_used: int
    days_left: int
    overdue: bool
    ended: bool
    consequence: LimitConsequence | None
    paused: PauseView | None


class AnswerView(TypedDict):
    id: UUID
    text: str
    complete: bool
    more_time_until: date | None
    document: UUID | None
    answered_at: datetime


class QuestionView(TypedDict):
    id: UUID
    number: int
    text: str
    section: str
    due_on: date
    stops_clock: bool
    state: QuestionState
    asked_at: datetime
    settled_at: datetime | None
    answers: list[AnswerView]


class NeedView(TypedDict):
    """Whether our own forces can spare the goods: the verdict, and nothing of what it rests on."""

    verdict: NeedVerdict
    data_on: date
    expires_on: date


class SpareLineView(TypedDict):
    """A line of the request: how much is asked for and how much can be spared, null where no plan has figures."""

    item: int
    asked: str
    spared: str | None
    verdict: NeedVerdict | None


class NeedFigures(NeedView):
    """The same with its figures, which never leave the authority."""

    id: int
    body: str
    figures: dict[str, Any]
    # What can be spared of each line, where it was computed; no figure of a supply plan.
    lines: list[SpareLineView]
    document_no: str
    note: str
    stated_by: PersonView
    stated_at: datetime


class GroundView(TypedDict):
    code: str
    text: str


class NamedCriterionView(TypedDict):
    """A criterion on which a refusal rests, of a set in the `version` by which the risk was found."""

    code: str
    title: str
    set: str
    version: str


class DecisionLineView(TypedDict):
    item: int
    quantity: str
    reason: str


class WordingView(TypedDict):
    """What of a decision can be a slip of the pen."""

    resolution_no: str
    resolution_on: date
    reasons: str


class CorrectionView(TypedDict):
    """A correction of a decision: how it read before, and how it reads since. `corrected_by` is null for the applicant."""

    corrected_at: datetime
    corrected_by: PersonView | None
    reason: str
    before: WordingView
    after: WordingView


class ContestedConditionView(TypedDict):
    """What became of a condition that was appealed against: its words, and those that it was changed into."""

    number: int
    code: str
    ruling: ConditionRuling
    text: str
    changed_into: str


class DecisionView(TypedDict):
    """The government's decision as its applicant reads it; number, day and reasons after the `corrections`, oldest first.

    `contested` are the numbers of its conditions, from 1, that an open appeal is against; `rulings` are what was decided on an
    appeal, of conditions of the decision before. `need_override` is why more is granted than can be spared; it is null for the
    applicant, and empty where it is not so.
    """

    id: UUID
    outcome: DecisionOutcome
    resolution_no: str
    resolution_on: date
    grounds: list[GroundView]
    criteria: list[NamedCriterionView]
    conditions: list[ConditionView]
    contested: list[int]
    rulings: list[ContestedConditionView]
    reasons: str
    need_override: str | None
    valid_until: date | None
    lines: list[DecisionLineView]
    charges: list[ChargeView]
    corrections: list[CorrectionView]
    decided_at: datetime
    digest: str


class LicenceLink(TypedDict):
    id: UUID
    number: str
    state: LicenceState


class ProcedureView(TypedDict):
    code: str
    version: int
    name: str


class InsideView(TypedDict):
    """What only the authority reads of a case."""

    officer: PersonView | None
    procedure: ProcedureView | None
    routing: dict[str, Any]
    need: NeedFigures | None


class StandingView(CaseRow):
    """Where a case stands, as this reader may know it."""

    revision: int | None
    version: int | None
    language: str
    urgency_reason: str
    adjourned_until: date | None
    stage: StageView | None
    waits_for: Owner | None
    clocks: list[ClockView]
    questions: list[QuestionView]
    need: NeedView | None
    decision: DecisionView | None
    former_decisions: list[DecisionView]
    licence: LicenceLink | None
    actions: list[Verb]


class CaseView(StandingView):
    """A case with what it asks for; `inside` is null for the applicant."""

    request: dict[str, Any]
    inside: InsideView | None


class SignatureView(TypedDict):
    """A signature over a signed original, as it was established when it was attached; `reason` says why it is not valid."""

    signer: str
    issuer: str
    serial: str
    signed_at: str
    standing: SignatureStanding
    reason: str


class DocumentView(TypedDict):
    id: UUID
    type: str
    title: str
    language: str
    original: bool
    issuer: str
    number: str
    issued_on: date | None
    expires_on: date | None
    file_name: str
    media_type: str
    size: int
    sha256: str
    verdict: ScanVerdict
    signatures: list[SignatureView]
    attached_at: datetime


class EventView(TypedDict):
    """Something that happened. `by` is null where the authority acted."""

    id: UUID
    kind: EventKind
    title: str
    at: datetime
    from_state: str
    to_state: str
    by: str | None
    data: dict[str, Any]


class ChangeSince(TypedDict):
    """Something that happened since a revision was read; `fields` are the sections or the paths that it changed, if any."""

    kind: EventKind
    title: str
    at: datetime
    fields: list[str]


class VersionRow(TypedDict):
    number: int
    digest: str
    made_at: datetime


class VersionView(VersionRow):
    """What was filed: `canonical` are the bytes (RFC 8785) whose SHA-256 is `digest`."""

    request: dict[str, Any]
    canonical: str
