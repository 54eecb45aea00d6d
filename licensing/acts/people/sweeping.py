"""What time alone does to rights and invitations: they lapse, or are reminded of; the head of a body takes office."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from licensing.acts.acting import database_now, to_local_day
from licensing.acts.people.addresses import lapse_address
from licensing.acts.people.invitations import lapse_invitation, lock_invitation
from licensing.acts.people.keepers import lock_person
from licensing.acts.people.rights import apply_head, lapse_proposal, record_step
from licensing.choices import InvitationState, ProposalState, RightKind
from licensing.models import AddressChange, Event, Invitation, RightProposal
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
    to_begin = RightProposal.objects.filter(kind=RightKind.HEAD, state=ProposalState.CONFIRMED, applied_at__isnull=True)
    return (
        _take_steps(RightProposal.objects.overdue(at).values_list("pk", flat=True), _lapse)
        + _take_steps(pending.filter(due_at__lte=at + REMIND_BEFORE, reminded_at=None).values_list("pk", flat=True), _remind)
        + _take_steps(to_begin.filter(starts_on__lte=to_local_day(at)).values_list("pk", flat=True), _begin)
        + sum(lapse_address(change) for change in AddressChange.objects.select_related("person").overdue(at))
    )


def settle_due_invitations() -> int:
    """Let invitations lapse and remind of those that end soon, each in a transaction of its own. Twice does no harm."""
    at = database_now()
    soon = Invitation.objects.pending().filter(ends_at__lte=at + memberships.REMIND_BEFORE, reminded_at=None)
    overdue = list(Invitation.objects.overdue(at))
    due = [*overdue, *soon.exclude(pk__in=[one.pk for one in overdue])]
    return sum(_settle_invitation(one) for one in due)


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
    done = 0
    for one in list(found):
        proposal = RightProposal.objects.select_related("person").get(pk=one)
        with lock_person(proposal.person) as (_person, at):
            locked = RightProposal.objects.select_for_update(of=("self",), no_key=True).get(pk=one)
            done += step(locked, at)
    return done


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
    apply_head(proposal, at)
    record_step(EventKind.RIGHT_BEGUN, proposal, None, at)
    return True
