"""Who hears of what."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from licensing.choices import Audience, EventKind

_LICENCE = (Audience.APPLICANT, Audience.OFFICERS, Audience.SYSTEMS)

# Deliberation reaches nobody by message: those who may see it find it on the case. A reminder carries its own audience.
AUDIENCES: Mapping[EventKind, tuple[Audience, ...]] = MappingProxyType(
    {
        EventKind.CASE_CREATED: (),
        EventKind.CASE_EDITED: (),
        EventKind.CASE_COPIED: (),
        EventKind.DOCUMENT_ATTACHED: (),
        EventKind.DOCUMENT_REMOVED: (),
        EventKind.CASE_SUBMITTED: (Audience.APPLICANT, Audience.OFFICERS, Audience.SYSTEMS),
        EventKind.CASE_WITHDRAWN: (Audience.APPLICANT, Audience.OFFICERS, Audience.SYSTEMS),
        EventKind.CASE_TAKEN_ON: (),
        EventKind.CASE_ACCEPTED: (Audience.APPLICANT, Audience.SYSTEMS),
        EventKind.CASE_SENT_BACK: (Audience.APPLICANT, Audience.SYSTEMS),
        EventKind.QUESTION_ASKED: (Audience.APPLICANT, Audience.SYSTEMS),
        EventKind.QUESTION_ANSWERED: (Audience.OFFICERS,),
        EventKind.QUESTION_ACCEPTED: (Audience.APPLICANT, Audience.SYSTEMS),
        EventKind.QUESTION_WITHDRAWN: (Audience.APPLICANT, Audience.SYSTEMS),
        EventKind.CLOCK_RETIMED: (Audience.APPLICANT, Audience.OFFICERS),
        EventKind.PAUSE_LAPSED: (Audience.APPLICANT, Audience.OFFICERS),
        EventKind.NEED_STATED: (),
        EventKind.ROUND_OPENED: (Audience.SEATS,),
        EventKind.POSITION_TAKEN: (),
        EventKind.POSITION_REPLACED: (),
        EventKind.POSITION_VOIDED: (Audience.SEATS,),
        EventKind.MEMBER_RECUSED: (),
        EventKind.ROUND_CLOSED: (Audience.OFFICERS,),
        EventKind.CASE_AMENDED: (Audience.APPLICANT, Audience.OFFICERS, Audience.SYSTEMS),
        EventKind.CASE_ESCALATED: (Audience.OFFICERS,),
        EventKind.OUTCOME_STANDS: (Audience.OFFICERS,),
        EventKind.CASE_FORWARDED: (Audience.APPLICANT, Audience.DECIDERS, Audience.SYSTEMS),
        EventKind.CASE_ADJOURNED: (Audience.APPLICANT, Audience.OFFICERS, Audience.SYSTEMS),
        EventKind.CASE_RESUMED: (Audience.APPLICANT, Audience.OFFICERS, Audience.SYSTEMS),
        EventKind.CASE_GRANTED: (Audience.APPLICANT, Audience.OFFICERS, Audience.SYSTEMS),
        EventKind.CASE_REFUSED: (Audience.APPLICANT, Audience.OFFICERS, Audience.SYSTEMS),
        EventKind.CASE_APPEALED: (Audience.APPLICANT, Audience.OFFICERS, Audience.DECIDERS, Audience.SYSTEMS),
        EventKind.DECISION_COUNTERSIGNED: (),
        EventKind.AGENDA_PUT: (),
        EventKind.AGENDA_TAKEN_OFF: (),
        EventKind.SITTING_CONCLUDED: (),
        EventKind.REMINDER_DUE: (),
        EventKind.MESSAGE_SENT_AGAIN: (),
        EventKind.MESSAGE_LAID_ASIDE: (),
        EventKind.LICENCE_ISSUED: _LICENCE,
        EventKind.LICENCE_ACTIVATED: _LICENCE,
        EventKind.LICENCE_SUSPENDED: _LICENCE,
        EventKind.LICENCE_REINSTATED: _LICENCE,
        EventKind.LICENCE_DRAWN: _LICENCE,
        EventKind.LICENCE_REVERSED: _LICENCE,
        EventKind.LICENCE_EXHAUSTED: _LICENCE,
        EventKind.LICENCE_REOPENED: _LICENCE,
        EventKind.LICENCE_EXPIRED: _LICENCE,
        EventKind.LICENCE_REVOKED: _LICENCE,
        EventKind.LICENCE_SURRENDERED: _LICENCE,
        EventKind.REPORT_FILED: _LICENCE,
        EventKind.EVIDENCE_FILED: (Audience.OFFICERS, Audience.SYSTEMS),
        EventKind.EVIDENCE_ACCEPTED: (Audience.APPLICANT, Audience.SYSTEMS),
        EventKind.EVIDENCE_RETURNED: (Audience.APPLICANT, Audience.SYSTEMS),
    }
)


def audiences(kind: EventKind) -> tuple[Audience, ...]:
    """Who hears of an event of this kind."""
    return AUDIENCES.get(kind, ())
