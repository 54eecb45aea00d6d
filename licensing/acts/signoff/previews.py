"""What a position would do before it is taken: the count before and after it, and where the case would go."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from licensing.acts.signoff.ballots import attach_case, load_ballot
from licensing.acts.signoff.rounds import NextStep, find_next_step, get_round_end
from licensing.choices import PositionChoice
from licensing.models import Case, Position, RoundSeat
from licensing.policy.signoff.tally_types import Tally


@dataclass(frozen=True, slots=True)
class PositionPreview:
    """One choice of a seat: how the round would count with it, and what would follow at once."""

    choice: PositionChoice
    before: Tally
    after: Tally
    step: NextStep


def list_choices(case: Case) -> list[PositionChoice]:
    """The positions that a seat may take: a country plan of the state has no conditions."""
    return [one for one in PositionChoice if one != PositionChoice.CONDITIONS or not case.is_of_state]


def preview_positions(case: Case, seat: RoundSeat, *, at: datetime) -> Iterator[PositionPreview]:
    """Every choice of a seat of the open round, tried on the positions that stand now; nothing is written.

    Somebody else may speak before it is taken, and an objection may name an absolute ground: it is a forecast.
    """
    ballot = load_ballot(attach_case(case, seat.round), at=at)
    own = next(one for one in ballot.seats if one.pk == seat.pk)
    before = ballot.count(closed=False)
    for choice in list_choices(case):
        tried = replace(ballot)
        tried.record(Position(seat=own, choice=choice))
        after = tried.count(closed=False)
        yield PositionPreview(choice, before, after, find_next_step(ballot.round, after, get_round_end(after)))
