"""What a case officer says of a hit: that it is the listed party, somebody else, or that the applicant has to be asked."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting
from licensing.acts.requests.questions import open_question
from licensing.choices import Freshness, HitStanding, HitStrength, HitVerdict, Verb
from licensing.errors import Gap, Invalid, NotAllowed, NotFound, SaidAlready, WrongState
from licensing.models import Case, Disposition, ScreeningHit, User
from licensing.models.record.origin import require_step_up
from licensing.policy.assessment.hits import Said, does_take_two, find_second_refusal, find_standing
from licensing.policy.input.guard import guard_texts
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind


@guard_texts()
def dispose_hit(
    case: Case,
    user: User,
    hit_id: UUID,
    *,
    verdict: HitVerdict,
    reason: str,
    question: str = "",
    due_on: date | None = None,
    expected: int | None = None,
) -> ScreeningHit:
    """Say what a hit is, with what shows it. One person clears a possible hit, two a strong one and one that was ever true.

    What cannot be told yet is asked of the applicant, where questions can still be asked: `question` is what they read, and
    it names no list. Raises NotAllowed for a member of the applicant's organisation, ConflictOfDuties for whoever prepared
    the request, SaidAlready for a second word of one person, WrongState for a hit that no list in force gives any more,
    StepUpRequired for whoever clears what takes two persons without a fresh proof of who they are.
    """
    with acting(case, user, Verb.DISPOSE_HIT, expected=expected) as act:
        act.perform()
        if act.case.organisation_id in act.actor.memberships:
            raise NotAllowed(_("You belong to the organisation that asks, so you say nothing of its hits."))
        hit = _lock_hit(act.case, hit_id)
        said = [Said(one.by_id, HitVerdict(one.verdict)) for one in hit.dispositions.order_by("number")]
        if refusal := find_second_refusal(said, by=user.pk, verdict=verdict):
            raise SaidAlready(str(refusal))
        strength = HitStrength(hit.strength)
        if verdict is HitVerdict.FALSE and does_take_two(strength, said):
            # After this word nothing but a second one stands between a listed party and the goods.
            require_step_up(user, Freshness.NOW, at=act.now)
        reason = require_reason(reason, _("Say what shows it."))
        Disposition.objects.create(hit=hit, number=len(said) + 1, verdict=verdict, reason=reason, by=user, at=act.now)
        hit.standing = find_standing(strength, [*said, Said(user.pk, verdict)])
        hit.save(update_fields=["standing"])
        act.record(
            EventKind.HIT_DISPOSED,
            hit=str(hit.pk),
            list=hit.list_code,
            verdict=verdict,
            standing=HitStanding(hit.standing),
            reason=reason,
        )
        _ask(act, user, verdict, question, due_on)
    return hit


def may_ask(case: Case) -> bool:
    """Whether the applicant can be asked about an unclear hit in the present state of the case."""
    return Verb.ASK in case.list_possible_acts()


def _ask(act: Act[Case], user: User, verdict: HitVerdict, question: str, due_on: date | None) -> None:
    if verdict is not HitVerdict.UNCLEAR or not may_ask(act.case):
        if question.strip():
            sentence = _("A question goes with an unclear hit, while the request is looked at.")
            raise Invalid(gaps=[Gap("unexpected", "question", sentence)])
        return
    if not question.strip() or due_on is None:
        path = "due_on" if question.strip() else "question"
        sentence = _("Ask the applicant what would make it clear, with a day for the answer.")
        raise Invalid(gaps=[Gap("required", path, sentence)])
    open_question(act, user, text=question, due_on=due_on)


def _lock_hit(case: Case, hit_id: UUID) -> ScreeningHit:
    hit: ScreeningHit | None = ScreeningHit.objects.select_for_update(of=("self",)).filter(case=case, pk=hit_id).first()
    if hit is None:
        raise NotFound
    if hit.gone_at is not None:
        raise WrongState(_("No list in force gives this hit any more."))
    return hit
