"""The government's decision: granted whole or in part, refused, adjourned to a day, resumed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting, database_now, now, to_local_day
from licensing.acts.assessment.criteria.naming import serialize_named
from licensing.acts.clocks.timing import pause_clocks, resume_clocks, stop_clocks
from licensing.acts.decisions.owed_reasons import find_reasons_gaps
from licensing.acts.decisions.resolutions import (
    Resolution,
    build_conditions,
    build_lines,
    check_refusal,
    find_last_day,
    find_resolution_gaps,
)
from licensing.acts.licences.licence import issue_licence
from licensing.acts.obstacles.listing import collect_gaps, list_stopping, refuse_votes
from licensing.acts.obstacles.situation import MeasuredFacts, Situation
from licensing.acts.obstacles.votes import STAGE_STILL_OPEN, explain_not_carried
from licensing.acts.plans.measures.charges import compute_charges
from licensing.acts.plans.parents.drawing import give_back_parent, grant_parent
from licensing.acts.plans.parents.granting import grant_ceilings
from licensing.acts.plans.parents.telling import tell_children_of_refused
from licensing.acts.signoff.ballots import (
    is_last,
    is_past_deadline,
    load_ballot,
    lock_open_round,
)
from licensing.acts.signoff.rounds import close_round
from licensing.acts.signoff.windows import open_appeal_window
from licensing.acts.supply.reservations import give_back_supply, record_excess
from licensing.choices import DecisionOutcome, Owner, PauseReason, RoundEnd, StageOutcome, Step, Verb
from licensing.errors import ConflictOfDuties, Gap, Invalid, NotPassed
from licensing.messages import Message
from licensing.models import Case, Decision, DecisionLine, Round, User
from licensing.models.signoff.round import serialize_tally
from licensing.policy.input.guard import guard_texts
from licensing.policy.reasons import build_reason_gap
from licensing.policy.record.digests import compute_digest
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.signoff.tally_types import Tally
from licensing.policy.supply.spare import LineNeed


@guard_texts()
def grant_case(case: Case, user: User, resolution: Resolution, *, expected: int | None = None) -> Decision:
    """Record the grant and issue the licence. Conditions, unless given, are those the seats asked for, merged."""
    with acting(case, user, Verb.GRANT, expected=expected) as act:
        act.perform()
        round, counted = get_round_to_decide(act)
        situation = refuse_unfit_grant(act, resolution, round, counted)
        conditions = build_conditions(act.case, resolution)
        lines = build_lines(act.case, resolution)
        excess = situation.excess
        valid_until = find_last_day(act.case, resolution, act.today)
        charges = list_charges(situation.measured, lines)
        whole = all(line.quantity == line.item.quantity for line in lines)
        outcome = DecisionOutcome.GRANT if whole else DecisionOutcome.GRANT_IN_PART
        decision = create_decision(act, round, user, resolution, outcome, conditions, lines, valid_until, excess, charges)
        close_review(act, round, counted, resolution, StageOutcome.PASSED)
        open_appeal_window_of(act, decision)
        act.record(EventKind.CASE_GRANTED, **build_decision_data(decision, resolution))
        record_excess(act, decision, excess)
        grant_parent(act, lines)
        grant_ceilings(act, lines, indicative=resolution.indicative)
        if act.case.kind.permit != "none":
            issue_licence(act, decision, lines, conditions)
    return decision


@guard_texts()
def refuse_case(case: Case, user: User, resolution: Resolution, *, expected: int | None = None) -> Decision:
    """Record the refusal with its grounds, and open the time to appeal where the procedure grants one."""
    with acting(case, user, Verb.REFUSE, expected=expected) as act:
        act.perform()
        round, counted = get_round_to_decide(act)
        refuse_without_hearing(round, counted, resolution, at=act.now)
        check_refusal(act.case, resolution, act.today)
        decision = create_decision(act, round, user, resolution, DecisionOutcome.REFUSE, [], [], None)
        close_review(act, round, counted, resolution, StageOutcome.NOT_PASSED)
        open_appeal_window_of(act, decision)
        act.record(EventKind.CASE_REFUSED, **build_decision_data(decision, resolution))
        give_back_parent(act)
        tell_children_of_refused(act)
    return decision


@guard_texts()
def adjourn_case(case: Case, user: User, *, until: date, reason: str, expected: int | None = None) -> Case:
    """Adjourn the decision to a stated day for a stated reason, both shown to the applicant; the clocks are paused."""
    with acting(case, user, Verb.ADJOURN, expected=expected) as act:
        act.perform()
        found = []
        if until <= act.today:
            found.append(Gap("invalid", "until", _("Adjourn to a day after today.")))
        if not reason.strip():
            found.append(build_reason_gap(_("Say why the decision is adjourned.")))
        if found:
            raise Invalid(gaps=found)
        act.case.adjourned_until = until
        pause_clocks(act, reason=PauseReason.ADJOURNED, owner=Owner.AUTHORITY, note=reason)
        act.record(EventKind.CASE_ADJOURNED, until=until, reason=reason)
    return act.case


def resume_case(case: Case, user: User, *, expected: int | None = None) -> Case:
    """Resume an adjourned decision, on its day or before it; nothing resumes by itself."""
    with acting(case, user, Verb.RESUME, expected=expected) as act:
        act.perform()
        act.case.adjourned_until = None
        resume_clocks(act, reason=PauseReason.ADJOURNED)
        act.record(EventKind.CASE_RESUMED)
    return act.case


def list_obstacles(case: Case, *, at: datetime | None = None) -> list[str]:
    """What keeps the case from being granted, one sentence each; empty when nothing does. Now, unless a moment is given."""
    situation = Situation(case, at or now(), Step.GRANT)
    if situation.read_round() is None:
        return [_("No round of the government's decision is open.")]
    return [str(one.message) for one in list_stopping(situation)]


def _count_round(round: Round, *, at: datetime) -> Tally:
    """Count the government's round at a moment; past its deadline its rule on silence applies, as in any other round."""
    return load_ballot(round, at=at).count(closed=is_past_deadline(round, at=at))


