"""What time alone does to rights and invitations: they lapse, are reminded of, begin; and run out, with all sign-ins."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Min

from licensing.acts.acting import database_now, to_local_day
from licensing.acts.clocks.sweeps import run_each
from licensing.acts.people.accounts.addresses import lapse_address
from licensing.acts.people.accounts.sessions import end_sign_ins
from licensing.acts.people.organisations.invitations import lapse_invitation, lock_invitation
from licensing.acts.people.rights.giving import lapse_proposal, record_step
from licensing.acts.people.rights.heads import apply_head, find_former_head
from licensing.acts.people.rights.keepers import lock_person
from licensing.acts.people.rights.taking_away import end_locked_head
from licensing.choices import InvitationState, ProposalState
from licensing.models import (
    AddressChange,
    Appointment,
    Authorisation,
    Event,
    Invitation,
    Mandate,
    Membership,
    RightProposal,
    Session,
    User,
)
from licensing.models.clocks.days import begin_local_day
from licensing.models.record.event import PendingEvent
from licensing.policy.people import memberships
from licensing.policy.record.event_kinds import EventKind

# A reminder leaves so long before a proposal lapses.
REMIND_BEFORE: Final = timedelta(days=2)

Step = Callable[[RightProposal, datetime], bool]


def settle_due_rights() -> int:
    """Do what has come due, each in a transaction of its own; how many were moved on. Twice does no harm."""
    at = database_now()
    pending = RightProposal.objects.pending()
    to_begin = RightProposal.objects.to_take_office()
    return (
        _take_steps(RightProposal.objects.overdue(at).values_list("pk", flat=True), _lapse)
        + _take_steps(pending.filter(due_at__lte=at + REMIND_BEFORE, reminded_at=None).values_list("pk", flat=True), _remind)
        + _take_steps(to_begin.filter(starts_on__lte=to_local_day(at)).values_list("pk", flat=True), _begin)
        + run_each(lapse_address, AddressChange.objects.select_related("person").overdue(at))
    )


def end_run_out_access() -> int:
    """Sign out everywhere whoever had a right until its last day and is signed in since before; how many people. Twice is once.

    The right itself has ended by its day. A sign-in, or a program that was allowed, is one of somebody who had it.
    """
    at = database_now()
    oldest = _find_oldest_access(at)
    due = set()
    for model in (Mandate, Appointment, Membership):
        # What was taken away before its day ended the sign-ins then.
        run_out = model.objects.filter(user__in=list(oldest), ended_at__isnull=True, period__endswith__lte=to_local_day(at))
        due |= {user for user, period in run_out.values_list("user", "period") if oldest[user] < begin_local_day(period.upper)}
    return run_each(_end_access, User.objects.filter(pk__in=due).order_by("pk"))


def _end_access(person: User) -> None:
    with lock_person(person) as (locked, _moment):
        end_sign_ins(locked)


def _find_oldest_access(at: datetime) -> dict[UUID, datetime]:
    """Since when each person is signed in, or lets a program act for them, that still may."""
    found: dict[UUID, datetime] = {}
    signed_in = Session.objects.filter(account__isnull=False, signed_in_at__isnull=False, expire_date__gt=at)
    allowed = Authorisation.objects.open(at)
    for rows in (
        signed_in.values_list("account").annotate(Min("signed_in_at")),
        allowed.values_list("person").annotate(Min("allowed_at")),
    ):
        for person, since in rows:
            found[person] = min(since, found.get(person, since))
    return found


def settle_due_invitations() -> int:
    """Let invitations lapse and remind of those that end soon, each in a transaction of its own. Twice does no harm."""
    at = database_now()
    soon = Invitation.objects.pending().filter(ends_at__lte=at + memberships.REMIND_BEFORE, reminded_at=None)
    overdue = list(Invitation.objects.overdue(at))
    due = [*overdue, *soon.exclude(pk__in=[one.pk for one in overdue])]
    return run_each(_settle_invitation, due)


def _settle_invitation(invitation: Invitation) -> bool:
    with transaction.atomic():
        locked, at = lock_invitation(invitation)
        if locked.state != InvitationState.PENDING:
            return False
        if locked.ends_at <= at:
            lapse_invitation(locked, at)
            return True
        if locked.reminded_at is not None:
            return False
        locked.reminded_at = at
        locked.save(update_fields=["reminded_at"])
        data = {"invitation": str(locked.pk), "due_on": to_local_day(locked.ends_at)}
        Event.objects.chain([PendingEvent(EventKind.INVITATION_REMINDED, data=data)], None, at=at)
    return True


def _take_steps(found: Iterable[UUID], step: Step) -> int:
    return run_each(partial(_take_step, step), found)


def _take_step(step: Step, one: UUID) -> bool:
    proposal = RightProposal.objects.select_related("person").get(pk=one)
    with lock_person(proposal.person) as (_person, at):
        locked = RightProposal.objects.select_for_update(of=("self",), no_key=True).get(pk=one)
        return step(locked, at)


def _lapse(proposal: RightProposal, at: datetime) -> bool:
    if proposal.state != ProposalState.PENDING or proposal.due_at > at:
        return False
    lapse_proposal(proposal, at)
    return True


def _remind(proposal: RightProposal, at: datetime) -> bool:
    if proposal.state != ProposalState.PENDING or proposal.reminded_at is not None:
        return False
    proposal.reminded_at = at
    proposal.save(update_fields=["reminded_at"])
    data = {"proposal": str(proposal.pk), "due_on": to_local_day(proposal.due_at)}
    Event.objects.chain([PendingEvent(EventKind.RIGHT_REMINDED, data=data)], None, at=at)
    return True


def _begin(proposal: RightProposal, at: datetime) -> bool:
    # It lapses when the account is closed, which may have happened while this one waited for the lock.
    if proposal.applied_at is not None or proposal.state != ProposalState.CONFIRMED:
        return False
    former = find_former_head(proposal)
    apply_head(proposal, at)
    record_step(EventKind.RIGHT_BEGUN, proposal, None, at)
    if former is not None:
        end_locked_head(str(proposal.body_id), former, None, at, reason=proposal.reason)
    return True
