"""Accounts as administrators keep them. Whose account it is hears of each change, and nobody changes their own.

An address and a password are changed by the person alone: whoever could set either would sign in as somebody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, to_local_day
from licensing.acts.people.accounts.sessions import end_sign_ins
from licensing.acts.people.accounts.standing import needs_second_administrator
from licensing.acts.people.accounts.ways_in import end_ways_in
from licensing.acts.people.rights.emergency import end_all_access
from licensing.acts.people.rights.ending import end_all_rights
from licensing.acts.people.rights.keepers import lock_person, refuse_others
from licensing.acts.record.governed import record_changes
from licensing.choices import AddressState
from licensing.errors import Gap, Invalid, NotAllowed
from licensing.messages import Message
from licensing.models import AddressChange, Appointment, Body, Event, Mandate, Membership, RightProposal, System, User
from licensing.models.people.addresses import is_address_taken
from licensing.models.record.columns import write_changed
from licensing.models.record.event import PendingEvent
from licensing.policy.input.guard import guard_texts
from licensing.policy.people.accounts.addresses import LONGEST_ADDRESS
from licensing.policy.people.accounts.proposals import find_reopening_refusal
from licensing.policy.people.accounts.ways_in import Recovery
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind


def find_account_gaps(*, email: str, name: str) -> Iterator[Gap]:
    """What is wrong with a new account: an address that is none or in use in any spelling, or no name."""
    try:
        validate_email(email)
    except ValidationError as refusal:
        yield Gap("invalid", "email", " ".join(refusal.messages))
    if len(email) > LONGEST_ADDRESS:
        yield Gap("too_long", "email", _("This address is too long."))
    if is_address_taken(email, database_now()):
        yield Gap("taken", "email", _("Somebody has this e-mail address already."))
    if not name:
        yield Gap("required", "name", _("Give the person's name."))


@guard_texts()
def open_account(user: User, *, email: str, name: str, language: str) -> User:
    """Open the account of a system, in which nobody signs in; persons are invited. It gives no right by itself.

    Raises NotAllowed for whoever is no administrator of people, Invalid with each wrong field.
    """
    refuse_others(user, at=database_now())
    email, name = email.strip().lower(), name.strip()
    if gaps := list(find_account_gaps(email=email, name=name)):
        raise Invalid(gaps=gaps)
    person = User(email=email, name=name, language=language, is_system=True)
    person.set_unusable_password()
    with record_changes(user, EventKind.ACCOUNT_CHANGED, **_describe(person, ["opened"])):
        person.save(force_insert=True)
    return person


@guard_texts()
def correct_account(person: User, user: User, *, name: str, is_staff: bool, reason: str) -> User:
    """Correct the name of somebody else, or whether they may open the desk, which gives no right by itself.

    Whoever loses the desk is signed out everywhere at once; the rules of staff stay for a time (`needs_second_administrator`).
    Raises NotAllowed for one's own account and for one that could do anything; Invalid without a name or a reason.
    """
    with lock_person(person) as (locked, at):
        _refuse_own(locked, user, at)
        reason = require_reason(reason, _("Say why you change this account."))
        if not name.strip():
            raise Invalid(gaps=[Gap("required", "name", _("Give the person's name."))])
        loses_desk = locked.is_staff and not is_staff
        _change(locked, user, at, {"name": name.strip(), "is_staff": is_staff}, reason)
        if loses_desk:
            # Cases that were opened to them are read at the desk, and would be open again with it.
            end_all_access(locked, user, at, reason=reason)
            end_sign_ins(locked)
    return locked


@guard_texts()
def close_account(person: User, user: User, *, reason: str) -> User:
    """Close the account of somebody else at once. All their rights and ways in end with it, and do not come back with it."""
    with lock_person(person) as (locked, at):
        _refuse_own(locked, user, at)
        reason = require_reason(reason, _("Say why you change this account."))
        ended = end_ways_in(locked, Recovery.ACCOUNT_CLOSED, at=at) if locked.is_active else []
        end_all_rights(locked, user, at, reason=reason)
        if locked.is_active:
            _change(locked, user, at, {"is_active": False}, reason, ended=ended)
    return locked


@guard_texts()
def reopen_account(person: User, user: User, *, reason: str) -> User:
    """Open a closed account again; its person chooses a password by a link, and has no right until one is given.

    Raises NotAllowed as `close_account` does, and for an account that two administrators open: `explain_reopening`.
    """
    with lock_person(person) as (locked, at):
        _refuse_own(locked, user, at)
        if not locked.is_active and (refusal := explain_reopening(locked, at)):
            raise NotAllowed(str(refusal))
        reason = require_reason(reason, _("Say why you change this account."))
        _change(locked, user, at, {"is_active": True}, reason)
    return locked


def explain_reopening(person: User, at: datetime) -> Message | None:
    """Why two administrators open a closed account again, and not one; None where one does."""
    taken_back = AddressChange.objects.filter(person=person, state=AddressState.UNDONE).exists()
    return find_reopening_refusal(
        holds_rights=has_rights(person, at), kept_as_staff=needs_second_administrator(person, at=at), taken_back=taken_back
    )


def has_rights(person: User, at: datetime) -> bool:
    """Whether somebody has what holds or is to come, whether or not their account is open: also a system to answer for."""
    today = to_local_day(at)
    held: list[QuerySet[Any]] = [
        *(model.objects.not_over(today).filter(user=person) for model in (Mandate, Appointment, Membership)),
        Body.objects.filter(head=person),
        RightProposal.objects.to_take_office().filter(person=person),
        System.objects.live().filter(owner=person),
    ]
    return any(one.exists() for one in held)


def _refuse_own(person: User, user: User, at: datetime) -> None:
    refuse_others(user, at=at)
    if person.pk == user.pk:
        raise NotAllowed(_("Nobody changes their own account here. Another administrator must do it."))
    if person.is_superuser:
        raise NotAllowed(_("This account belongs to whoever runs the installation, and is not changed from the desk."))


def _change(person: User, user: User, at: datetime, values: Mapping[str, Any], reason: str, **more: Any) -> None:
    changed = write_changed(person, values)
    if not changed:
        return
    person.save(update_fields=changed)
    data = _describe(person, changed, reason) | more
    Event.objects.chain([PendingEvent(EventKind.ACCOUNT_CHANGED, data=data)], user, at=at)


def _describe(person: User, changed: list[str], reason: str = "") -> dict[str, Any]:
    return {"person": str(person.pk), "changed": changed, "reason": reason}
