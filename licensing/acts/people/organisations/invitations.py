"""Somebody is invited by mail to an organisation, or to the authority's staff; the link ends, and is used once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, to_local_day, translate_database_errors
from licensing.acts.people.rights.keepers import is_keeper
from licensing.acts.people.settling import settle_row
from licensing.choices import InvitationState, MembershipRole
from licensing.errors import Gap, Invalid, NotAllowed, WrongState
from licensing.models import Event, Invitation, Membership, Organisation, User, read_actor
from licensing.models.people.users import list_languages
from licensing.models.record.event import PendingEvent
from licensing.policy.input.guard import guard_texts
from licensing.policy.people.accounts.addresses import LONGEST_ADDRESS
from licensing.policy.people.memberships import MOST_SENT, Invited, find_invitation_gaps
from licensing.policy.record.event_kinds import EventKind


@dataclass(frozen=True, slots=True)
class InvitationInput:
    """Whom somebody invites, and to what; without an organisation to the authority's staff, which gives no right by itself."""

    email: str
    language: str
    reason: str
    organisation: Organisation | None = None
    role: str = ""


@guard_texts()
def invite_person(user: User, wish: InvitationInput) -> Invitation:
    """Invite an address. Whether it has an account makes no difference to what the inviter learns.

    Raises NotAllowed for whoever administers neither the organisation nor people; Invalid with each thing that is wrong.
    """
    with translate_database_errors(), transaction.atomic():
        at = database_now()
        refuse_uninviting(user, wish.organisation, at=at)
        email = wish.email.strip().lower()
        for overdue in Invitation.objects.overdue(at).filter(email=email, organisation=wish.organisation):
            lapse_invitation(overdue, at)
        _refuse_unfit_invitation(user, wish, email, at)
        invitation = create_invitation(user, wish, email, at)
        record_sent(invitation, user, at)
    return invitation


def send_again(invitation: Invitation, user: User) -> Invitation:
    """Send an invitation that waits or has ended unused, with a new link; the one before leads nowhere from now on.

    Raises NotAllowed as `invite_person`; WrongState for one that was accepted or taken back, or sent too often.
    """
    with translate_database_errors(), transaction.atomic():
        locked, at = lock_invitation(invitation)
        refuse_uninviting(user, locked.organisation, at=at)
        if locked.state not in (InvitationState.PENDING, InvitationState.LAPSED):
            raise build_settled_refusal(locked)
        if locked.sent >= MOST_SENT:
            raise WrongState(_("This invitation was sent often enough. Take it back, and ask for the right address."))
        same = Invitation.objects.pending().filter(email=locked.email, organisation=locked.organisation)
        if same.exclude(pk=locked.pk).exists():
            raise WrongState(_("This address is invited already by another invitation."))
        locked.state, locked.sent = InvitationState.PENDING, locked.sent + 1
        locked.renew_link(at + settings.INVITATION_TERM)
        locked.settled_at = None
        locked.save(update_fields=["state", "sent", "token_digest", "ends_at", "reminded_at", "settled_at"])
        record_sent(locked, user, at)
    return locked


def withdraw_invitation(invitation: Invitation, user: User) -> Invitation:
    """Take an invitation back; its link leads nowhere from now on. Refusals as of `send_again`."""
    with translate_database_errors(), transaction.atomic():
        locked, at = lock_invitation(invitation)
        refuse_uninviting(user, locked.organisation, at=at)
        if locked.state != InvitationState.PENDING:
            raise build_settled_refusal(locked)
        settle_row(locked, InvitationState.WITHDRAWN, user, at)
        record_invitation(EventKind.INVITATION_WITHDRAWN, locked, user, at)
    return locked


def lapse_invitation(invitation: Invitation, at: datetime) -> None:
    """End a locked invitation whose link was not used in time."""
    settle_row(invitation, InvitationState.LAPSED, None, at)
    record_invitation(EventKind.INVITATION_LAPSED, invitation, None, at)


def find_mailbox_gaps(email: str) -> Iterator[Gap]:
    """What is wrong with an address to which a letter is to go. Longer ones are valid, and no column holds them."""
    try:
        validate_email(email)
    except ValidationError as refusal:
        yield Gap("invalid", "email", " ".join(refusal.messages))
        return
    if len(email) > LONGEST_ADDRESS:
        yield Gap("too_long", "email", _("This address is too long."))


def may_invite_to(user: User, organisation: Organisation | None, *, at: datetime) -> bool:
    """Whether somebody administers the organisation, or people; a program never invites."""
    return (organisation is not None and is_administrator_of(user, organisation, at=at)) or is_keeper(user, at=at)


