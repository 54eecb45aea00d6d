"""A contested outcome: referred up within its window by those who did not agree, or finalised when the window ends."""

from __future__ import annotations

from django.utils.translation import gettext as _

from licensing.acts.acting import acting
from licensing.acts.clocks.timing import find_end_by_time, stop_clocks
from licensing.acts.signoff.rounds import open_next_stage
from licensing.acts.signoff.windows import WINDOWS, find_contestable_round, list_own_referring_bodies
from licensing.choices import ClockKind, StageOutcome, Verb
from licensing.errors import NoMandate, WrongState
from licensing.messages import Message
from licensing.models import Case, Round, User
from licensing.models.reference.stored_texts import render_in_every_language
from licensing.policy.input.guard import guard_texts
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind

_NOT_RECOMMENDED_BY_DEFAULT = Message(
    "Nobody referred the case up in time, and the written default is not to recommend it. Not passed."
)


@guard_texts()
def escalate_case(case: Case, user: User, *, reason: str) -> Case:
    """Refer a case up to the stage that its rule names, within the window left to those who did not agree."""
    with acting(case, user, Verb.ESCALATE) as act:
        act.perform()
        round = find_contestable_round(act.case)
        if round is None:
            raise WrongState(_("No outcome of this case waits to be referred up."))
        reason = require_reason(reason, _("Say why the case is referred up."))
        bodies = list_own_referring_bodies(round, act.actor.bodies)
        if not bodies:
            raise NoMandate(_("Your body may not refer this outcome up."))
        stop_clocks(act, ClockKind.ESCALATION)
        to = str(round.stage.escalation["to"])
        act.record(EventKind.CASE_ESCALATED, round=str(round.pk), to=to, body=bodies[0], reason=reason)
        open_next_stage(act, act.case.versions.latest("number"), after=round.stage, referred=to)
    return act.case


def finalise_outcome(case: Case) -> Case:
    """Apply the written default of a rule when a window ends in which nobody referred the case up; called by the clock.

    Raises WrongState while no window of this case has ended.
    """
    with acting(case, None, Verb.FINALISE_OUTCOME) as act:
        act.perform()
        clock = act.case.clocks.running().filter(kind__in=WINDOWS).first()
        round = find_contestable_round(act.case, ClockKind(clock.kind)) if clock else None
        if round is None or clock is None or clock.due_at > act.now:
            raise WrongState(_("No window to refer this case up has passed."))
        stop_clocks(act, *WINDOWS)
        if clock.kind == ClockKind.APPEAL:
            act.record(EventKind.OUTCOME_STANDS, round=str(round.pk), outcome=round.outcome, default="stands")
            return act.case
        default = round.stage.escalation.get("default", "stands")
        if default == "refuse":
            _close_as_not_recommended(round)
        act.record(EventKind.OUTCOME_STANDS, round=str(round.pk), outcome=round.outcome, default=default)
        referred = str(round.stage.escalation["to"]) if default == "escalate" else ""
        since = find_end_by_time(clock, now=act.now)
        open_next_stage(act, act.case.versions.latest("number"), after=round.stage, referred=referred, since=since)
    return act.case


def _close_as_not_recommended(round: Round) -> None:
    """Change the outcome of a closed stage to not passed, because its written default is not to recommend."""
    round.outcome = StageOutcome.NOT_PASSED
    explanation = render_in_every_language(_NOT_RECOMMENDED_BY_DEFAULT)
    round.result = round.result | {"outcome": round.outcome, "explanation": explanation}
    round.save(update_fields=["outcome", "result"])
