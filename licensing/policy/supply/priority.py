"""Who goes first when more of a family is promised than can be spared.

Our own forces always do: their reserve and allocation stand in the path of the supply. Then each contract says by its clause
on priority whether its call-offs go before other contracts or after them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from licensing.policy.requests.cooperation import CallOffOrder
from licensing.policy.supply.spare import Claim, FamilySupply, allocate_spare, sum_claims

# A contract that says nothing stands between those that say something.
_RANKS: Final = {CallOffOrder.BEFORE: 0, "": 1, CallOffOrder.AFTER: 2}


@dataclass(frozen=True, slots=True)
class Promise:
    """What is promised to a request of a family and has not left yet. `order` is the clause of the contract it is under."""

    case: str
    order: str
    claims: tuple[Claim, ...]

    @property
    def quantity(self) -> Decimal:
        """All of it."""
        return sum_claims(self.claims)


@dataclass(frozen=True, slots=True)
class RankedPromise:
    """A promise in its turn: how much of it is covered after those before it, and how many of them there are."""

    promise: Promise
    covered: Decimal
    before: int

    @property
    def is_short(self) -> bool:
        """Whether less can be spared than is promised."""
        return self.covered < self.promise.quantity


def rank_promises(supply: FamilySupply, promises: Iterable[Promise], *, decimals: int) -> list[RankedPromise]:
    """Promises in the order of their clauses, each covered by what those before it leave; within one rank, the earliest first.

    `supply` holds what has left, and nothing that is promised still. What is covered of one starves no period, as when it was
    promised.
    """
    found, given = list[RankedPromise](), list[Claim]()
    for number, promise in enumerate(sorted(promises, key=_rank)):
        left = replace(supply, promised=(*supply.promised, *given))
        taken = allocate_spare(left, promise.claims, decimals=decimals)
        given += _keep_taken(promise.claims, taken)
        found.append(RankedPromise(promise, sum(taken, Decimal()), number))
    return found


def _rank(promise: Promise) -> tuple[int, object, str]:
    return _RANKS.get(promise.order, 1), min(one.on for one in promise.claims), promise.case


def _keep_taken(claims: Sequence[Claim], taken: Sequence[Decimal]) -> list[Claim]:
    return [Claim(one.on, quantity) for one, quantity in zip(claims, taken, strict=True) if quantity]