def find_proposal_gaps(case: Case, resolution: Resolution, *, refuses: bool) -> list[Gap]:
    """What is wrong with a resolution proposed for a case, apart from its number and day, which come with the sitting."""
    today, found = to_local_day(database_now()), list[Gap]()
    of_grant: list[Callable[[], object]] = [
        lambda: build_conditions(case, resolution),
        lambda: build_lines(case, resolution),
        lambda: find_last_day(case, resolution, today),
        lambda: _refuse_unreasoned_grant(case, resolution),
    ]
    for check in [lambda: check_refusal(case, resolution, today)] if refuses else of_grant:
        try:
            check()
        except Invalid as refusal:
            found += refusal.gaps
    # Two checks may find the same gap: each is reported once.
    return [gap for gap in dict.fromkeys(found) if gap.path not in ("resolution_no", "resolution_on")]


def get_round_to_decide(act: Act[Case]) -> tuple[Round, Tally]:
    """The government's open round, locked, with its count; on appeal never for whoever recorded the decision before."""
    round = lock_open_round(act.case)
    if round is None or not is_last(round.stage):
        raise NotPassed(str(STAGE_STILL_OPEN))
    if act.case.decisions.filter(decided_by=act.actor.id).exists():
        raise ConflictOfDuties(_("You recorded the decision that was appealed against; somebody else records this one."))
    return round, _count_round(round, at=act.now)


def refuse_unfit_grant(act: Act[Case], resolution: Resolution, round: Round, counted: Tally) -> Situation:
    """Raise what keeps the case from being granted, or what is wrong with the resolution; gives what was read for that."""
    situation = build_grant_situation(act.case, resolution, Step.GRANT, at=act.now)
    situation.round, situation.counted = round, counted
    found = collect_gaps(situation)
    found += find_resolution_gaps(act.case, resolution, act.today) + find_reasons_gaps(act.case, resolution)
    if found:
        raise Invalid(gaps=found)
    return situation


def build_grant_situation(case: Case, resolution: Resolution, step: Step, *, at: datetime) -> Situation:
    """What would be granted by a resolution, for the list of what may keep it from that."""
    return Situation(case, at, step, granted=resolution.quantities, override=resolution.need_override)


def _refuse_unreasoned_grant(case: Case, resolution: Resolution) -> None:
    if found := find_reasons_gaps(case, resolution):
        raise Invalid(gaps=found)


