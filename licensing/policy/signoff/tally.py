"""The outcome of a round from its rule, its seats and their positions: collected, counted, decided and explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from licensing.choices import Silence, StageOutcome
from licensing.policy.signoff.count import collect_positions, count_votes
from licensing.policy.signoff.explanation import explain
from licensing.policy.signoff.outcome import find_outcome
from licensing.policy.signoff.rules import Rule
from licensing.policy.signoff.tally_types import SeatPosition, Tally, TallySeat


def tally(
    rule: Rule,
    seats: Sequence[TallySeat],
    positions: Sequence[SeatPosition],
    *,
    closed: bool,
    absolute: Sequence[str] = (),
    lower: StageOutcome | None = None,
    at_limit: StageOutcome | None = None,
) -> Tally:
    """The outcome of a round; `lower` is the outcome of the stage below, which a tie upholds under `lower_stands`.

    With `at_limit` the legal limit ends the round: by what was said where that decides, otherwise with this outcome. No
    silence is taken for a position then, since the time in which the seats could speak need not be over.
    """
    rule = replace(rule, silence=Silence.BLOCK) if at_limit else rule
    closed = closed or at_limit is not None
    heard = collect_positions(rule, seats, positions, closed=closed, absolute=bool(absolute), lower=lower)
    counted = count_votes(heard.electorate, heard.votes, heard.deemed)
    result = find_outcome(heard, counted, absolute, at_limit=at_limit)
    return replace(result, text=explain(rule, heard.seats, result, closed=closed, lower=heard.electorate.lower))


def was_decisive(
    seat: str,
    rule: Rule,
    seats: Sequence[TallySeat],
    positions: Sequence[SeatPosition],
    *,
    absolute: Sequence[str] = (),
    lower: StageOutcome | None = None,
) -> bool:
    """Whether a closed round would have ended otherwise had this seat been recused from the start."""
    # Recused and not left out: with `quorum_base` of all seats, an empty seat still counts in the base.
    without = [replace(other, recused=True) if other.code == seat else other for other in seats]
    before, after = (tally(rule, some, positions, closed=True, absolute=absolute, lower=lower) for some in (seats, without))
    return before.outcome != after.outcome
