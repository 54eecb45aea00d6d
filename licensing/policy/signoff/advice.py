"""Advice per item: a position may speak of single items of the request, and each item comes to an outcome of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from licensing.choices import ItemAdvice, ItemOutcome, PositionChoice, StageOutcome
from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.signoff.rules import Rule
from licensing.policy.signoff.tally import tally
from licensing.policy.signoff.tally_types import DECISIVE, FOR, SeatPosition, TallySeat

# Of each seat what it advises on single items, by their numbers; on the others its position is its advice.
Advice = Mapping[str, Mapping[int, ItemAdvice]]

_AS_POSITION: Mapping[ItemAdvice, PositionChoice] = {
    ItemAdvice.APPROVE: PositionChoice.APPROVE,
    ItemAdvice.PROVISO: PositionChoice.CONDITIONS,
    ItemAdvice.REFUSE: PositionChoice.OBJECT,
    # Who finds that no licence is required does not stand in the way of the goods.
    ItemAdvice.NOT_REQUIRED: PositionChoice.APPROVE,
}


@dataclass(frozen=True, slots=True)
class AdvisedRound:
    """A round of sign-off whose positions may speak of single items."""

    rule: Rule
    seats: Sequence[TallySeat]
    positions: Sequence[SeatPosition]
    advice: Advice
    closed: bool
    lower: StageOutcome | None = None

    def find_outcome(self, item: int) -> ItemOutcome:
        """What the round comes to on one item, by its own rule.

        Approval and a proviso make a proviso, approval and no licence required make no licence required; a proviso beside no
        licence required is for the decider to settle.
        """
        said = [self._read_position(one, item) for one in self.positions]
        counted = tally(self.rule, self.seats, said, closed=self.closed, lower=self.lower)
        if counted.outcome == StageOutcome.NOT_PASSED:
            return ItemOutcome.REFUSE
        if not counted.passed:
            return ItemOutcome.OPEN
        voting = {seat.code for seat in self.seats if seat.votes and not seat.recused}
        agreeing = [one for one in said if one.choice in FOR and one.seat in voting]
        spared = any(self.advice.get(one.seat, {}).get(item) == ItemAdvice.NOT_REQUIRED for one in agreeing)
        proviso = counted.outcome == StageOutcome.PASSED_WITH_CONDITIONS
        if spared:
            return ItemOutcome.CONFLICTING if proviso else ItemOutcome.NOT_REQUIRED
        return ItemOutcome.PROVISO if proviso else ItemOutcome.APPROVE

    def _read_position(self, said: SeatPosition, item: int) -> SeatPosition:
        own = self.advice.get(said.seat, {}).get(item)
        return said if own is None or said.casting else replace(said, choice=_AS_POSITION[own])


def find_advice_gaps(rows: Iterable[Mapping[str, Any]], choice: PositionChoice, known: Sequence[int]) -> Iterator[Gap]:
    """What is wrong with the advice that goes with a position on a request with these items."""
    seen = set[int]()
    for place, row in enumerate(rows):
        here = f"items.{place}"
        number, advice = row.get("item"), row.get("advice")
        if not isinstance(number, int) or number not in known:
            yield Gap("unknown", f"{here}.item", Message("The request has no item %(number)s.", number=number))
        elif number in seen:
            yield Gap("twice", f"{here}.item", Message("Item %(number)s stands twice.", number=number))
        else:
            seen.add(number)
        if advice not in ItemAdvice.values:
            words = Message("Choose one of: %(allowed)s.", allowed=", ".join(ItemAdvice.values))
            yield Gap("unknown_choice", f"{here}.advice", words)
        elif choice not in DECISIVE:
            yield Gap("invalid", f"{here}.advice", Message("Who takes no side advises on no item."))
        elif advice == ItemAdvice.PROVISO and choice != PositionChoice.CONDITIONS:
            yield Gap("invalid", f"{here}.advice", Message("A proviso goes with “Approve with conditions”, which names it."))


def read_advice(rows: Iterable[Mapping[str, Any]]) -> dict[int, ItemAdvice]:
    """The advice of a position as it is kept, by the number of the item."""
    return {int(row["item"]): ItemAdvice(row["advice"]) for row in rows}
