"""What becomes of a confirmed system: its secrets, the words about it, its suspension and its end."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from oauth2_provider.models import AccessToken, RefreshToken

from licensing.acts.acting import to_local_day
from licensing.acts.people.rights.keepers import refuse_others
from licensing.acts.people.systems.recording import lock_system, record_system
from licensing.acts.people.systems.reminding import cancel_system_reminders
from licensing.acts.people.systems.webhooks import end_webhook_secrets
from licensing.choices import SYSTEM_DEADLINES, AuthorisationEnd, MembershipRole, ProposalState
from licensing.errors import Invalid, NotAllowed, WrongState
from licensing.models import Appointment, Authorisation, Body, Mandate, Membership, System, SystemSecret, User, read_actor
from licensing.models.record.columns import write_changed
from licensing.policy.input.guard import guard_texts
from licensing.policy.people.programs import find_description_gaps, find_overlap_gap
from licensing.policy.people.secrets import digest_secret
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind

# "Last used" is right to the hour: a write at every call would queue all calls of a system behind one row.
_USE_NOTED_EVERY: Final = timedelta(hours=1)
_BY_END: Final = "its system has ended"


def may_rotate(system: System, user: User, *, at: datetime) -> bool:
    """Whether somebody makes secrets of a system: its owner while they belong to it, and administrators of its organisation.

    Administrators of people do not: with a secret of their own they would read, as the system, the files of a partner.
    """
    owns = user.pk == system.owner_id and is_on_side(system, user, at=at)
    return not user.is_system and (owns or is_organisation_administrator(user, system.organisation_id, at=at))


def is_on_side(system: System, person: User, *, at: datetime) -> bool:
    """Whether somebody still belongs where a system does: to its organisation, or by any right to the authority."""
    if not person.is_active:
        return False
    actor = read_actor(person, on=to_local_day(at))
    if system.organisation_id in actor.memberships:
        return True
    return bool(actor.appointments or actor.bodies) or Body.objects.filter(head=person).exists()


def is_handover_overdue(system: System, *, at: datetime) -> bool:
    """Whether its owner has left and the time to hand it over is past: until somebody else answers for it no secret holds."""
    due_at = system.left_due_at
    return due_at is not None and due_at <= at and not is_on_side(system, system.owner, at=at)


def find_overdue_handovers(systems: Iterable[System], *, at: datetime) -> set[UUID]:
    """Of which systems `is_handover_overdue` holds; four statements at most, however many they are."""
    late = [one for one in systems if one.left_due_at is not None and one.left_due_at <= at]
    owners, today = {one.owner_id for one in late if one.owner.is_active}, to_local_day(at)
    if not owners:
        return {one.pk for one in late}
    members = set(Membership.objects.in_force(today).filter(user__in=owners).values_list("user", "organisation"))
    inside = {person for rows in _list_of_authority(owners, today) for person in rows}
    return {one.pk for one in late if one.owner_id not in inside and (one.owner_id, one.organisation_id) not in members}


def _list_of_authority(people: Collection[UUID], on: date) -> Iterator[Iterable[UUID | None]]:
    """Those of some people who hold any right in the authority on a day."""
    yield Appointment.objects.in_force(on).filter(user__in=people).values_list("user", flat=True)
    yield Mandate.objects.in_force(on).filter(user__in=people).values_list("user", flat=True)
    yield Body.objects.filter(head__in=people).values_list("head", flat=True)


def is_organisation_administrator(user: User, organisation: UUID | None, *, at: datetime) -> bool:
    """Whether somebody is an administrator of a partner organisation."""
    rows = Membership.objects.in_force(to_local_day(at)).filter(user=user, role=MembershipRole.ADMINISTRATOR)
    return organisation is not None and rows.filter(organisation=organisation).exists()


def rotate_secret(system: System, user: User, *, hours: int = 0) -> str:
    """Make a new secret, which is returned this once and kept nowhere; the present one goes on for so many hours.

    The tokens that were got with a secret end with it. At most two secrets hold at once: one that was still ending from the
    rotation before ends now. Raises NotAllowed for whoever does not answer for the system, Invalid for the hours, WrongState
    for a system that cannot call, or that nobody took over in time.
    """
    with lock_system(system) as (locked, at):
        if not may_rotate(locked, User.objects.get(pk=user.pk), at=at):
            raise NotAllowed(_("Only who answers for this system makes its secrets."))
        if gap := find_overlap_gap(hours):
            raise Invalid(gaps=[gap])
        _refuse_unusable(locked, at)
        if is_handover_overdue(locked, at=at):
            raise WrongState(
                _("Who answers for this system has left, and it was not handed over in time: a new secret would end at once.")
            )
        if locked.is_public:
            raise WrongState(_("A program on a person's own machine has no secret."))
        _end_former(locked, at, hours)
        secret = f"dzs_{secrets.token_urlsafe(32)}"
        SystemSecret.objects.create(system=locked, digest=digest_secret(secret), made_by=user, made_at=at)
        record_system(EventKind.SYSTEM_SECRET_MADE, locked, user, at, hours=hours)
    return secret


def end_former_secrets(system: System, user: User) -> None:
    """End every secret that was replaced and still holds for a while, with its tokens. Refusals as of `rotate_secret`."""
    with lock_system(system) as (locked, at):
        if not may_rotate(locked, User.objects.get(pk=user.pk), at=at):
            raise NotAllowed(_("Only who answers for this system makes its secrets."))
        if not locked.secrets.filter(ends_at__gt=at).update(ends_at=at):
            raise WrongState(_("No former secret of this system holds any more."))
        record_system(EventKind.SYSTEM_SECRET_ENDED, locked, user, at)


@guard_texts()
def correct_system(system: System, user: User, *, name: str, purpose: str, rate: str, addresses: str, reason: str) -> System:
    """Correct the words about a system and its limit. What it may do, and who answers for it, is settled by two."""
    with lock_system(system) as (locked, at):
        refuse_others(user, at=at)
        reason = require_reason(reason, _("Say why you change this system."))
        if gaps := list(find_description_gaps(name=name, purpose=purpose, rate=rate)):
            raise Invalid(gaps=gaps)
        refuse_over(locked)
        values = {
            "name": name.strip(),
            "purpose": purpose.strip(),
            "rate": rate,
            "addresses": addresses.strip(),
        }
        if changed := write_changed(locked, values):
            locked.save(update_fields=changed)
            record_system(EventKind.SYSTEM_CHANGED, locked, user, at, changed=changed, reason=reason)
    return locked


@guard_texts()
def suspend_system(system: System, user: User, *, reason: str) -> System:
    """Let a system call no more from this moment, with all the tokens that it has."""
    with lock_system(system) as (locked, at):
        refuse_others(user, at=at)
        reason = require_reason(reason, _("Say why this system is suspended."))
        refuse_over(locked)
        if locked.suspended_at is not None:
            raise WrongState(_("This system is suspended already."))
        locked.suspended_at = at
        locked.save(update_fields=["suspended_at"])
        record_system(EventKind.SYSTEM_SUSPENDED, locked, user, at, reason=reason)
    return locked


@guard_texts()
def resume_system(system: System, user: User, *, reason: str) -> System:
    """Let a suspended system call again."""
    with lock_system(system) as (locked, at):
        refuse_others(user, at=at)
        reason = require_reason(reason, _("Say why this system may call again."))
        refuse_over(locked)
        if locked.suspended_at is None:
            raise WrongState(_("This system is not suspended."))
        locked.suspended_at = None
        locked.save(update_fields=["suspended_at"])
        record_system(EventKind.SYSTEM_RESUMED, locked, user, at, reason=reason)
    return locked


@guard_texts()
def end_system(system: System, user: User, *, reason: str) -> System:
    """End a system for good, with its secrets, its tokens and all that persons allowed it."""
    with lock_system(system) as (locked, at):
        refuse_others(user, at=at)
        reason = require_reason(reason, _("Say why this system ends."))
        refuse_over(locked)
        end_locked_system(locked, user, at, reason=reason)
    return locked


def end_locked_system(system: System, user: User | None, at: datetime, *, reason: str) -> None:
    """End a system whose row is locked: by somebody, or by its day."""
    system.ended_at = at
    system.save(update_fields=["ended_at"])
    end_secrets(system, at, because=_BY_END)
    allowed = Authorisation.objects.filter(system=system, ended_at=None)
    allowed.update(ended_at=at, ended_because=AuthorisationEnd.SYSTEM)
    RefreshToken.objects.filter(application__client_id=system.client_id).delete()
    AccessToken.objects.filter(application__client_id=system.client_id).delete()
    cancel_system_reminders(system, *SYSTEM_DEADLINES, at=at)
    record_system(EventKind.SYSTEM_ENDED, system, user, at, reason=reason)


def end_secrets(system: System, at: datetime, *, because: str) -> None:
    """End every secret of a locked system that holds, with the tokens that were got with it; and those of its webhooks.

    A webhook of the account of a system is switched off with them: whoever knew its secret chose where it goes, too.
    """
    system.secrets.filter(Q(ends_at=None) | Q(ends_at__gt=at)).update(ends_at=at)
    if system.account_id is not None:
        end_webhook_secrets(Q(owner=system.account_id), at=at, because=because)


def note_use(system: System, *, at: datetime) -> None:
    """Note that a system has called, once in an hour."""
    if system.last_used_at is None or system.last_used_at < at - _USE_NOTED_EVERY:
        System.objects.filter(pk=system.pk).update(last_used_at=at)


def find_secret(system: System, secret: str, *, at: datetime) -> SystemSecret | None:
    """The secret of a system that somebody came with, where it is one that holds now."""
    rows = system.secrets.filter(Q(ends_at=None) | Q(ends_at__gt=at))
    return rows.filter(digest=digest_secret(secret)).first()


def _end_former(system: System, at: datetime, hours: int) -> None:
    system.secrets.filter(ends_at__gt=at).update(ends_at=at)
    system.secrets.filter(ends_at=None).update(ends_at=at + timedelta(hours=hours))


def _refuse_unusable(system: System, at: datetime) -> None:
    if not system.is_usable(to_local_day(at)):
        raise WrongState(_("This system is not confirmed, is suspended or has ended."), state=system.state)


def refuse_over(system: System) -> None:
    """Raise WrongState for a system that nobody has confirmed, and for one that has ended."""
    if system.state != ProposalState.CONFIRMED or system.ended_at is not None:
        raise WrongState(_("This system is not confirmed or has ended."), state=system.state)
