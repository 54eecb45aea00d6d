"""Domestic need as an obstacle: seats that depend on its statement wait for it, and a grant keeps to what can be spared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from licensing.acts.obstacles.situation import Situation, name_plan, name_stage
from licensing.acts.supply.need_statements import is_need_stated
from licensing.acts.supply.priority import rank_promises_beyond
from licensing.acts.supply.reservations import explain_excess, find_excess, lock_supply_of
from licensing.choices import Step
from licensing.errors import Invalid, NeedNotStated
from licensing.messages import Message, TranslatedText
from licensing.models import Case, ItemFamily, Round
from licensing.policy.obstacles import Obstacle
from licensing.policy.supply.priority import RankedPromise


def find_unstated_need(situation: Situation) -> Iterator[Obstacle]:
    """No statement of domestic need holds, and the open stage or some of its seats wait for one."""
    round = situation.read_round()
    if round is None:
        return
    whole = "need_stated" in round.stage.entry_checks
    waiting = frozenset() if whole else frozenset(seat.body_id for seat in situation.read_seats(round) if seat.needs_need)
    if (whole or waiting) and not is_need_stated(situation.case, at=situation.at, assess=situation.read_need):
        yield _describe_need(round, waiting)


def find_short_supply(situation: Situation) -> Iterator[Obstacle]:
    """More is asked for, or would be granted, than our own forces can spare; the decider may go beyond it by name.

    Of what is asked for it is a note, because less can be granted. It stops a grant of more without the decider's word.
    """
    case = situation.case
    is_grant = situation.step in (Step.PROPOSE, Step.GRANT)
    if case.accepted_at is None or not situation.is_under_way or (is_grant and situation.granted is None):
        return
    if situation.is_act and situation.step is Step.GRANT:
        lock_supply_of(case)
    found = find_excess(case, situation.granted or {}, at=situation.at, assess=situation.read_need)
    situation.excess = found
    stops = frozenset({Step.PROPOSE, Step.GRANT}) if is_grant and not situation.override.strip() else frozenset()
    for line in found:
        [gap] = explain_excess([line])
        yield Obstacle(
            "need_short",
            gap.message,
            source=Message("The newest statement of need and the supply plans, as they are now"),
            lift=Message("A decider grants no more than that, or says by name why more is granted."),
            stops=stops,
            refusal=Invalid,
            gap=gap,
            data={"item": line.number},
        )


def find_late_call_offs(situation: Situation) -> Iterator[Obstacle]:
    """A call-off that others go before by the clauses on priority, while more of its goods is promised than can be spared.

    A note for the desk, which stops nothing: what was promised stays promised until a decider reduces it.
    """
    case = situation.case
    if situation.step is not None or case.accepted_at is None or not _is_of_contract(case):
        return
    codes = {line.family for line in situation.read_need().lines if line.spared is not None}
    families = {one.pk: one for one in ItemFamily.objects.select_related("unit").filter(pk__in=codes)}
    for code, ranked in rank_promises_beyond(families.values(), today=situation.today).items():
        own = next((one for one in ranked if one.promise.case == case.reference), None)
        if own is not None and own.is_short and own.before:
            yield _describe_late(case, families[code], own)


def _is_of_contract(case: Case) -> bool:
    """Whether it is a call-off of a contract of several years, or such a contract with goods of its own."""
    return bool(case.long_term or (case.plan is not None and case.plan.long_term))


def _describe_late(case: Case, family: ItemFamily, own: RankedPromise) -> Obstacle:
    # Never who they are: not everybody who reads this file may read theirs.
    words: dict[str, Any] = {"family": TranslatedText(family.names), "count": own.before}
    contract = case.plan if case.plan is not None and case.plan.long_term else case
    return Obstacle(
        "call_off_later",
        Message(
            "More of %(family)s is promised than our own forces can spare, and not all of this request is covered. Requests "
            "that go before it, by the clauses on priority and then by the day of delivery: %(count)d.",
            **words,
        ),
        source=Message("%(contract)s, and the supply plans as they are now", contract=name_plan(contract)),
        lift=Message("The seat that keeps the supply plans corrects them, or a decider reduces what was granted before it."),
        data={"family": family.pk},
    )


def _describe_need(round: Round, waiting: frozenset[str]) -> Obstacle:
    return Obstacle(
        "need_not_stated",
        NeedNotStated.title,
        source=name_stage(round),
        lift=Message("A member of the body that consolidates domestic need states it."),
        stops=frozenset({Step.SIGN}),
        seats=waiting,
        since=round.opened_at,
        for_applicant=Message("Whether our own forces can spare the goods is not stated yet."),
        refusal=NeedNotStated,
    )
