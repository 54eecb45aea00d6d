"""The outcome of a round from its rule, its seats and their positions."""

from __future__ import annotations

from collections.abc import Sequence

from licensing.choices import StageOutcome
from licensing.policy.ballot import Numbers, Spoken, Tally, TallySeat
from licensing.policy.rules import Rule, check_satisfiable

__all__ = ["Numbers", "Rule", "Spoken", "Tally", "TallySeat", "check_satisfiable", "depended_on", "tally"]


def tally(
    rule: Rule,
    seats: Sequence[TallySeat],
    positions: Sequence[Spoken],
    *,
    closed: bool,
    absolute: Sequence[str] = (),
    lower: StageOutcome | None = None,
) -> Tally:
    """What the round comes to; `lower` is the outcome that a tie leaves standing under `lower_stands`."""
    raise NotImplementedError


def depended_on(
    seat: str,
    rule: Rule,
    seats: Sequence[TallySeat],
    positions: Sequence[Spoken],
    *,
    absolute: Sequence[str] = (),
    lower: StageOutcome | None = None,
) -> bool:
    """Whether a closed round would have ended otherwise had this seat been recused from the start."""
    raise NotImplementedError
