"""What an applicant may read of what happened: for each kind of event, the facts they are told, and no others.

History, messages and webhooks for applicants all ask here. A kind that is not named, or a fact that is not named with its kind,
stays inside: seats, routing, positions, explanations and who acted for the authority.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from licensing.choices import DELIBERATION, Audience, EventKind

_QUESTION = ("question", "number", "due_on")
_DECISION = ("decision", "outcome", "resolution_no", "resolution_on", "digest")
_EVIDENCE = ("number", "condition", "duty", "due_on")
_LEDGER = ("number", "usage", "line", "quantity", "left", "declaration_no")

# A reminder is the authority's own business, unless it reminds the applicant themselves.
_REMINDER = ("rule", "about", "deadline_at", "due_at")

TOLD_TO_APPLICANT: Mapping[EventKind, tuple[str, ...]] = MappingProxyType(
    {
        EventKind.CASE_CREATED: ("kind", "sections"),
        EventKind.CASE_EDITED: ("sections",),
        EventKind.CASE_COPIED: ("source", "documents"),
        EventKind.DOCUMENT_ATTACHED: ("document",),
        EventKind.DOCUMENT_REMOVED: ("document",),
        EventKind.CASE_SUBMITTED: ("version", "digest"),
        EventKind.CASE_AMENDED: ("version", "digest", "reason", "paths"),
        EventKind.CASE_WITHDRAWN: ("reason",),
        EventKind.CASE_ACCEPTED: (),
        EventKind.CASE_SENT_BACK: ("grounds", "reason"),
        EventKind.QUESTION_ASKED: _QUESTION,
        EventKind.QUESTION_ANSWERED: (*_QUESTION, "complete", "more_time_until"),
        EventKind.QUESTION_ACCEPTED: _QUESTION,
        EventKind.QUESTION_WITHDRAWN: _QUESTION,
        EventKind.PAUSE_LAPSED: ("reasons",),
        EventKind.CLOCK_RETIMED: (),
        EventKind.ROUND_OPENED: ("stage", "version"),
        EventKind.CASE_FORWARDED: ("stage",),
        EventKind.CASE_ADJOURNED: ("until", "reason"),
        EventKind.CASE_RESUMED: (),
        EventKind.CASE_GRANTED: _DECISION,
        EventKind.CASE_REFUSED: _DECISION,
        EventKind.CASE_APPEALED: ("reason",),
        EventKind.LICENCE_ISSUED: ("number", "valid_from", "valid_until", "dormant"),
        EventKind.LICENCE_ACTIVATED: ("number", "reason"),
        EventKind.LICENCE_SUSPENDED: ("number", "reason"),
        EventKind.LICENCE_REINSTATED: ("number", "reason"),
        EventKind.LICENCE_DRAWN: _LEDGER,
        EventKind.LICENCE_REVERSED: _LEDGER,
        EventKind.LICENCE_EXHAUSTED: ("number",),
        EventKind.LICENCE_REOPENED: ("number",),
        EventKind.LICENCE_EXPIRED: ("number", "valid_until"),
        EventKind.LICENCE_REVOKED: ("number", "reason"),
        EventKind.LICENCE_SURRENDERED: ("number", "reason"),
        EventKind.REPORT_FILED: ("number", "period", "report", "outcome", "due_on"),
        EventKind.EVIDENCE_FILED: _EVIDENCE,
        EventKind.EVIDENCE_ACCEPTED: _EVIDENCE,
        EventKind.EVIDENCE_RETURNED: (*_EVIDENCE, "reason"),
    }
)


def told_to_applicant(kind: str, data: Mapping[str, Any]) -> dict[str, Any] | None:
    """The facts of an event that its applicant may read, or None when they may not even know that it happened."""
    if kind == EventKind.REMINDER_DUE and data.get("audience") == Audience.APPLICANT:
        return {name: data[name] for name in _REMINDER if name in data}
    if kind in DELIBERATION or kind not in TOLD_TO_APPLICANT:
        return None
    return {name: data[name] for name in TOLD_TO_APPLICANT[EventKind(kind)] if name in data}
