"""What follows when the legal time limit of a case passes without a decision: what its procedure says, and once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting
from licensing.acts.clocks.timing import find_end_by_time
from licensing.acts.signoff.ballots import is_last, load_ballot, lock_open_round
from licensing.acts.signoff.rounds import end_at_limit, find_unmet_entry_check
from licensing.choices import ClockKind, Deemed, LimitConsequence, OnLimit, StageOutcome, Verb
from licensing.errors import WrongState
from licensing.messages import Message
from licensing.models import Case, Clock, Round
from licensing.models.reference.stored_texts import render_in_every_language
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.signoff.tally_types import Tally, Why

_NO_STAGE = Message("No stage is open: an outcome waits for the end of the time in which it can be referred up.")
_THE_LAST = Message("The stage of the decision is open, and only the government ends it.")
_NOT_DEEMED = Message("The procedure deems no outcome of the stage that is open.")
_NOT_BEGUN = Message("The checks that come before the stage are not met, so nobody could speak in it yet.")
_OUTCOMES = {Deemed.APPROVE: StageOutcome.PASSED, Deemed.REFUSE: StageOutcome.NOT_PASSED}
_DEEMED = {Deemed.APPROVE: LimitConsequence.DEEMED_APPROVED, Deemed.REFUSE: LimitConsequence.DEEMED_REFUSED}


@dataclass(frozen=True, slots=True)
class _Step:
    """What follows now: a round that ends with this count, or nothing but the alert, and then perhaps why nothing else."""

    consequence: LimitConsequence
    counted: Tally | None = None
    because: Message | None = None


def apply_limit(case: Case) -> LimitConsequence:
    """Do what the procedure says of its legal limit, once; called by the clock. What was said decides where it can.

    Raises WrongState while the limit has not passed or is paused, and once its consequence was carried out.
    """
    with acting(case, None, Verb.APPLY_LIMIT) as act:
        act.perform()
        clock = _find_passed_limit(act)
        if clock is None:
            raise WrongState(_("No legal time limit of this case has passed without its consequence."))
        round = lock_open_round(act.case)
        step = _find_step(act, round)
        Clock.objects.filter(pk=clock.pk).update(consequence=step.consequence, wake_at=None)
        act.record(EventKind.LIMIT_PASSED, consequence=step.consequence, **_build_limit_data(round, step))
        if round is not None and step.counted is not None:
            end_at_limit(act, round, step.counted, since=find_end_by_time(clock, now=act.now))
    return step.consequence


def _find_passed_limit(act: Act[Case]) -> Clock | None:
    """The running legal clock past its due moment, with its consequence still to come; never while a pause holds it."""
    clock = act.case.clocks.running().filter(kind=ClockKind.LEGAL, consequence="", due_at__lte=act.now).first()
    return None if clock is None or clock.pauses.filter(until__isnull=True).exists() else clock


def _find_step(act: Act[Case], round: Round | None) -> _Step:
    procedure = act.case.procedure
    if procedure is None or procedure.on_limit == OnLimit.ALERT:
        return _Step(LimitConsequence.ALERT)
    if round is None or is_last(round.stage):
        return _Step(LimitConsequence.ALERT, because=_THE_LAST if round else _NO_STAGE)
    if procedure.on_limit == OnLimit.REFER_UP:
        return _count(act, round, StageOutcome.ESCALATED, LimitConsequence.REFER_UP)
    if not round.stage.deemed:
        return _Step(LimitConsequence.ALERT, because=_NOT_DEEMED)
    if find_unmet_entry_check(round, at=act.now):
        return _Step(LimitConsequence.ALERT, because=_NOT_BEGUN)
    deemed = Deemed(round.stage.deemed)
    return _count(act, round, _OUTCOMES[deemed], _DEEMED[deemed])


def _count(act: Act[Case], round: Round, outcome: StageOutcome, consequence: LimitConsequence) -> _Step:
    counted = load_ballot(round, at=act.now).count(closed=True, at_limit=outcome)
    return _Step(consequence if counted.why is Why.LIMIT else LimitConsequence.COUNTED, counted)


def _build_limit_data(round: Round | None, step: _Step) -> dict[str, Any]:
    of_stage = {"round": str(round.pk), "stage": round.stage.code} if round else {}
    return of_stage | ({"because": render_in_every_language(step.because)} if step.because else {})
