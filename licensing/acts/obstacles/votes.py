"""What the collective sign-off puts in the way of a grant: absolute grounds, seats that must still speak, lost votes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from licensing.acts.obstacles.situation import Situation, name_stage
from licensing.acts.signoff.ballots import find_absolute_grounds, find_recused_bodies, is_last, list_effective_positions
from licensing.choices import SeatRole, Step
from licensing.errors import NotPassed
from licensing.messages import Message, Text
from licensing.models import Round
from licensing.models.signoff.round import serialize_tally
from licensing.policy.obstacles import Obstacle
from licensing.policy.signoff.tally_types import Tally

STAGE_STILL_OPEN: Final = Message("A stage before the government's decision is still open.")
_GRANT: Final = frozenset({Step.GRANT})


def find_absolute_obstacle(situation: Situation) -> Iterator[Obstacle]:
    """A counting objection names a ground that no majority outvotes."""
    case = situation.case
    if case.accepted_at is None or not situation.is_under_way:
        return
    positions = list_effective_positions(case)
    grounds = find_absolute_grounds(positions)
    if not grounds:
        return
    codes = {ground.pk for ground in grounds}
    named = "; ".join(f"{ground.pk} {ground.text}" for ground in grounds)
    objecting = [one for one in positions if codes.intersection(one.grounds)]
    bodies = ", ".join(sorted({one.seat.body_id for one in objecting}))
    yield Obstacle(
        "absolute_ground",
        Message("An absolute ground stands against this case and cannot be out-voted: %(grounds)s", grounds=named),
        source=Message("Grounds of refusal, named by %(bodies)s", bodies=bodies),
        lift=Message("The body that named it takes its objection back, or changes its position while the round is open."),
        stops=_GRANT,
        since=min(one.taken_at for one in objecting),
        data={"absolute": [f"{ground.pk} {ground.text}" for ground in grounds]},
    )


def find_unmet_seats(situation: Situation) -> Iterator[Obstacle]:
    """The open round does not carry a grant yet, or is not the last one."""
    round = situation.read_round()
    if round is None:
        return
    # An act that decides has counted the round, because it found that it is the last one.
    if situation.counted is None and not is_last(round.stage):
        lift = Message("The bodies asked in this stage speak, or its time passes.")
        yield _describe_round("stage_open", round, STAGE_STILL_OPEN, lift)
        return
    counted = situation.count(round)
    if sentence := explain_not_carried(round, counted, at=situation.at):
        lift = Message("The seats of the government's round speak, or change what they said.")
        yield _describe_round("not_carried", round, sentence, lift, tally=serialize_tally(counted))


def explain_not_carried(round: Round, counted: Tally, *, at: datetime) -> Text | None:
    """Why the government's own round does not carry a grant, or None. A round without voting seats carries any."""
    voting = counted.numbers.seats > counted.numbers.recused
    unheard = round.seats.filter(mandatory=True, standing__isnull=True, role=SeatRole.CONSULTATIVE)
    must = {seat.body_id for seat in unheard} - find_recused_bodies(round, unheard, at=at)
    if (not voting and not must) or counted.passed:
        return None
    if counted.missing:
        return Message("These seats must still speak: %(seats)s.", seats=", ".join(counted.missing))
    return counted.text


def _describe_round(code: str, round: Round, message: Text, lift: Text, **data: Any) -> Obstacle:
    return Obstacle(
        code,
        message,
        source=name_stage(round),
        lift=lift,
        stops=_GRANT,
        since=round.opened_at,
        refusal=NotPassed,
        data=data,
    )
