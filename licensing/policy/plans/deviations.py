"""Prices of a yearly request that differ from what the price path of its framework says for that year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from licensing.messages import Message, Number
from licensing.policy.plans.parents import Ceiling, Share, find_path_price


@dataclass(frozen=True, slots=True)
class Deviation:
    """An item whose price is not that of the path; both prices of one, each in its currency."""

    item: int
    year: int
    asked: Decimal
    currency: str
    agreed: Decimal
    agreed_currency: str

    @property
    def message(self) -> Message:
        """Both prices in one sentence."""
        return Message(
            "Item %(item)d: its price of %(asked)s %(currency)s is not that of the price path for year %(year)d,"
            " %(agreed)s %(agreed_currency)s.",
            item=self.item,
            year=self.year,
            asked=Number(self.asked),
            currency=self.currency,
            agreed=Number(self.agreed),
            agreed_currency=self.agreed_currency,
        )


def list_deviations(shares: Iterable[Share], ceilings: Sequence[Ceiling]) -> list[Deviation]:
    """The shares whose price differs from that of the path in their year, by item."""
    found = []
    for share in sorted(shares, key=lambda one: one.item):
        row = find_path_price(ceilings, share.line, share.year)
        if row is None or row.price is None or share.price is None or share.year is None:
            continue
        if (share.price, share.currency) != (row.price, row.currency):
            found.append(Deviation(share.item, share.year, share.price, share.currency, row.price, row.currency))
    return found
