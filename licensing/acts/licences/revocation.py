"""A holder's appeal against the revocation of their licence: within what time, who decides it, and what it revives."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting
from licensing.acts.clocks.timing import start_clock, stop_clocks
from licensing.acts.documents import files
from licensing.acts.licences.closing import exhaust_if_used_up
from licensing.acts.licences.consequences import suspend_again
from licensing.acts.licences.obligations import resume_duties
from licensing.acts.plans.parents.following import follow_licence
from licensing.acts.signoff.windows import find_appeal_stage
from licensing.choices import ClockKind, RevocationOutcome, TermUnit, Verb
from licensing.errors import ConflictOfDuties, Invalid, WrongState
from licensing.models import Case, Clock, Licence, RevocationAppeal, RevocationRuling, User
from licensing.models.licences.revocation import (
    find_appeal_window,
    find_licence_clock,
    find_open_appeal,
    has_part_in_revocation,
)
from licensing.policy.input.guard import guard_texts
from licensing.policy.reasons import build_reason_gap, require_reason
from licensing.policy.record.event_kinds import EventKind


@guard_texts()
def appeal_revocation(
    licence: Licence, user: User, *, reason: str, content: bytes = b"", file_name: str = "", expected: int | None = None
) -> RevocationAppeal:
    """Appeal against the revocation of a licence within its time, with or without a document. Nothing leaves meanwhile."""
    kept = files.store_enclosure(file_name, content)
    with acting(licence, user, Verb.APPEAL_REVOCATION, expected=expected) as act:
        act.perform()
        if find_appeal_window(act.licence, at=act.now) is None:
            raise WrongState(_("This revocation can no longer be appealed against."), state=act.licence.state)
        reason = require_reason(reason, _("Say why the revocation should be looked at again."))
        stop_clocks(act, ClockKind.REVOCATION)
        document = None
        if kept is not None:
            title = _("Appeal against the revocation of %(licence)s") % {"licence": act.licence.number}
            document = files.attach_enclosure(act, kept, user, title=title)
        appeal = RevocationAppeal.objects.create(
            licence=act.licence,
            number=act.licence.appeals.count() + 1,
            reason=reason,
            document=document,
            filed_by=user,
            filed_at=act.now,
        )
        due_on = _start_term_of_decision(act).due_on
        act.record(
            EventKind.REVOCATION_APPEALED, number=act.licence.number, appeal=str(appeal.pk), reason=reason, due_on=due_on
        )
    return appeal


def _start_term_of_decision(act: Act[Licence]) -> Clock:
    """The time in which the appeal is decided: that of the stage that the procedure sends an appeal to."""
    stage = find_appeal_stage(act.case)
    if stage is None:
        raise RuntimeError("a window to appeal was open, so the procedure has a stage that gives it")
    to = stage.procedure.stages.get(code=stage.escalation["to"])
    return start_clock(
        act,
        ClockKind.REDRESS,
        amount=to.term_amount,
        unit=TermUnit(to.term_unit),
        calendar=stage.procedure.calendar,
        roll=to.term_roll,
    )


@guard_texts()
def decide_revocation(
    licence: Licence, user: User, *, outcome: RevocationOutcome, reasons: str, expected: int | None = None
) -> RevocationRuling:
    """Decide an appeal against a revocation, finally. Set aside, the licence is in force again from now; its last day stays.

    Raises ConflictOfDuties for whoever revoked it or had any part in its case, WrongState where no appeal waits.
    """
    with acting(licence, user, Verb.DECIDE_REVOCATION, expected=expected) as act:
        act.perform()
        appeal = find_open_appeal(act.licence)
        if appeal is None:
            raise WrongState(_("No appeal against a revocation of this licence waits to be decided."), state=act.licence.state)
        if has_part_in_revocation(act.licence, act.actor):
            raise ConflictOfDuties(_("You had a part in the revocation or in the decision; somebody else decides this appeal."))
        if not reasons.strip():
            raise Invalid(gaps=[build_reason_gap(_("Give the reasons; they are told to the holder."), "reasons")])
        reasons = reasons.strip()
        ruling = RevocationRuling.objects.create(
            appeal=appeal, outcome=outcome, reasons=reasons, decided_by=user, decided_at=act.now
        )
        stop_clocks(act, ClockKind.REDRESS)
        told: dict[str, Any] = {"number": act.licence.number, "appeal": str(appeal.pk), "reason": reasons}
        if outcome == RevocationOutcome.SET_ASIDE:
            _restore_licence(act)
            act.record(EventKind.REVOCATION_SET_ASIDE, valid_until=act.licence.valid_until, **told)
            # What customs reported meanwhile may have used it up. Saved first: the database lets no step be left out.
            act.licence.save()
            suspend_again(act)
            exhaust_if_used_up(act)
            follow_licence(act)
        else:
            act.record(EventKind.REVOCATION_UPHELD, **told)
    return ruling


def _restore_licence(act: Act[Licence]) -> None:
    """Put a revoked licence into force again, with what its revocation had ended."""
    licence, closed_at = act.licence, act.licence.closed_at
    if closed_at is None:
        raise RuntimeError("a revoked licence is closed")
    cut_short = licence.list_reports_due()
    act.perform(Verb.RESTORE)
    licence.state_reason, licence.closed_at = "", None
    resume_duties(act, closed_at=closed_at, periods=cut_short)


def finalise_revocation(case: Case) -> Licence:
    """Make the revocation of the licence of a case final because nobody appealed in time; called by the clock."""
    licence: Licence = case.licence
    with acting(licence, None, Verb.LET_REVOCATION_STAND) as act:
        act.perform()
        clock = find_licence_clock(act.licence, ClockKind.REVOCATION)
        if clock is None or clock.due_at > act.now:
            raise WrongState(_("The time to appeal against this revocation is not over."))
        stop_clocks(act, ClockKind.REVOCATION)
        act.record(EventKind.REVOCATION_STANDS, number=act.licence.number)
    return act.licence