def is_administrator_of(user: User, organisation: Organisation, *, at: datetime) -> bool:
    """Whether somebody is one of the administrators of an organisation at a moment; a program never is."""
    role = read_actor(user, on=to_local_day(at)).memberships.get(organisation.pk)
    return not user.is_system and role == MembershipRole.ADMINISTRATOR


def refuse_uninviting(user: User, organisation: Organisation | None, *, at: datetime) -> None:
    """Raises NotAllowed for whoever may not invite to an organisation, or without one to the authority's staff."""
    # From the database: the account may have been closed since it was read.
    if may_invite_to(User.objects.get(pk=user.pk), organisation, at=at):
        return
    if organisation is None:
        raise NotAllowed(_("Only an administrator of people invites to the desk."))
    raise NotAllowed(_("Only an administrator of the organisation invites to it and changes who belongs to it."))


def lock_invitation(invitation: Invitation) -> tuple[Invitation, datetime]:
    """The row, locked and fresh, and the moment at which it was."""
    rows = Invitation.objects.select_related("organisation", "invited_by")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=invitation.pk), database_now()


def build_settled_refusal(invitation: Invitation) -> WrongState:
    """The refusal of whatever needs an invitation that still waits."""
    sentences = {
        InvitationState.ACCEPTED: _("This invitation was used already. Sign in with the account that it was for."),
        InvitationState.WITHDRAWN: _("This invitation was taken back. Ask whoever invited you whether they want to renew it."),
        InvitationState.LAPSED: _("This invitation has ended unused. Ask whoever invited you to send it again."),
    }
    return WrongState(sentences[InvitationState(invitation.state)], state=invitation.state)


def record_invitation(kind: EventKind, invitation: Invitation, user: User | None, at: datetime, **more: Any) -> None:
    """Chain the event of what happened to an invitation; the address stands in its row alone."""
    organisation = str(invitation.organisation_id) if invitation.organisation_id else None
    data = {"invitation": str(invitation.pk), "organisation": organisation, "role": invitation.role}
    Event.objects.chain([PendingEvent(kind, data=data | more)], user, at=at)


def create_invitation(user: User, wish: InvitationInput, email: str, at: datetime) -> Invitation:
    """Write an invitation as a step of an act that has found it fit; Invalid where the address is invited already."""
    invitation = Invitation(
        email=email,
        language=wish.language,
        organisation=wish.organisation,
        role=wish.role,
        reason=wish.reason.strip(),
        invited_by=user,
        invited_at=at,
    )
    invitation.renew_link(at + settings.INVITATION_TERM)
    try:
        with transaction.atomic():
            invitation.save(force_insert=True)
    except IntegrityError as raced:
        if "invited_once_at_a_time" not in str(raced):
            raise
        gaps = list(find_invitation_gaps(Invited(wish.role, wish.organisation is None, is_invited=True), reason=wish.reason))
        raise Invalid(gaps[0].sentence, gaps=gaps) from raced
    return invitation


def record_sent(invitation: Invitation, user: User, at: datetime) -> None:
    """Chain the event by which the letter with the present link is owed."""
    due_on = to_local_day(invitation.ends_at)
    record_invitation(EventKind.INVITATION_SENT, invitation, user, at, due_on=due_on, sent=invitation.sent)


def _refuse_unfit_invitation(user: User, wish: InvitationInput, email: str, at: datetime) -> None:
    gaps = list(find_mailbox_gaps(email))
    if wish.language not in dict(list_languages()):
        gaps.append(Gap("unknown_code", "language", _("Choose a language from the list.")))
    gaps += find_invitation_gaps(_describe_address(user, wish, email, at), reason=wish.reason)
    if gaps:
        raise Invalid(gaps[0].sentence, gaps=gaps)


def _describe_address(user: User, wish: InvitationInput, email: str, at: datetime) -> Invited:
    pending = Invitation.objects.pending().filter(organisation=wish.organisation)
    if wish.organisation is None:
        # Of accounts the authority's administrators have a list anyway; an organisation learns of its own people alone.
        belongs = User.objects.filter(email__iexact=email).exists()
    else:
        members = Membership.objects.not_over(to_local_day(at)).filter(organisation=wish.organisation)
        belongs = members.filter(user__email__iexact=email).exists()
    return Invited(
        role=wish.role,
        is_for_staff=wish.organisation is None,
        is_own=email == user.email.lower(),
        belongs_already=belongs,
        is_invited=pending.filter(email=email).exists(),
        pending=pending.count(),
    )
