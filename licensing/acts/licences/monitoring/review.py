"""Late knowledge: a licence reviewed because of what became known after its grant, and what a decider makes of it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting
from licensing.acts.clocks.deadlines import cancel_reminders
from licensing.acts.licences.changing.refusals import get_unless_refused
from licensing.acts.licences.changing.suspension import suspend_by_review
from licensing.acts.licences.changing.variation import carry_out_variation
from licensing.acts.licences.licence import carry_out_revocation
from licensing.acts.licences.monitoring.ending import build_review_key
from licensing.acts.licences.monitoring.opening import begin_review, describe_review
from licensing.acts.licences.monitoring.refusals import find_concluding_refusal, find_opening_refusal, find_varying_refusal
from licensing.choices import ReviewCause, ReviewOutcome, Verb
from licensing.errors import Gap, Invalid, Stale, WrongState
from licensing.models import Licence, LicenceReview, User
from licensing.models.licences.monitoring.knowledge import compute_known, find_knowledge
from licensing.models.licences.monitoring.review import find_open_review
from licensing.models.reference.stored_texts import join_every_language
from licensing.policy.input.guard import guard_texts
from licensing.policy.reasons import build_reason_gap, require_reason
from licensing.policy.record.event_kinds import EventKind

# What whoever concludes may choose; that the licence has ended meanwhile, its own end says.
CONCLUSIONS: Final = tuple(one for one in ReviewOutcome if one is not ReviewOutcome.CEASED)


@guard_texts()
def open_review(
    licence: Licence, user: User, *, cause: ReviewCause, finding: str, expected: int | None = None
) -> LicenceReview:
    """Open a review of a licence, with what became known of it. The licence holds meanwhile; an officer may suspend it.

    Raises WrongState while another review is open: what is found besides is said when it is concluded.
    """
    with acting(licence, user, Verb.OPEN_REVIEW, expected=expected) as act:
        act.perform()
        finding = require_reason(finding, _("Say what became known, and how."))
        return _open(act, cause, finding)


def start_review(licence: Licence) -> LicenceReview:
    """Open a review for a conflict of interest, a listing or a false certificate found after the grant; called by the clock.

    Raises WrongState where nothing is known that no review has looked at.
    """
    with acting(licence, None, Verb.START_REVIEW) as act:
        act.perform()
        known = find_knowledge(act.licence)
        if not known:
            raise WrongState(_("Nothing is known of this licence that no review has looked at."), state=act.licence.state)
        return _open(act, known[0].cause, join_every_language(one.sentence for one in known))


@guard_texts()
def conclude_review(
    licence: Licence, user: User, *, outcome: ReviewOutcome, reasons: str, known: str, expected: int | None = None
) -> LicenceReview:
    """Conclude the review of a licence: confirm it, grant the variation that is proposed, suspend it or revoke it.

    `known` is the digest of what whoever concludes has read of the licence: they answer for all that is known until now.
    Raises Stale where more is known, or something no longer stands.
    Raises BothPersons for who opened it, WrongState where none is open or the licence has left the states that the outcome
    starts from or no officer proposed a variation that is chosen, and Invalid where that cannot be granted. With a suspension
    by one person alone it raises what `suspend_licence` raises, with one that waits what `confirm_suspension` does.
    """
    with acting(licence, user, Verb.CONCLUDE_REVIEW, expected=expected) as act:
        act.perform()
        found = get_unless_refused(find_open_review(act.licence), find_concluding_refusal(act.licence, user))
        if known != compute_known(find_knowledge(act.licence)):
            sentence = _("Something has become known of this licence since you read it, or no longer stands. Read it first.")
            raise Stale(sentence, current=act.licence.revision)
        _refuse_unfit_outcome(act, outcome, reasons)
        found.outcome, found.reasons = outcome, reasons.strip()
        found.concluded_by, found.concluded_at = user, act.now
        found.save(update_fields=["outcome", "reasons", "concluded_by", "concluded_at"])
        cancel_reminders(act.case, build_review_key(found), at=act.now)
        act.record(EventKind.REVIEW_CONCLUDED, **describe_review(found), outcome=outcome, reason=found.reasons)
        _carry_out(act, found, user)
    return found


def _refuse_unfit_outcome(act: Act[Licence], outcome: ReviewOutcome, reasons: str) -> None:
    if not reasons.strip():
        raise Invalid(
            gaps=[build_reason_gap(_("Give the reasons; the holder reads them, unless the licence is confirmed."), "reasons")]
        )
    if outcome not in CONCLUSIONS:
        raise Invalid(gaps=[Gap("invalid", "outcome", _("Choose what the review leads to."))])
    if outcome is ReviewOutcome.VARIED and (refusal := find_varying_refusal(act.licence)) is not None:
        raise refusal
    if outcome != ReviewOutcome.CONFIRMED and not act.licence.is_live:
        raise WrongState(_("Nothing can leave under this licence any more. Only confirm it."), state=act.licence.state)


def _carry_out(act: Act[Licence], found: LicenceReview, user: User) -> None:
    """Do what the review leads to, as a step of its conclusion. The holder is told by the events of that."""
    match ReviewOutcome(found.outcome):
        case ReviewOutcome.VARIED:
            carry_out_variation(act, user, found.reasons)
        case ReviewOutcome.SUSPENDED:
            suspend_by_review(act, user, found.reasons, opened_by=found.opened_by)
        case ReviewOutcome.REVOKED:
            act.perform(Verb.REVOKE)
            carry_out_revocation(act, found.reasons)
        case _:
            pass


def _open(act: Act[Licence], cause: ReviewCause, finding: str) -> LicenceReview:
    if (refusal := find_opening_refusal(act.licence)) is not None:
        raise refusal
    return begin_review(act, cause, finding, opened_by=act.user)
