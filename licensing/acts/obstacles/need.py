"""Domestic need as an obstacle: seats that depend on its statement wait for it, and a grant keeps to what can be spared."""

from __future__ import annotations

from collections.abc import Iterator

from licensing.acts.obstacles.situation import Situation, name_stage
from licensing.acts.supply.need_statements import is_need_stated
from licensing.acts.supply.reservations import explain_excess, find_excess, lock_supply_of
from licensing.choices import Step
from licensing.errors import Invalid, NeedNotStated
from licensing.messages import Message
from licensing.models import Round
from licensing.policy.obstacles import Obstacle


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
