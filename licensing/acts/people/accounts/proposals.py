"""Two administrators reset a lost second factor, open an account again, or connect an identity; those concerned hear of it.

One administrator alone could sign in as somebody else by either: with a password that they saw, or an identity of their own.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day
from licensing.acts.people.accounts.identities import find_identity_gaps, write_identity
from licensing.acts.people.accounts.second_factor import count_second_factors
from licensing.acts.people.accounts.ways_in import end_ways_in
from licensing.acts.people.rights.keepers import has_left_office, lock_person, refuse_others
from licensing.acts.people.settling import refuse_settled, settle_row
from licensing.choices import AccountStep, ProposalState
from licensing.errors import BothPersons, Invalid
from licensing.models import AccountProposal, Event, User
from licensing.models.record.event import PendingEvent
from licensing.policy.input.guard import guard_texts
from licensing.policy.people.accounts.proposals import (
    AccountFacts,
    find_account_proposal_gaps,
    find_account_proposer_refusal,
    find_account_settler_refusal,
)
from licensing.policy.people.accounts.ways_in import Recovery
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind


@guard_texts()
def propose_account_step(user: User, person: User, *, step: AccountStep, reason: str, subject: str = "") -> AccountProposal:
    """Propose that the second factor of somebody else is reset, their account opened again, or an identity connected with it.

    Nothing changes before another administrator has confirmed it. Raises NotAllowed for whoever keeps no rights and for one's
    own account; Invalid with each thing that is wrong.
    """
    with lock_person(person) as (locked, at):
        refuse_others(user, at=at)
        if refusal := find_account_proposer_refusal(proposer=user.pk, person=locked.pk):
            raise BothPersons(str(refusal))
        _refuse_unfit_step(step, locked, reason=reason, subject=subject.strip(), at=at)
        proposal: AccountProposal = AccountProposal.objects.create(
            step=step,
            person=locked,
            subject=subject.strip(),
            reason=reason.strip(),
            proposed_by=user,
            proposed_at=at,
            due_at=at + settings.RIGHTS_CONFIRM_WITHIN,
        )
        more = {"due_on": to_local_day(proposal.due_at), "reason": proposal.reason}
        _record_account_step(_find_proposed_kind(step), proposal, user, at, **more)
    return proposal


def confirm_account_step(proposal: AccountProposal, user: User) -> AccountProposal:
    """Confirm what another administrator proposed for the account of a third person: it is done at once.

    With a reset every factor goes, and every other way in with it, also the password: whoever has it would set up a factor
    before its owner does. The person chooses another by a link to their address, and sets up the second factor again. Raises
    NotAllowed for the proposer, the person and whoever keeps no rights; WrongState for what is settled or has lapsed; Invalid
    where it cannot be done any more.
    """
    with lock_person(proposal.person) as (person, at):
        locked = _lock_account_proposal(proposal, user, at)
        step = AccountStep(locked.step)
        _refuse_unfit_step(step, person, reason=locked.reason, subject=locked.subject, at=at, settling=locked)
        left = has_left_office(locked.proposed_by, at=at)
        settle_row(locked, ProposalState.CONFIRMED, user, at)
        if step == AccountStep.RESET_FACTOR:
            ended = end_ways_in(person, Recovery.FACTOR_RESET, at=at)
            _record_account_step(EventKind.FACTOR_RESET, locked, user, at, ended=ended, proposer_left=left)
        elif step == AccountStep.REOPEN:
            person.is_active = True
            person.save(update_fields=["is_active"])
            _record_account_step(EventKind.ACCOUNT_REOPENED, locked, user, at, proposer_left=left)
        else:
            write_identity(person, issuer=settings.OIDC_ISSUER, subject=locked.subject)
            _record_account_step(EventKind.IDENTITY_CONFIRMED, locked, user, at, proposer_left=left)
    return locked


@guard_texts()
def decline_account_step(proposal: AccountProposal, user: User, *, reason: str) -> AccountProposal:
    """Decline what another administrator proposed, with a reason; refusals as of `confirm_account_step`."""
    with lock_person(proposal.person) as (_person, at):
        locked = _lock_account_proposal(proposal, user, at)
        note = require_reason(reason, _("Say why this is declined."))
        settle_row(locked, ProposalState.DECLINED, user, at, note=note)
        _record_account_step(EventKind.ACCOUNT_STEP_DECLINED, locked, user, at, reason=note)
    return locked


def _find_proposed_kind(step: AccountStep) -> EventKind:
    match step:
        case AccountStep.RESET_FACTOR:
            return EventKind.FACTOR_RESET_PROPOSED
        case AccountStep.REOPEN:
            return EventKind.ACCOUNT_REOPEN_PROPOSED
        case AccountStep.CONNECT_IDENTITY:
            return EventKind.IDENTITY_PROPOSED


def _refuse_unfit_step(
    step: AccountStep, person: User, *, reason: str, subject: str, at: datetime, settling: AccountProposal | None = None
) -> None:
    same = AccountProposal.objects.waiting(at).filter(person=person, step=step)
    if settling is not None:
        same = same.exclude(pk=settling.pk)
    facts = AccountFacts(
        is_active=person.is_active,
        is_system=person.is_system,
        is_owner=person.is_superuser,
        has_second_factor=count_second_factors(person) > 0,
        has_pending=same.exists(),
    )
    gaps = list(find_account_proposal_gaps(step, facts, reason=reason))
    if step == AccountStep.CONNECT_IDENTITY:
        gaps += find_identity_gaps(person, issuer=settings.OIDC_ISSUER, subject=subject)
    if gaps:
        raise Invalid(gaps[0].sentence, gaps=gaps)


def _lock_account_proposal(proposal: AccountProposal, user: User, at: datetime) -> AccountProposal:
    locked: AccountProposal = AccountProposal.objects.select_for_update(of=("self",), no_key=True).get(pk=proposal.pk)
    refuse_others(user, at=at)
    refusal = find_account_settler_refusal(settler=user.pk, proposer=locked.proposed_by_id, person=locked.person_id)
    if refusal:
        raise BothPersons(str(refusal))
    refuse_settled(
        locked,
        at,
        settled=_("This is settled already."),
        lapsed=_("Nobody confirmed this in time, so it has lapsed. It has to be proposed again."),
    )
    return locked


def _record_account_step(kind: EventKind, proposal: AccountProposal, user: User, at: datetime, **more: Any) -> None:
    data = {"proposal": str(proposal.pk), "person": str(proposal.person_id)}
    Event.objects.chain([PendingEvent(kind, data=data | more)], user, at=at)
