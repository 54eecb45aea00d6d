"""An appeal against a refusal, what a grant in part left out, or conditions of a grant: whether, in what time, who decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting
from licensing.acts.clocks.timing import stop_clocks
from licensing.acts.decisions.contested import (
    Ruled,
    apply_to_conditions,
    build_rulings,
    choose_contested,
    list_uncontested_gaps,
)
from licensing.acts.decisions.government import (
    build_decision_data,
    close_review,
    create_decision,
    get_round_to_decide,
    list_charges,
    open_appeal_window_of,
    refuse_uncarried,
    refuse_unfit_grant,
    refuse_without_hearing,
)
from licensing.acts.decisions.resolutions import Resolution, build_lines, find_resolution_gaps
from licensing.acts.documents import files
from licensing.acts.licences.conditions.relieving import apply_rulings
from licensing.acts.licences.licence import add_to_licence, lock_licence
from licensing.acts.plans.parents.drawing import grant_parent
from licensing.acts.plans.parents.granting import grant_ceilings
from licensing.acts.signoff.rounds import open_next_stage
from licensing.acts.signoff.windows import find_contestable_round
from licensing.acts.supply.reservations import record_excess, reserve_supply
from licensing.choices import CaseState, ClockKind, ConditionRuling, DecisionOutcome, StageOutcome, Verb
from licensing.errors import Gap, Invalid, WrongState
from licensing.models import Case, Decision, DecisionLine, Item, Round, User
from licensing.models.decisions.contested import read_contested, read_open_contest
from licensing.policy.input.guard import guard_texts
from licensing.policy.licences.counted import describe_quantity
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.signoff.tally_types import Tally
from licensing.policy.supply.spare import LineNeed


@guard_texts()
def appeal_case(
    case: Case,
    user: User,
    *,
    reason: str,
    conditions: Sequence[int] = (),
    content: bytes = b"",
    file_name: str = "",
    expected: int | None = None,
) -> Case:
    """Appeal against a decision within its time, with or without a document; it stays on record.

    A refusal is no longer the decision of the case. What was granted stands, as decision and as licence, and its conditions
    bind meanwhile. `conditions` are those that are appealed against, by their numbers in the decision, from 1; what was
    granted whole is appealed against by naming some.
    Raises FileRefused for a document that is none, WrongState where the time is over.
    """
    kept = files.store_enclosure(file_name, content)
    with acting(case, user, Verb.APPEAL, expected=expected) as act:
        # Before the transition: both are read from a case that is still decided.
        until, round = get_appeal_deadline(act.case), find_contestable_round(act.case, ClockKind.APPEAL)
        refused = act.case.state == CaseState.REFUSED
        act.perform()
        if round is None or until is None or until <= act.now:
            raise WrongState(
                _("This refusal can no longer be appealed against.")
                if refused
                else _("This decision can no longer be appealed against.")
            )
        contested = choose_contested(round.decision, conditions)
        reason = require_reason(reason, _("Say why the decision should be looked at again."))
        stop_clocks(act, ClockKind.APPEAL)
        if kept is not None:
            title = _("Appeal against the decision on %(case)s") % {"case": act.case.reference}
            files.attach_enclosure(act, kept, user, title=title)
        to = str(round.stage.escalation["to"])
        against: dict[str, Any] = {"conditions": contested} if contested else {}
        act.record(EventKind.CASE_APPEALED, decision=str(act.case.decision_id), stage=to, reason=reason, **against)
        act.case.closed_at = None
        if refused:
            act.case.decision = None
        open_next_stage(act, round.version, after=round.stage, referred=to)
        if contested:
            act.case.rounds.open().update(contested=contested)
        # Of what was granted whole nothing more can be granted, so nothing is kept for it.
        if round.decision.outcome != DecisionOutcome.GRANT:
            reserve_supply(act)
    return act.case


def get_appeal_deadline(case: Case) -> datetime | None:
    """Until when a decision can be appealed against, or None when it cannot."""
    if case.state not in (CaseState.REFUSED, CaseState.GRANTED):
        return None
    clock = case.clocks.running().filter(kind=ClockKind.APPEAL).first()
    return clock.due_at if clock else None


@guard_texts()
def decide_appeal(case: Case, user: User, resolution: Resolution, *, expected: int | None = None) -> Decision:
    """Decide an appeal against a grant: add to it, relieve it of conditions, or neither, in which case the reasons say why.

    `quantities` are what is granted in all; of an item that is left out, what was granted stands. `rulings` say what becomes
    of each condition that was appealed against; the others and the last day stay those of the grant. What is added must be
    carried like a grant, what relieves by the votes; nothing needs to be carried for neither.
    """
    with acting(case, user, Verb.DECIDE_APPEAL, expected=expected) as act:
        act.perform()
        before = act.case.decision
        if before is None:
            raise WrongState(_("No grant stands in this case."))
        licence = lock_licence(act)
        round, counted = get_round_to_decide(act)
        lines, added = _build_appeal_lines(act.case, resolution, read_standing_quantities(before))
        ruled = build_rulings(act.case, before, read_contested(before), resolution.rulings, reasons=resolution.reasons)
        charges = before.charges
        excess: Sequence[LineNeed] = ()
        if added:
            in_all = replace(resolution, quantities={line.item.number: line.quantity for line in lines})
            situation = refuse_unfit_grant(act, in_all, round, counted)
            charges, excess = list_charges(situation.measured, lines), situation.excess
        else:
            _refuse_unfit_ruling(act, resolution, round, counted, ruled)
        whole = all(line.quantity == line.item.quantity for line in lines)
        outcome = DecisionOutcome.GRANT if whole else DecisionOutcome.GRANT_IN_PART
        kept = apply_to_conditions(before, ruled), lines, before.valid_until
        rulings = [one.as_data() for one in ruled]
        decision = create_decision(act, round, user, resolution, outcome, *kept, excess, charges, rulings)
        relieves = any(one.is_relief for one in ruled)
        close_review(act, round, counted, resolution, StageOutcome.PASSED if added or relieves else StageOutcome.NOT_PASSED)
        open_appeal_window_of(act, decision)
        act.record(EventKind.APPEAL_DECIDED, **build_decision_data(decision, resolution))
        record_excess(act, decision, excess)
        if added:
            grant_parent(act, lines)
            grant_ceilings(act, lines, indicative=resolution.indicative)
        add_to_licence(act, licence, added)
        apply_rulings(act, licence, ruled)
    return decision


def _refuse_unfit_ruling(act: Act[Case], resolution: Resolution, round: Round, counted: Tally, ruled: Sequence[Ruled]) -> None:
    """Raise what is wrong with a decision that adds nothing: the votes must carry what it relieves the licence of."""
    if any(one.is_relief for one in ruled):
        refuse_uncarried(act, round, counted)
    else:
        refuse_without_hearing(round, counted, resolution, at=act.now)
    if found := find_resolution_gaps(act.case, resolution, act.today):
        raise Invalid(gaps=found)


def decide_appeal_as_proposed(case: Case, user: User, resolution: Resolution, *, refuses: bool) -> Decision:
    """Decide an appeal by the agenda of a sitting: a refusal adds nothing, a grant adds all that its details do not limit.

    Conditions that were appealed against are upheld by a refusal; what a grant makes of each stands in its details.
    """
    asked: Mapping[int, Decimal] = {} if refuses else dict(case.items.values_list("number", "quantity"))
    quantities = {} if refuses else {**asked, **resolution.quantities}
    rulings = _uphold(read_open_contest(case)) if refuses else resolution.rulings
    return decide_appeal(case, user, replace(resolution, quantities=quantities, rulings=rulings, grounds=()))


def find_ruling_gaps(case: Case, resolution: Resolution, *, refuses: bool) -> list[Gap]:
    """What is wrong with what is proposed for conditions that were appealed against; of a refusal, that it gives no reasons."""
    if case.decision is None or not case.has_standing_grant:
        return list_uncontested_gaps(resolution.rulings, ())
    contested = read_open_contest(case)
    said = _uphold(contested) if refuses else resolution.rulings
    try:
        build_rulings(case, case.decision, contested, said, reasons=resolution.reasons)
    except Invalid as refusal:
        return list(refusal.gaps)
    return []


def read_standing_quantities(decision: Decision) -> dict[int, Decimal]:
    """What a decision has granted, by the number of the item."""
    return dict(decision.lines.values_list("item__number", "quantity"))


def _uphold(contested: Sequence[int]) -> dict[int, Mapping[str, str]]:
    return {number: {"ruling": ConditionRuling.UPHELD.value} for number in contested}


def _build_appeal_lines(
    case: Case, resolution: Resolution, standing: Mapping[int, Decimal]
) -> tuple[list[DecisionLine], Sequence[tuple[Item, Decimal]]]:
    """What is granted of each item from now on, and what of it is added; less than what stands is refused."""
    lines = build_lines(case, replace(resolution, quantities={**standing, **resolution.quantities}))
    found = []
    for line in lines:
        least = standing.get(line.item.number, Decimal(0))
        if line.quantity < least:
            kept = describe_quantity(least, line.item.unit_id, line.item.unit.name)
            words = {"least": kept, "number": line.item.number}
            sentence = _("What was granted stands: at least %(least)s of item %(number)d.") % words
            found.append(Gap("invalid", f"quantities.{line.item.number}", sentence))
    if found:
        raise Invalid(gaps=found)
    extra = [(line.item, line.quantity - standing.get(line.item.number, Decimal(0))) for line in lines]
    return lines, [(item, quantity) for item, quantity in extra if quantity]
