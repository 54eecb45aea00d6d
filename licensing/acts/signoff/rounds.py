"""Rounds of sign-off, as steps of other acts: opened from a stage, closed, and what follows from the outcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting
from licensing.acts.assessment.reminding import schedule_due_assessments
from licensing.acts.clocks.timing import find_end_by_time, start_clock, stop_clocks
from licensing.acts.obstacles.listing import find_refusal
from licensing.acts.obstacles.situation import Situation
from licensing.acts.signoff.ballots import (
    Ballot,
    attach_case,
    is_last,
    is_past_deadline,
    list_effective_rounds,
    load_ballot,
    lock_open_round,
)
from licensing.acts.signoff.voiding import carry_over_positions
from licensing.acts.signoff.windows import (
    ENDS_OF_TIME,
    get_default_referral,
    get_referral_target,
    has_referral_window,
    is_contestable,
    open_window,
)
from licensing.acts.supply.reservations import give_back_supply, reserve_supply
from licensing.choices import CaseState, ClockKind, RoundEnd, StageOutcome, Step, TermUnit, Verb
from licensing.errors import Problem, RoundClosed
from licensing.models import Body, Case, CaseVersion, Clock, Round, RoundSeat, Stage
from licensing.models.signoff.round import serialize_tally
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.signoff.tally_types import Tally


def open_next_stage(
    act: Act[Case], version: CaseVersion, *, after: Stage | None = None, referred: str = "", since: datetime | None = None
) -> None:
    """Open the following stage, or the one that the case is `referred` to; a government stage forwards the case to it first.

    `since` is the end of the time limit by which the stage before ended: the new term counts from that day.
    """
    if stage := _find_next_stage(act.case, after, referred):
        _enter_stage(act, stage, version, since=since)


def _enter_stage(act: Act[Case], stage: Stage, version: CaseVersion, *, since: datetime | None = None) -> None:
    if stage.government and act.case.state == CaseState.MINISTRY_REVIEW:
        if act.verb == Verb.ACCEPT:
            # All that was signed before it was sent back still holds. The database knows no move from filed to the government.
            act.case.save(update_fields=["state"])
        act.perform(Verb.FORWARD)
        act.record(EventKind.CASE_FORWARDED, stage=stage.code)
        reserve_supply(act)
    open_round(act, stage, version, since=since)


def open_round(
    act: Act[Case],
    stage: Stage,
    version: CaseVersion,
    *,
    continues: Round | None = None,
    since: datetime | None = None,
) -> Round:
    """Freeze the stage's rule and seats for this version, ask the seats, and start the stage's clock.

    Positions taken earlier in the same stage stay, unless what they rested on has changed materially since they were signed.
    `continues` is a round of this stage that was just ended: its clock runs on.
    """
    round = Round.objects.create(
        case=act.case,
        stage=stage,
        version=version,
        number=act.case.rounds.count() + 1,
        rule=stage.rule,
        opened_at=act.now,
    )
    seats = RoundSeat.objects.bulk_create(_build_seats(act.case, round, stage))
    if continues is None:
        start_clock(
            act,
            ClockKind.STAGE,
            amount=stage.term_amount,
            unit=TermUnit(stage.term_unit),
            calendar=stage.procedure.calendar,
            roll=stage.term_roll,
            round=round,
            since=since,
        )
    else:
        # The same clock, so that an amendment gains nobody time; its reminders hang on the clock and need no change.
        Clock.objects.running().filter(round=continues).update(round=round)
    act.record(
        EventKind.ROUND_OPENED,
        round=str(round.pk),
        number=round.number,
        stage=stage.code,
        version=version.number,
        seats=[seat.body_id for seat in seats],
    )
    if stage.assessments:
        schedule_due_assessments(act, round)
    if carry_over_positions(act, round, {seat.body_id: seat for seat in seats}):
        count_and_advance(act, round)
    return round


def reopen_stage(act: Act[Case], stage: Stage, version: CaseVersion) -> None:
    """Open a stage again for this version: open rounds of later stages end as superseded, and a window to refer up closes."""
    close_rounds(act, RoundEnd.SUPERSEDED)
    stop_clocks(act, ClockKind.ESCALATION)
    if act.case.state == CaseState.GOVERNMENT_DECISION and not stage.government:
        # The event of the round that opens carries this move.
        act.perform(Verb.RETURN_TO_MINISTRIES)
    open_round(act, stage, version)
    if act.case.state == CaseState.MINISTRY_REVIEW:
        give_back_supply(act)


def find_unheard_stage(case: Case) -> Stage | None:
    """The first ended stage of the ministries that did not ask a body which routing names now; the open one asks it anyway."""
    further = set(Body.objects.filter(pk__in=case.routing.get("extra_seats", [])).values_list("pk", flat=True))
    ended = [one for one in list_effective_rounds(case) if one.closed_at and not one.stage.government] if further else []
    asked = {one.pk: {seat.body_id for seat in one.seats.all()} for one in ended}
    return next((one.stage for one in ended if further - asked[one.pk]), None)


def supersede_round(act: Act[Case], round: Round, version: CaseVersion) -> None:
    """Continue an open stage with a newer version of the request, under the deadline that it had."""
    counted = load_ballot(round, at=act.now).count(closed=False)
    _end_round(act, round, counted, RoundEnd.SUPERSEDED)
    open_round(act, round.stage, version, continues=round)


def count_and_advance(act: Act[Case], round: Round, *, deadline: bool = False, ballot: Ballot | None = None) -> Tally:
    """Count a round, and if it may end now, end it and open what follows.

    The last round, the government's, stays open: it ends with the decision that is recorded.
    """
    ballot = ballot or load_ballot(round, at=act.now)
    counted = ballot.count(closed=deadline)
    ended_by = get_round_end(counted, deadline=deadline)
    step = find_next_step(round, counted, ended_by)
    if not step.closes:
        return counted
    since = _find_end_of_stage(act, round) if deadline else None
    _end_and_advance(act, round, counted, ended_by, step, since=since)
    return counted


def end_at_limit(act: Act[Case], round: Round, counted: Tally, *, since: datetime) -> None:
    """End a round because the legal limit has passed, and open what follows; `since` is the end of that limit."""
    step = find_next_step(round, counted, RoundEnd.LIMIT)
    _end_and_advance(act, round, counted, RoundEnd.LIMIT, step, since=since)


def _end_and_advance(
    act: Act[Case], round: Round, counted: Tally, ended_by: RoundEnd, step: NextStep, *, since: datetime | None
) -> None:
    close_round(act, round, counted, ended_by)
    if step.opens_window:
        open_window(act, round.stage, ClockKind.ESCALATION, since=since)
    elif step.stage:
        _enter_stage(act, step.stage, round.version, since=since)


@dataclass(frozen=True, slots=True)
class NextStep:
    """What follows from a count: whether the round ends, and then the time to refer it up, or the stage that opens."""

    closes: bool
    opens_window: bool = False
    stage: Stage | None = None


def find_next_step(round: Round, counted: Tally, ended_by: RoundEnd) -> NextStep:
    """What a round that counts like this leads to; asked before it ends, so that people can be told."""
    # Members who ask to adjourn keep the round open: they may vote again until its deadline.
    adjourns = counted.outcome == StageOutcome.ADJOURNED and ended_by not in ENDS_OF_TIME
    referred = get_referral_target(round.stage, counted.outcome)
    if counted.outcome == StageOutcome.PENDING or adjourns or (is_last(round.stage) and not referred):
        return NextStep(closes=False)
    contestable = not referred and is_contestable(round, counted, ended_by)
    if contestable and has_referral_window(round, counted):
        return NextStep(closes=True, opens_window=True)
    referred = get_default_referral(round.stage) if contestable else referred
    return NextStep(closes=True, stage=_find_next_stage(round.case, round.stage, referred))


def _find_end_of_stage(act: Act[Case], round: Round) -> datetime | None:
    clock = Clock.objects.running().filter(round=round).first()
    return find_end_by_time(clock, now=act.now) if clock else None


def get_round_end(counted: Tally, *, deadline: bool = False) -> RoundEnd:
    """Why a round that counts like this ends."""
    return RoundEnd.DEADLINE if deadline else RoundEnd.ALL_SPOKE if counted.all_spoken else RoundEnd.SETTLED


def close_due_round(case: Case) -> StageOutcome:
    """End the open round whose deadline has passed, by its written rule on silence; called by the clock."""
    with acting(case, None, Verb.CLOSE_ROUND) as act:
        act.perform()
        round = lock_open_round(act.case)
        if round is None or not is_past_deadline(round, at=act.now):
            raise RoundClosed(_("No round of this case is past its deadline."))
        if unmet := find_unmet_entry_check(round, at=act.now):
            raise unmet
        counted = count_and_advance(act, round, deadline=True)
        if not act.events:
            # The rule lets silence block: the round stays open, and the seats are chased by reminders.
            raise RoundClosed(_("The rule of this stage waits for the seats that have not spoken."))
    return counted.outcome


def close_round(act: Act[Case], round: Round, counted: Tally, ended_by: RoundEnd) -> None:
    """End a round with its outcome and the explanation of it."""
    _end_round(act, round, counted, ended_by)
    stop_clocks(act, ClockKind.STAGE)


def close_rounds(act: Act[Case], ended_by: RoundEnd) -> None:
    """End the open round without an outcome because the case leaves the review."""
    for round in act.case.rounds.open().select_related("stage"):
        ballot = load_ballot(attach_case(act.case, round), at=act.now)
        close_round(act, round, ballot.count(closed=False), ended_by)


def find_unmet_entry_check(round: Round, *, at: datetime) -> Problem | None:
    """What keeps everybody from speaking in a round: until it is gone, nobody speaks and silence is not counted."""
    return find_refusal(Situation(round.case, at, Step.SIGN, round=round, seats=()))


def _end_round(act: Act[Case], round: Round, counted: Tally, ended_by: RoundEnd) -> None:
    round.closed_at, round.ended_by = act.now, ended_by
    round.outcome, round.result = counted.outcome, serialize_tally(counted)
    round.save(update_fields=["closed_at", "ended_by", "outcome", "result"])
    act.record(
        EventKind.ROUND_CLOSED,
        round=str(round.pk),
        number=round.number,
        stage=round.stage.code,
        ended_by=ended_by,
        outcome=counted.outcome,
        explanation=round.result["explanation"],
    )


def _find_next_stage(case: Case, after: Stage | None, referred: str) -> Stage | None:
    if case.procedure is None:
        return None
    stages = case.procedure.stages.select_related("procedure", "procedure__calendar").order_by("number")
    if referred:
        return stages.filter(code=referred).first()
    return stages.filter(number__gt=after.number if after else 0, only_when_referred=False).first()


def _build_seats(case: Case, round: Round, stage: Stage) -> list[RoundSeat]:
    """The stage's seats, and in the ministries' stages the further bodies that routing asks to be heard."""
    rows = list(stage.seats.order_by("number"))
    seats = [RoundSeat(round=round, body_id=seat.body_id, **seat.as_terms()) for seat in rows]
    if not stage.government:
        asked = {seat.body_id for seat in rows}
        further = Body.objects.filter(pk__in=case.routing.get("extra_seats", [])).exclude(pk__in=asked).order_by("pk")
        seats += [RoundSeat.build_extra(round, body.pk, len(rows) + place) for place, body in enumerate(further, 1)]
    return seats
