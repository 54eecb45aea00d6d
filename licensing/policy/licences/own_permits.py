"""By how much the own permit of a contract must be for less, so that a later call-off of the same goods fits.

A permit in force is its holder's right to that quantity. It is for less only by a variation that says what, why and when and is
accepted or refused (as variation requests of the United Kingdom's ICMS are), or when it is given back or revoked. So a call-off
never takes from the permit by itself, and each piece stands on one of them.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal, localcontext

from licensing.messages import Message
from licensing.policy.exact import PRECISION
from licensing.policy.licences.counted import count_in_unit
from licensing.policy.plans.parents import Balance, Ceiling, Excess, Share, compute_status, list_excesses

_NOTHING = Decimal()


@dataclass(frozen=True, slots=True)
class ReducedLine:
    """A line of a permit: for how much it is, and for how much it would be, in its unit."""

    number: int
    unit: str
    authorised: Decimal
    reduced: Decimal

    def describe(self) -> Message:
        """What of it a variation would change."""
        was, to = (count_in_unit(one, self.unit) for one in (self.authorised, self.reduced))
        return Message("Line %(line)d of the permit: %(to)s in place of %(was)s.", line=self.number, was=was, to=to)


@dataclass(frozen=True, slots=True)
class PermitReduction:
    """The variation of a contract's own permit that frees what a call-off asks for, by the lines that change.

    `leaves_nothing` is when no goods would be left on it: such a permit is given back rather than varied.
    """

    licence: uuid.UUID
    number: str
    lines: Sequence[ReducedLine]
    leaves_nothing: bool


def propose_reduction(
    ceilings: Sequence[Ceiling],
    shares: Mapping[Share, Balance],
    asked: Mapping[Share, Decimal],
    *,
    contract: str,
    decimals: Mapping[str, int],
) -> dict[int, Decimal]:
    """By item of the contract, by how much less its permit is for when the call-off fits; empty where no reduction does that.

    `shares` are those of all other cases, `contract` is the key of the contract's, and `decimals` are those of the units. A
    variation takes from the last year of the permit first, so what stands on later years goes before what is wanted of one.
    """
    standing, reduced = dict(shares), dict[int, Decimal]()
    while found := list_excesses(ceilings, standing, asked):
        taken = _find_next(found[0], standing, asked, contract, decimals)
        if taken is None:
            return {}
        share, quantity = taken
        reduced[share.item] = reduced.get(share.item, _NOTHING) + quantity
        balance = standing[share]
        standing[share] = Balance(balance.reserved, balance.committed - quantity, balance.used)
    return reduced


def _find_next(
    excess: Excess,
    standing: Mapping[Share, Balance],
    asked: Mapping[Share, Decimal],
    contract: str,
    decimals: Mapping[str, int],
) -> tuple[Share, Decimal] | None:
    """What of the permit goes next for one ceiling: of the goods that are asked for first, and of each its last year."""
    own = {share: one.committed for share, one in standing.items() if share.case == contract and one.committed > 0}
    covered = [share for share in own if excess.ceiling.does_cover(share) and _counts(excess, share)]
    if not covered:
        return None
    wanted = {share.line for share in asked}
    first = min(covered, key=lambda one: (one.line not in wanted, one.line, -(one.year or 0)))
    last = max((one for one in own if one.item == first.item), key=lambda one: one.year or 0)
    if (last.year or 0) > (first.year or 0):
        return last, own[last]
    missing = _find_missing(excess, first, standing, decimals)
    # What is asked in another currency passes a ceiling of value whatever stands on it.
    return (first, min(own[first], missing)) if missing > 0 else None


def _counts(excess: Excess, share: Share) -> bool:
    return not excess.is_value or (share.currency == excess.ceiling.currency and bool(share.price))


def _find_missing(excess: Excess, share: Share, standing: Mapping[Share, Balance], decimals: Mapping[str, int]) -> Decimal:
    """How much of a share makes room for all that is too much, in its unit; of a value the least quantity that is worth it."""
    status, ceiling = compute_status(excess.ceiling, standing), excess.ceiling
    with localcontext(prec=PRECISION):
        if excess.is_value:
            missing = (excess.asked + status.value.taken - (ceiling.value or _NOTHING)) / (share.price or 1)
        else:
            missing = excess.asked + status.volume.taken - (ceiling.quantity or _NOTHING)
        return missing.quantize(Decimal(1).scaleb(-decimals.get(share.unit, 0)), rounding=ROUND_CEILING)
