"""An account moves to another address: asked for by its person, proved by a link, and undone from the former address.

The address is where a forgotten password is sent, so nobody moves the account of somebody else, and for staff a second
administrator confirms what one person alone could have been made to ask for.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day
from licensing.acts.people.accounts.second_factor import count_second_factors, must_have_second_factor
from licensing.acts.people.accounts.standing import needs_second_administrator
from licensing.acts.people.accounts.ways_in import end_ways_in, forget_addresses, stop_changes
from licensing.acts.people.rights.emergency import end_all_access
from licensing.acts.people.rights.keepers import lock_person, refuse_others
from licensing.choices import AddressState
from licensing.errors import BothPersons, Invalid, NotAllowed, WrongState
from licensing.models import AddressChange, Event, User
from licensing.models.people.addresses import is_address_taken
from licensing.models.record.event import PendingEvent
from licensing.policy.input.guard import guard_texts
from licensing.policy.people.accounts.addresses import (
    LINK_LASTS,
    LONGEST_ADDRESS,
    UNDO_LASTS,
    find_address_gaps,
    find_address_settler_refusal,
    is_undoable,
)
from licensing.policy.people.accounts.ways_in import Recovery
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind


@guard_texts()
def propose_address(user: User, *, address: str) -> AddressChange:
    """Ask that one's own account moves to another address; a link goes to the new one, and a notice with an undo to the old.

    An address in use is taken like any other, and no link is sent to it: nothing is told of who has an account. What was asked
    for before and still waits is replaced. Raises NotAllowed for a program, Invalid for what is no other address, and for the
    sixth within a day.
    """
    address = address.strip().lower()
    with lock_person(user) as (person, at):
        if person.is_system:
            raise NotAllowed(_("This is the account of a system. Nobody signs in to it by its address."))
        asked = AddressChange.objects.filter(person=person, asked_at__gt=at - timedelta(days=1)).count()
        gaps = find_address_gaps(address=address, current=person.email, is_valid=_is_valid(address), asked_today=asked)
        if found := list(gaps):
            raise Invalid(gaps=found)
        stop_changes(person, at)
        change = AddressChange.objects.create(
            person=person, former=person.email, address=address, asked_at=at, due_at=at + LINK_LASTS
        )
        due_on = to_local_day(change.due_at)
        # Two letters, to the former address and to the new one, which say different things.
        _record_address(EventKind.ADDRESS_PROPOSED, change, user, at, due_on=due_on)
        _record_address(EventKind.ADDRESS_OFFERED, change, user, at, due_on=due_on)
    return change


def confirm_address(change: AddressChange) -> AddressChange:
    """Take up the link that went to the new address: the account moves, or, for staff, waits for a second administrator.

    So does that of whoever was of the staff lately: one administrator alone takes the desk or a right away.
    Raises WrongState where the link has ended, was used, or the address is not free any more; which of these is not said.
    """
    with lock_person(change.person) as (person, at):
        locked = _lock_change(change)
        is_over = locked.state != AddressState.SENT or locked.due_at <= at or not person.is_active
        if is_over or is_address_taken(locked.address, at, but=person):
            raise WrongState(_("This link cannot be used any more. Ask for a new one on the page of your account."))
        if not needs_second_administrator(person, at=at):
            _move(locked, person, person, at)
            return locked
        locked.state, locked.due_at = AddressState.CONFIRMED, at + settings.RIGHTS_CONFIRM_WITHIN
        locked.save(update_fields=["state", "due_at"])
        _record_address(EventKind.ADDRESS_CONFIRMED, locked, person, at, due_on=to_local_day(locked.due_at))
    return locked


def approve_address(change: AddressChange, user: User) -> AddressChange:
    """Confirm, as a second administrator, that a person of the authority has asked for their new address.

    Raises NotAllowed for the person and for whoever keeps no rights; WrongState where nothing waits, or the address is taken.
    """
    with lock_person(change.person) as (person, at):
        locked = _lock_waiting(change, user, at)
        if is_address_taken(locked.address, at, but=person) or not person.is_active:
            raise WrongState(_("This account cannot move to this address any more. Decline it."))
        _record_address(EventKind.ADDRESS_APPROVED, locked, user, at)
        _move(locked, person, user, at, settled_by=user)
    return locked


@guard_texts()
def decline_address(change: AddressChange, user: User, *, reason: str) -> AddressChange:
    """Decline the new address of a person of the authority, with a reason; refusals as of `approve_address`."""
    with lock_person(change.person) as (_person, at):
        locked = _lock_waiting(change, user, at)
        note = require_reason(reason, _("Say why this address is declined."))
        _settle_change(locked, AddressState.DECLINED, at, settled_by=user, note=note)
        _record_address(EventKind.ADDRESS_DECLINED, locked, user, at, reason=note)
    return locked


def undo_address(change: AddressChange) -> AddressChange:
    """Take an account back to its former address, or stop the change, as whoever reads the mail of that address wishes.

    Nobody signs in for it: who lost the account could not. Every way in ends that whoever asked for the change may have had or
    left, the password among them. Later changes go with this one. An account that a second factor keeps is closed besides, with
    its rights as they are, until two administrators open it: whoever reads the former mailbox may be who should not, and a
    factor may have been left there long before the change was asked for. Raises WrongState after the time for it.
    """
    with lock_person(change.person) as (person, at):
        locked = _lock_change(change)
        if not is_undoable(AddressState(locked.state), locked.changed_at, at=at):
            raise WrongState(_("This change of address cannot be undone here any more. Write to the administrators."))
        is_restored = locked.state == AddressState.CHANGED
        if is_restored:
            _refuse_taken_address(locked.former, person)
        later = AddressChange.objects.filter(person=person, asked_at__gt=locked.asked_at)
        for one in [locked, *(one for one in later if is_undoable(AddressState(one.state), one.changed_at, at=at))]:
            _settle_change(one, AddressState.UNDONE, at)
        if is_restored:
            person.email = locked.former
            person.save(update_fields=["email"])
        closed = must_have_second_factor(person) or count_second_factors(person) > 0
        # Whoever asked for the change had the password, and could have connected an identity or added a factor to come in by.
        ended = end_ways_in(person, Recovery.ADDRESS_UNDONE, at=at)
        if closed:
            end_all_access(person, None, at, reason="")
            person.is_active = False
            person.save(update_fields=["is_active"])
        if is_restored:
            # Whoever rightly moved the account reads the new address, and not the former one.
            _record_address(EventKind.ADDRESS_TAKEN_BACK, locked, None, at)
        _record_address(EventKind.ADDRESS_UNDONE, locked, None, at, restored=is_restored, ended=ended, closed=closed)
    return locked


def _refuse_taken_address(former: str, person: User) -> None:
    # The acts keep it free for that week; a command of whoever runs the installation may have given it away.
    if User.objects.filter(email__iexact=former).exclude(pk=person.pk).exists():
        raise WrongState(_("This change of address cannot be undone here any more. Write to the administrators."))


def lapse_address(change: AddressChange) -> bool:
    """End a change that nobody has confirmed in time; whether there was still something to end."""
    with lock_person(change.person) as (_person, at):
        locked = _lock_change(change)
        if locked.state not in (AddressState.SENT, AddressState.CONFIRMED) or locked.due_at > at:
            return False
        _settle_change(locked, AddressState.LAPSED, at)
        _record_address(EventKind.ADDRESS_LAPSED, locked, None, at)
    return True


def _move(change: AddressChange, person: User, user: User, at: datetime, **settled: Any) -> None:
    change.changed_at = at
    _settle_change(change, AddressState.CHANGED, at, **settled)
    person.email = change.address
    person.save(update_fields=["email"])
    forget_addresses(person)
    _record_address(EventKind.ADDRESS_CHANGED, change, user, at, until=to_local_day(at + UNDO_LASTS))


def _settle_change(change: AddressChange, state: AddressState, at: datetime, **more: Any) -> None:
    change.state, change.settled_at = state, at
    for name, value in more.items():
        setattr(change, name, value)
    change.save(update_fields=["state", "settled_at", "changed_at", *more])


def _lock_change(change: AddressChange) -> AddressChange:
    locked: AddressChange = AddressChange.objects.select_for_update(of=("self",), no_key=True).get(pk=change.pk)
    return locked


def _lock_waiting(change: AddressChange, user: User, at: datetime) -> AddressChange:
    locked = _lock_change(change)
    refuse_others(user, at=at)
    if refusal := find_address_settler_refusal(settler=user.pk, person=locked.person_id):
        raise BothPersons(str(refusal))
    if locked.state != AddressState.CONFIRMED:
        raise WrongState(_("This change of address does not wait for an administrator."), state=locked.state)
    if locked.due_at <= at:
        raise WrongState(_("Nobody confirmed this address in time, so it has lapsed. Its person has to ask again."))
    return locked


def _record_address(kind: EventKind, change: AddressChange, user: User | None, at: datetime, **more: Any) -> None:
    data = {"change": str(change.pk), "person": str(change.person_id)}
    Event.objects.chain([PendingEvent(kind, data=data | more)], user, at=at)


def _is_valid(address: str) -> bool:
    # Longer ones are valid, and no column holds them.
    if len(address) > LONGEST_ADDRESS:
        return False
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True
