"""Who is reached at an address and not by an account: the letter goes there, whoever has an account with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from licensing.choices import InvitationState
from licensing.models import Event, Invitation


class Addressee(NamedTuple):
    """Where a letter goes, in which language, to which page it leads, and who writes it."""

    address: str
    language: str
    path: str
    organisation: str


def read_addressees(events: Sequence[Event]) -> dict[int, Addressee]:
    """The addressees of some events by the number of the event; none for what is settled meanwhile. A statement in all."""
    named = {event.number: event.data["invitation"] for event in events if event.data.get("invitation")}
    rows = Invitation.objects.pending().filter(pk__in=set(named.values())).select_related("organisation")
    found = {str(row.pk): _describe(row) for row in rows}
    # Sent again meanwhile, an invitation has another link: the letter that was to bring the former one is not sent.
    sent = {str(row.pk): row.sent for row in rows}
    return {
        event.number: found[key]
        for event in events
        if (key := named.get(event.number)) in found and event.data.get("sent", sent[key]) == sent[key]
    }


def _describe(invitation: Invitation) -> Addressee:
    assert invitation.state == InvitationState.PENDING
    organisation = invitation.organisation.name if invitation.organisation else ""
    return Addressee(invitation.email, invitation.language, f"accounts/invitation/{invitation.token}/", organisation)
