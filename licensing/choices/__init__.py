"""The vocabulary: every closed list of words that more than one module uses, by subject.

Words that a policy officer may change (kinds of case, conditions, grounds of refusal, units ...) are reference rows,
not choices. What stands here changes only together with code.
"""

from licensing.choices.acts import Verb
from licensing.choices.clocks import ClockKind, DeadlineKind, Owner, PauseReason, TermUnit
from licensing.choices.decisions import AgendaResult, DecisionOutcome, SittingState
from licensing.choices.licences import DutyState, LicenceState, ReportKind, ReportOutcome
from licensing.choices.people import CaseRole, MandateKind, MembershipRole, Office
from licensing.choices.record import Audience, Channel, DeliveryState
from licensing.choices.reference import NeedVerdict, PartnerTier, ScanVerdict
from licensing.choices.requests import (
    EDITABLE_STATES,
    OPEN_STATES,
    REVIEW_STATES,
    CaseState,
    CooperationForm,
    EndUseSector,
    ForeignContent,
    GoodsCondition,
    MtcrCategory,
    PartyKind,
    PartyRole,
    QuestionState,
    Section,
    TransportMode,
)
from licensing.choices.signoff import (
    SPEAKING_ROLES,
    VOTING_ROLES,
    Abstention,
    OnFail,
    PositionChoice,
    QuorumBase,
    RecusalReason,
    RoundEnd,
    RuleKind,
    SeatRole,
    Silence,
    StageOutcome,
    Tie,
    Veto,
)

__all__ = [
    "EDITABLE_STATES",
    "OPEN_STATES",
    "REVIEW_STATES",
    "SPEAKING_ROLES",
    "VOTING_ROLES",
    "Abstention",
    "AgendaResult",
    "Audience",
    "CaseRole",
    "CaseState",
    "Channel",
    "ClockKind",
    "CooperationForm",
    "DeadlineKind",
    "DecisionOutcome",
    "DeliveryState",
    "DutyState",
    "EndUseSector",
    "ForeignContent",
    "GoodsCondition",
    "LicenceState",
    "MandateKind",
    "MembershipRole",
    "MtcrCategory",
    "NeedVerdict",
    "Office",
    "OnFail",
    "Owner",
    "PartnerTier",
    "PartyKind",
    "PartyRole",
    "PauseReason",
    "PositionChoice",
    "QuestionState",
    "QuorumBase",
    "RecusalReason",
    "ReportKind",
    "ReportOutcome",
    "RoundEnd",
    "RuleKind",
    "ScanVerdict",
    "SeatRole",
    "Section",
    "Silence",
    "SittingState",
    "StageOutcome",
    "TermUnit",
    "Tie",
    "TransportMode",
    "Verb",
    "Veto",
]
