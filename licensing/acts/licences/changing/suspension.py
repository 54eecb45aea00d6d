"""What follows the suspension of a licence by an officer: confirmed or declined within 24 hours, or lapsed; ended by two."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.acting import Act, acting, database_now
from licensing.acts.licences.changing.refusals import (
    find_confirming_refusal,
    find_declining_refusal,
    find_proposing_refusal,
    find_reinstating_refusal,
    find_suspending_refusal,
    get_unless_refused,
)
from licensing.acts.licences.changing.suspension_row import (
    begin_suspension,
    close_left_over,
    drop_proposal,
    end_suspension,
    record_confirmation,
)
from licensing.acts.licences.closing import exhaust_if_used_up
from licensing.acts.licences.consequences import find_suspending_reason
from licensing.acts.licences.monitoring.opening import reopen_review
from licensing.acts.licences.reminding import cancel_expiry_reminders, schedule_expiry_reminders
from licensing.choices import ReinstatementOutcome, SuspensionEnd, Verb
from licensing.errors import WrongState
from licensing.models import Licence, LicenceSuspension, ReinstatementProposal, User
from licensing.models.licences.changing.suspension import find_reinstatement, find_suspension
from licensing.policy.input.guard import guard_texts
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind

_BATCH: Final = 500
_REASON_REQUIRED = gettext_lazy("Give the reason; it is told to the holder.")


@guard_texts()
def confirm_suspension(licence: Licence, user: User, *, expected: int | None = None) -> LicenceSuspension:
    """Confirm the suspension that an officer ordered, within its time; it then lasts until two persons end it.

    Raises BothPersons for the officer who ordered it, WrongState where it is confirmed already or its time is over.
    """
    with acting(licence, user, Verb.CONFIRM_SUSPENSION, expected=expected) as act:
        act.perform()
        found = get_unless_refused(find_suspension(act.licence), find_confirming_refusal(act.licence, user, at=act.now))
        record_confirmation(act, found, user)
        act.record(EventKind.SUSPENSION_CONFIRMED, number=act.licence.number, suspension=str(found.pk))
    return found


@guard_texts()
def decline_suspension(licence: Licence, user: User, *, reason: str, expected: int | None = None) -> LicenceSuspension:
    """Decline to confirm a suspension, with the reason: it ends at once.

    Raises what `confirm_suspension` raises.
    """
    with acting(licence, user, Verb.DECLINE_SUSPENSION, expected=expected) as act:
        act.perform()
        found = get_unless_refused(find_suspension(act.licence), find_confirming_refusal(act.licence, user, at=act.now))
        reason = require_reason(reason, _REASON_REQUIRED)
        end_suspension(act, found, SuspensionEnd.DECLINED, reason)
        _resume_unless_unmet(
            act, EventKind.SUSPENSION_DECLINED, number=act.licence.number, suspension=str(found.pk), reason=reason
        )
        reopen_review(act, found)
    return found


def find_lapsing_suspensions(after: LicenceSuspension | None) -> list[LicenceSuspension]:
    """The suspensions that nobody confirmed in time, the oldest first, at most a batch after the last one before."""
    over = LicenceSuspension.objects.unconfirmed().filter(confirm_by__lte=database_now())
    if after is not None:
        over = over.filter(Q(confirm_by__gt=after.confirm_by) | Q(confirm_by=after.confirm_by, pk__gt=after.pk))
    return list(over.select_related("licence").order_by("confirm_by", "pk")[:_BATCH])


def lapse_suspension(suspension: LicenceSuspension) -> Licence:
    """Let a suspension lapse that no decider confirmed in time; called by the clock.

    Raises WrongState where it was confirmed or ended meanwhile, or its time is not over.
    """
    with acting(suspension.licence, None, Verb.LAPSE_SUSPENSION) as act:
        act.perform()
        found = LicenceSuspension.objects.unconfirmed().filter(pk=suspension.pk, confirm_by__lte=act.now).first()
        if found is None:
            raise WrongState(_("No suspension of this licence has lapsed."), state=act.licence.state)
        end_suspension(act, found, SuspensionEnd.LAPSED)
        _resume_unless_unmet(act, EventKind.SUSPENSION_LAPSED, number=act.licence.number, suspension=str(found.pk))
        reopen_review(act, found)
    return act.licence


def suspend_by_review(act: Act[Licence], user: User, reason: str, *, opened_by: User | None) -> None:
    """Suspend a licence as its review leads to: two persons have looked at it, so that it lasts until two reinstate it.

    A review that Dozvil opened by itself has one person alone: another decider confirms it within the 24 hours, or the
    review is opened again. What an officer had suspended before stays so, confirmed; that it be reinstated is no longer
    proposed. Raises what `suspend_licence` and `confirm_suspension` raise where it comes to these.
    """
    close_left_over(act)
    found = find_suspension(act.licence)
    if found is None:
        if opened_by is None and (refusal := find_suspending_refusal(act.licence, user)) is not None:
            raise refusal
        found = _begin_by_review(act, user, reason, opened_by or user)
    elif found.is_provisional and (refusal := find_confirming_refusal(act.licence, user, at=act.now)) is not None:
        raise refusal
    drop_proposal(act, found)
    if found.is_provisional and found.ordered_by != user:
        record_confirmation(act, found, user)


def _begin_by_review(act: Act[Licence], user: User, reason: str, ordered_by: User) -> LicenceSuspension:
    act.perform(Verb.SUSPEND)
    act.licence.state_reason = reason
    cancel_expiry_reminders(act)
    begun = begin_suspension(act, reason, ordered_by=ordered_by)
    act.record(
        EventKind.SUSPENDED_BY_REVIEW,
        number=act.licence.number,
        suspension=str(begun.pk),
        reason=reason,
        confirm_by=begun.confirm_by if ordered_by == user else None,
    )
    return begun


@guard_texts()
def propose_reinstatement(licence: Licence, user: User, *, reason: str, expected: int | None = None) -> ReinstatementProposal:
    """Propose to reinstate a licence that an officer suspended; another person, a decider, confirms or declines it.

    It takes the place of what another officer proposed, who could not settle it. Raises WrongState where nobody suspended it,
    where they proposed this already, or while an unmet condition suspends it.
    """
    with acting(licence, user, Verb.PROPOSE_REINSTATEMENT, expected=expected) as act:
        act.perform()
        found = get_unless_refused(find_suspension(act.licence), find_proposing_refusal(act.licence, user))
        reason = require_reason(reason, _("Give the reason; whoever confirms it reads it, and then the holder."))
        drop_proposal(act, found)
        proposal = ReinstatementProposal.objects.create(suspension=found, reason=reason, proposed_by=user, proposed_at=act.now)
        act.record(EventKind.REINSTATEMENT_PROPOSED, number=act.licence.number, proposal=str(proposal.pk), reason=reason)
    return proposal


@guard_texts()
def reinstate_licence(licence: Licence, user: User, *, reason: str = "", expected: int | None = None) -> Licence:
    """Reinstate a suspended licence as an officer has proposed; its last day stays as it was. The holder reads the reason.

    Without a reason that of the proposal is told. Raises BothPersons for whoever proposed it, WrongState where nobody did
    or while an unmet condition keeps it suspended: its consequence is lifted by name.
    """
    with acting(licence, user, Verb.REINSTATE, expected=expected) as act:
        proposal = get_unless_refused(find_reinstatement(act.licence), find_reinstating_refusal(act.licence, user))
        reason = reason.strip() or proposal.reason
        _settle_proposal(act, proposal, user, ReinstatementOutcome.CONFIRMED, reason)
        end_suspension(act, proposal.suspension, SuspensionEnd.REINSTATED, reason)
        act.perform()
        act.record(EventKind.LICENCE_REINSTATED, number=act.licence.number, reason=reason)
        _resume(act)
    return act.licence


@guard_texts()
def decline_reinstatement(licence: Licence, user: User, *, reason: str, expected: int | None = None) -> ReinstatementProposal:
    """Decline to reinstate a licence, with the reason for the officer who proposed it; it stays suspended."""
    with acting(licence, user, Verb.DECLINE_REINSTATEMENT, expected=expected) as act:
        act.perform()
        proposal = get_unless_refused(find_reinstatement(act.licence), find_declining_refusal(act.licence, user))
        reason = require_reason(reason, _("Give the reason; the officer who proposed it reads it."))
        _settle_proposal(act, proposal, user, ReinstatementOutcome.DECLINED, reason)
        act.record(EventKind.REINSTATEMENT_DECLINED, number=act.licence.number, proposal=str(proposal.pk), reason=reason)
    return proposal


def _settle_proposal(
    act: Act[Licence], proposal: ReinstatementProposal, user: User, outcome: ReinstatementOutcome, reason: str
) -> None:
    proposal.settled_by, proposal.settled_at = user, act.now
    proposal.outcome, proposal.settled_because = outcome, reason
    proposal.save(update_fields=["settled_by", "settled_at", "outcome", "settled_because"])


def _resume_unless_unmet(act: Act[Licence], kind: EventKind, **data: Any) -> None:
    """Put the licence into force again after a suspension, unless an unmet condition suspends it too."""
    other = find_suspending_reason(act.licence)
    if other:
        act.licence.state_reason = other
        act.record(kind, still=True, **data)
        return
    act.perform(Verb.RESUME_LICENCE)
    act.record(kind, still=False, **data)
    _resume(act)


def _resume(act: Act[Licence]) -> None:
    act.licence.state_reason = ""
    schedule_expiry_reminders(act)
    # What customs reported meanwhile may have been the last of it. The database knows no move from suspended to exhausted.
    act.licence.save(update_fields=["state"])
    exhaust_if_used_up(act)
