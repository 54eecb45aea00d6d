"""An applicant's appeal against a refusal: the procedure says whether, within what time, and who decides it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from licensing.acts.acting import acting
from licensing.acts.clocks.timing import stop_clocks
from licensing.acts.signoff.rounds import open_next_stage
from licensing.acts.signoff.windows import find_contestable_round
from licensing.choices import CaseState, ClockKind, Verb
from licensing.errors import WrongState
from licensing.models import Case, User
from licensing.policy.input.guard import guard_texts
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind


@guard_texts()
def appeal_case(case: Case, user: User, *, reason: str, expected: int | None = None) -> Case:
    """Appeal against a refusal within its time. The refusal is no longer the decision of the case, and stays on record."""
    with acting(case, user, Verb.APPEAL, expected=expected) as act:
        # Before the transition: both are read from a case that is still refused.
        until, round = get_appeal_deadline(act.case), find_contestable_round(act.case, ClockKind.APPEAL)
        act.perform()
        if round is None or until is None or until <= act.now:
            raise WrongState(_("This refusal can no longer be appealed against."))
        reason = require_reason(reason, _("Say why the refusal should be looked at again."))
        stop_clocks(act, ClockKind.APPEAL)
        to = str(round.stage.escalation["to"])
        act.record(EventKind.CASE_APPEALED, decision=str(act.case.decision_id), stage=to, reason=reason)
        act.case.decision, act.case.closed_at = None, None
        open_next_stage(act, round.version, after=round.stage, referred=to)
    return act.case


def get_appeal_deadline(case: Case) -> datetime | None:
    """Until when a refusal can be appealed against, or None when it cannot."""
    if case.state != CaseState.REFUSED:
        return None
    clock = case.clocks.running().filter(kind=ClockKind.APPEAL).first()
    return clock.due_at if clock else None