def refuse_without_hearing(round: Round, counted: Tally, resolution: Resolution, *, at: datetime) -> None:
    """The government's seats are heard before a refusal too; a refusal against their approval says why."""
    if counted.outcome == StageOutcome.PENDING and counted.missing and counted.numbers.seats > counted.numbers.recused:
        raise NotPassed(str(explain_not_carried(round, counted, at=at)), tally=serialize_tally(counted))
    if counted.passed and counted.numbers.seats and not resolution.reasons.strip():
        sentence = _("The seats of the government approve. Say why the request is refused all the same.")
        raise Invalid(gaps=[build_reason_gap(sentence, "reasons")])


def create_decision(
    act: Act[Case],
    round: Round,
    user: User,
    resolution: Resolution,
    outcome: DecisionOutcome,
    conditions: list[dict[str, Any]],
    lines: list[DecisionLine],
    valid_until: date | None,
    excess: Sequence[LineNeed] = (),
    charges: Sequence[dict[str, Any]] = (),
    rulings: Sequence[dict[str, Any]] = (),
) -> Decision:
    """Write a decision and its lines down, with its digest; it is the one that holds from now on.

    `excess` are the lines of which more is granted than can be spared; only with some the word for it is kept. `charges`
    are what measures charge on the lines. `rulings` are what becomes of conditions that were appealed against.
    """
    decision = Decision(
        case=act.case,
        round=round,
        version=round.version,
        outcome=outcome,
        resolution_no=resolution.number.strip(),
        resolution_on=resolution.on,
        grounds=list(resolution.grounds),
        criteria=serialize_named(act.case, resolution.criteria) if outcome == DecisionOutcome.REFUSE else [],
        conditions=conditions,
        rulings=list(rulings),
        reasons=resolution.reasons.strip(),
        need_override=resolution.need_override.strip() if excess else "",
        charges=list(charges),
        valid_until=valid_until,
        decided_by=user,
        decided_at=act.now,
        release=act.release,
    )
    data = decision.as_signed_data(version_digest=round.version.digest, lines=[line.as_data() for line in lines])
    decision.digest = compute_digest(data)
    decision.save(force_insert=True)
    for line in lines:
        line.decision = decision
    DecisionLine.objects.bulk_create(lines)
    act.case.decision = decision
    return decision


def open_appeal_window_of(act: Act[Case], decision: Decision) -> None:
    """Leave the time to appeal where a decision gives less than was asked for: nothing, a part, or all under conditions."""
    if decision.outcome != DecisionOutcome.GRANT or decision.conditions:
        open_appeal_window(act, decision.round)


def refuse_uncarried(act: Act[Case], round: Round, counted: Tally) -> None:
    """Raise what the votes of the government's round put in the way of relieving a licence of conditions."""
    situation = Situation(act.case, act.now, Step.GRANT)
    situation.round, situation.counted = round, counted
    refuse_votes(situation)


def list_charges(measured: MeasuredFacts | None, lines: Sequence[DecisionLine]) -> list[dict[str, Any]]:
    """What measures charge on what is granted, as the decision keeps it."""
    if measured is None:
        return []
    return compute_charges(measured.case, measured.verdicts, {line.item.number: line.quantity for line in lines})


def close_review(act: Act[Case], round: Round, counted: Tally, resolution: Resolution, decided: StageOutcome) -> None:
    """Close the government's round. Where it has no voting seat, the resolution itself is the outcome."""
    if not counted.numbers.seats:
        explanation = Message("Decided by resolution %(number)s.", number=resolution.number)
        counted = replace(counted, outcome=decided, text=explanation)
    ended_by = (
        RoundEnd.ALL_SPOKE
        if counted.all_spoken
        else RoundEnd.DEADLINE
        if is_past_deadline(round, at=act.now)
        else RoundEnd.SETTLED
    )
    close_round(act, round, counted, ended_by)
    # All clocks, before the window to appeal is opened: that clock must stay.
    stop_clocks(act)
    act.case.closed_at = act.now
    give_back_supply(act)


def build_decision_data(decision: Decision, resolution: Resolution) -> dict[str, Any]:
    held_in = {"sitting": resolution.sitting} if resolution.sitting else {}
    return held_in | {
        "decision": str(decision.pk),
        "outcome": decision.outcome,
        "resolution_no": decision.resolution_no,
        "resolution_on": decision.resolution_on,
        "digest": decision.digest,
    }
