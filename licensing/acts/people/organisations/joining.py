"""Taking up an invitation, with an account or by opening one; the role follows at once, or waits to be confirmed."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day, translate_database_errors
from licensing.acts.people.organisations.invitations import (
    build_settled_refusal,
    is_administrator_of,
    lock_invitation,
    may_invite_to,
    record_invitation,
)
from licensing.acts.people.organisations.memberships import carry_out_proposal, create_role_proposal
from licensing.acts.people.settling import settle_row
from licensing.choices import InvitationState, Office
from licensing.errors import Gap, Invalid, NotAllowed, NotFound, WrongState
from licensing.models import Invitation, Membership, Registration, RightProposal, User, read_actor
from licensing.models.people.addresses import is_address_taken
from licensing.models.people.users import list_languages
from licensing.policy.input.guard import guard_texts
from licensing.policy.people.memberships import needs_second_person
from licensing.policy.record.event_kinds import EventKind

# As long as its column.
_LONGEST_NAME: Final = 200


def find_invitation(token: str) -> Invitation:
    """The invitation to which a link leads, whatever became of it; NotFound for one that was never sent, or replaced."""
    found = Invitation.objects.select_related("organisation", "invited_by").with_token(token).first()
    if found is None:
        raise NotFound(_("This link leads to no invitation. If it was sent more than once, only the newest letter counts."))
    return found


def find_accepting_refusal(invitation: Invitation, user: User | None, *, at: datetime) -> WrongState | NotAllowed | None:
    """Why an invitation cannot be accepted by this person, or by nobody in particular; None where it can."""
    if invitation.state != InvitationState.PENDING:
        return build_settled_refusal(invitation)
    if invitation.ends_at <= at:
        return WrongState(_("This invitation has ended unused. Ask whoever invited you to send it again."))
    if user is not None and user.email.lower() != invitation.email:
        sentence = _("This invitation is for another address than %(address)s, with which you are signed in. Sign out first.")
        return NotAllowed(sentence % {"address": user.email})
    inviter = invitation.invited_by
    if not (may_invite_to(inviter, invitation.organisation, at=at) or _registered(inviter, invitation, at=at)):
        return WrongState(_("Whoever invited you may invite nobody any more. Ask another administrator to invite you."))
    return None


def _registered(inviter: User, invitation: Invitation, *, at: datetime) -> bool:
    """Whether this is the one invitation by which an officer who accepted a registration invites its first administrator.

    The role waits for a second person, as every role does that is given from outside of the organisation.
    """
    is_officer = Office.CASE_OFFICER in read_actor(inviter, on=to_local_day(at)).appointments
    return is_officer and Registration.objects.filter(invitation=invitation, settled_by=inviter).exists()


def has_account(invitation: Invitation) -> bool:
    """Whether the addressee signs in to accept; asked only for whoever has the link, and so reads that address."""
    return User.objects.filter(email__iexact=invitation.email).exists()


def accept_invitation(invitation: Invitation, user: User) -> Invitation:
    """Take up an invitation as the person who is signed in.

    Raises WrongState for one that was used, taken back or has ended, and for who belongs to the organisation already;
    NotAllowed for anybody but its addressee.
    """
    with translate_database_errors(), transaction.atomic():
        locked, at = lock_invitation(invitation)
        if refusal := find_accepting_refusal(locked, user, at=at):
            raise refusal
        person = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        if not person.is_active:
            raise NotAllowed(_("This account is closed."))
        _join(locked, person, at, opened=False)
    return locked


@guard_texts()
def open_invited_account(invitation: Invitation, *, name: str, language: str, password: str) -> Invitation:
    """Take up an invitation with a new account of its address; its person signs in afterwards.

    Refusals as of `accept_invitation`; NotAllowed where there is an account already, Invalid with each wrong field.
    """
    with translate_database_errors(), transaction.atomic():
        locked, at = lock_invitation(invitation)
        if refusal := find_accepting_refusal(locked, None, at=at):
            raise refusal
        person = User(email=locked.email, name=name.strip(), language=language, is_staff=locked.is_for_staff)
        if is_address_taken(locked.email, at):
            raise NotAllowed(_("There is an account with this address. Sign in with it to accept the invitation."))
        _refuse_unfit_account(person, password)
        person.set_password(password)
        try:
            with transaction.atomic():
                person.save(force_insert=True)
        except IntegrityError as raced:
            raise NotAllowed(_("There is an account with this address. Sign in with it to accept the invitation.")) from raced
        _join(locked, person, at, opened=True)
    return locked


def _refuse_unfit_account(person: User, password: str) -> None:
    gaps = []
    if not person.name:
        gaps.append(Gap("required", "name", _("Give your name.")))
    if len(person.name) > _LONGEST_NAME:
        gaps.append(Gap("too_long", "name", _("This name is too long.")))
    if person.language not in dict(list_languages()):
        gaps.append(Gap("unknown_code", "language", _("Choose a language from the list.")))
    try:
        validate_password(password, person)
    except ValidationError as refusal:
        gaps.append(Gap("invalid", "password", " ".join(refusal.messages)))
    if gaps:
        raise Invalid(gaps=gaps)


def _join(invitation: Invitation, person: User, at: datetime, *, opened: bool) -> None:
    """Settle an invitation for its person, with the membership or the proposal that follows from it."""
    proposal = _propose_membership(invitation, person, at) if invitation.organisation_id else None
    settle_row(invitation, InvitationState.ACCEPTED, person, at, proposal=proposal)
    told = {"person": str(person.pk), "opened": opened, "proposal": str(proposal.pk) if proposal else None}
    record_invitation(EventKind.INVITATION_ACCEPTED, invitation, person, at, **told)
    if proposal is not None:
        # The system's own step: nobody is to prove who they are for what follows from the acceptance.
        carry_out_proposal(proposal, None, at)


def _propose_membership(invitation: Invitation, person: User, at: datetime) -> RightProposal:
    today = to_local_day(at)
    assert invitation.organisation is not None
    of_it = Membership.objects.not_over(today).filter(user=person, organisation=invitation.organisation)
    waiting = RightProposal.objects.pending().filter(person=person, organisation=invitation.organisation)
    if of_it.exists() or waiting.exists():
        raise WrongState(_("You belong to this organisation already, or are about to. Nothing was changed."))
    from_within = is_administrator_of(invitation.invited_by, invitation.organisation, at=at)
    return create_role_proposal(
        person,
        invitation.organisation,
        invitation.role,
        by=invitation.invited_by,
        at=at,
        reason=invitation.reason,
        waits=needs_second_person(invitation.role, from_within=from_within),
    )
