"""Who is reached at an address and not by an account: the letter goes there, whoever has an account with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

from django.utils.functional import Promise

from licensing.choices import AddressState, Concerned, InvitationState
from licensing.models import AddressChange, Event, Invitation, Registration
from licensing.models.people.addresses import CONFIRM, UNDO, is_address_taken, sign_link
from licensing.outbox import letter_frame
from licensing.policy.people.accounts.addresses import is_undoable
from licensing.policy.record.event_kinds import EventKind

# Whose right or account an event is about, by the field of its data that names them.
_WHOSE: Final = {Concerned.PERSON: "person", Concerned.OWNER: "person", Concerned.FORMER_OWNER: "former_owner"}


class Addressee(NamedTuple):
    """Where a letter goes, in which language, to which page it leads and with which words, and who writes it."""

    address: str
    language: str
    path: str
    organisation: str = ""
    open: Promise = letter_frame.OPEN_LINK


def read_addressees(events: Sequence[Event], *, now: datetime) -> dict[int, Addressee]:
    """The addressees of some events by the number of the event; none for what is settled meanwhile."""
    return _read_invited(events) | _read_movers(events, now) | _read_registering(events)


def read_former_addresses(events: Sequence[Event], *, now: datetime) -> Mapping[int, Sequence[Addressee]]:
    """The addresses that the people of some events had until lately, by the number of the event, with the link that undoes it.

    So long as a change of address can be undone, somebody else may be at the new one, and may have done what is told: every
    letter about the rights or the account of its person goes to the former address too, also of what they did themselves.
    """
    whose = {event.number: _name_whose(event) for event in events}
    people = set().union(*whose.values())
    if not people:
        return {}
    found: dict[str, list[Addressee]] = defaultdict(list)
    changes = AddressChange.objects.undoable(now).filter(person__in={UUID(one) for one in people}, person__is_active=True)
    for change in changes.select_related("person").order_by("changed_at"):
        if change.former != change.person.email:
            found[str(change.person_id)].append(_build_undo(change))
    return {number: [one for person in sorted(named) for one in found[person]] for number, named in whose.items()}


def _name_whose(event: Event) -> set[str]:
    ways = EventKind(event.kind).declaration.concerned
    return {event.data[field] for way, field in _WHOSE.items() if way in ways and event.data.get(field)}


def _build_undo(change: AddressChange) -> Addressee:
    path = f"accounts/address/undo/{sign_link(change, UNDO)}/"
    return Addressee(change.former, change.person.language, path, open=letter_frame.OPEN_UNDO)


def _read_invited(events: Sequence[Event]) -> dict[int, Addressee]:
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


def _read_registering(events: Sequence[Event]) -> dict[int, Addressee]:
    """Of a registration: its applicant, with the link that stays the same for all of it."""
    named = {event.number: event.data["registration"] for event in events if event.data.get("registration")}
    if not named:
        return {}
    rows = {str(row.pk): row for row in Registration.objects.filter(pk__in=set(named.values()))}
    return {
        number: Addressee(row.email, row.language, f"register/link/{row.token}/")
        for number, key in named.items()
        if (row := rows.get(key)) is not None
    }


def _read_movers(events: Sequence[Event], now: datetime) -> dict[int, Addressee]:
    """Of a change of address: the former address, with the link that undoes it, or the new one with that which confirms it."""
    named = {event.number: event for event in events if event.data.get("change")}
    if not named:
        return {}
    ids = {event.data["change"] for event in named.values()}
    changes = {str(one.pk): one for one in AddressChange.objects.select_related("person").filter(pk__in=ids)}
    found = {number: _describe_mover(event, changes.get(event.data["change"]), now) for number, event in named.items()}
    return {number: one for number, one in found.items() if one is not None}


def _describe_mover(event: Event, change: AddressChange | None, at: datetime) -> Addressee | None:
    if change is None:
        return None
    if event.kind == EventKind.ADDRESS_UNDONE:
        # Of an account that stayed open its person gets the letter, at the same address.
        return Addressee(change.former, change.person.language, "") if event.data.get("closed") else None
    if event.kind == EventKind.ADDRESS_TAKEN_BACK:
        return Addressee(change.address, change.person.language, "")
    if not change.person.is_active:
        return None
    if event.kind != EventKind.ADDRESS_OFFERED:
        if not is_undoable(AddressState(change.state), change.changed_at, at=at):
            return None
        return _build_undo(change)
    # Of an address in use its owner hears nothing, and whoever asked for it is told the same as of any other.
    if change.state != AddressState.SENT or is_address_taken(change.address, at, but=change.person):
        return None
    path = f"accounts/address/confirm/{sign_link(change, CONFIRM)}/"
    return Addressee(change.address, change.person.language, path, open=letter_frame.OPEN_CONFIRM)
