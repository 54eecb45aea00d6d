"""What the applicant, and the systems that subscribe to events, may read of what happened.

History, messages and webhooks for applicants all ask here. A field that is not declared as disclosed stays inside: seats,
routing, positions, explanations and who acted for the authority.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from licensing.choices import Audience
from licensing.policy.record.declaration import EventDeclaration
from licensing.policy.record.event_kinds import EventKind

# The applicant may read these; a message on its way through the network carries neither free words nor titles.
FREE_TEXT: Final = frozenset({"reason", "document"})


def disclose_to_applicant(code: str, data: Mapping[str, Any]) -> dict[str, Any] | None:
    """The fields of an event that its applicant may read, or None when they may not even know that it happened.

    Of a code that is not declared here they learn nothing, so that an older release cannot give away what a newer one wrote.
    """
    declaration = EventKind(code).declaration if code in EventKind else None
    if declaration is None or not _concerns_applicant(declaration, data):
        return None
    # In the order of the declaration; an event of an older release may lack a field that was declared later.
    return {name: data[name] for name in declaration.disclosed if name in data}


def disclose_to_systems(code: str, data: Mapping[str, Any]) -> dict[str, Any] | None:
    """The fields of an event that a subscribed system is sent: those of the applicant without free text; None as above."""
    disclosed = disclose_to_applicant(code, data)
    return None if disclosed is None else {name: fact for name, fact in disclosed.items() if name not in FREE_TEXT}


def _concerns_applicant(declaration: EventDeclaration, data: Mapping[str, Any]) -> bool:
    """A reminder is the authority's own business, unless it reminds the applicant themselves."""
    if declaration.reminder:
        return data.get("audience") == Audience.APPLICANT
    return not declaration.deliberation
