"""A slip of the pen in a decision is put right by an act of its own; what was recorded stays readable beside it."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting
from licensing.acts.decisions.resolutions import find_correction_gaps
from licensing.choices import Verb
from licensing.errors import ConflictOfDuties, Gap, Invalid, WrongState
from licensing.models import Case, Decision, DecisionCorrection, User
from licensing.models.decisions.correction import Wording, get_wording, list_corrections
from licensing.policy.input.guard import guard_texts
from licensing.policy.reasons import require_reason
from licensing.policy.record.digests import compute_digest
from licensing.policy.record.event_kinds import EventKind


@guard_texts()
def correct_decision(
    case: Case,
    user: User,
    *,
    reason: str,
    resolution_no: str | None = None,
    resolution_on: date | None = None,
    reasons: str | None = None,
    expected: int | None = None,
) -> DecisionCorrection:
    """Correct the number, the day or the words of the decision that holds; what is left out stays as it reads now.

    Raises ConflictOfDuties for whoever recorded the decision, Invalid for a number or a day that could not have been recorded.
    """
    with acting(case, user, Verb.CORRECT_DECISION, expected=expected) as act:
        act.perform()
        decision = _get_decision_of_another(act.case, user)
        earlier = list_corrections(decision)
        before = get_wording(decision, earlier)
        after = Wording(
            before.resolution_no if resolution_no is None else resolution_no.strip(),
            resolution_on or before.resolution_on,
            before.reasons if reasons is None else reasons.strip(),
        )
        if found := find_correction_gaps(decision, before, after):
            raise Invalid(gaps=found)
        if before == after:
            raise Invalid(gaps=[Gap("unchanged", "reason", _("Nothing would change. Write what the decision is to say."))])
        reason = require_reason(reason, _("Say why the decision is corrected."))
        correction = _create_correction(act, decision, user, number=len(earlier) + 1, wording=after, reason=reason)
        act.record(
            EventKind.DECISION_CORRECTED,
            decision=str(decision.pk),
            correction=str(correction.pk),
            resolution_no=after.resolution_no,
            resolution_on=after.resolution_on,
            reason=correction.reason,
            digest=correction.digest,
        )
    return correction


def _get_decision_of_another(case: Case, user: User) -> Decision:
    decision = case.decision
    # A decision that was appealed against with success stays as a row, and is the decision of the case no more.
    if decision is None:
        raise WrongState(_("No decision of this case holds."))
    if decision.decided_by_id == user.pk:
        raise ConflictOfDuties(_("You recorded this decision; somebody else corrects it."))
    return decision


def _create_correction(
    act: Act[Case], decision: Decision, user: User, *, number: int, wording: Wording, reason: str
) -> DecisionCorrection:
    correction = DecisionCorrection(
        decision=decision,
        number=number,
        resolution_no=wording.resolution_no,
        resolution_on=wording.resolution_on,
        reasons=wording.reasons,
        reason=reason,
        corrected_by=user,
        corrected_at=act.now,
    )
    correction.digest = compute_digest(correction.as_signed_data())
    correction.save(force_insert=True)
    return correction
