"""What each shareholder brings into a joint venture, beside the share that they hold of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any

from licensing.policy.exact import round_half_up, to_decimal
from licensing.policy.input.drafts import list_rows
from licensing.policy.requests.cooperation import CapitalKind

_PRECISION = 60
# As fine as shares are stated.
_SHARE_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class HolderCapital:
    """One shareholder: what they bring in by kind, together, and per cent of the whole; `held` is their share, per cent."""

    name: str
    held: Decimal | None
    by_kind: Mapping[CapitalKind, Decimal]
    total: Decimal
    brought: Decimal

    @property
    def is_in_proportion(self) -> bool:
        """Whether they hold what they bring in, as near as shares are stated."""
        return self.held is None or abs(self.held - self.brought) <= Decimal("0.0001")


def add_up_capital(part: Mapping[str, Any]) -> list[HolderCapital]:
    """The capital of `terms.joint_venture` by shareholder, in the order of the shareholders; empty without contributions."""
    held = {str(row["name"]): to_decimal(row.get("share")) for row in list_rows(part, "shareholders") if row.get("name")}
    given: dict[str, dict[CapitalKind, Decimal]] = {name: {} for name in held}
    for row in list_rows(part, "capital"):
        amount, kind = to_decimal(row.get("amount")), row.get("kind")
        if amount is None or amount <= 0 or kind not in CapitalKind.values:
            continue
        kinds = given.setdefault(str(row.get("holder") or ""), {})
        kinds[CapitalKind(kind)] = kinds.get(CapitalKind(kind), Decimal()) + amount
    whole = sum((amount for kinds in given.values() for amount in kinds.values()), Decimal())
    if not whole:
        return []
    return [_add_up_holder(name, held.get(name), kinds, whole) for name, kinds in given.items()]


def _add_up_holder(name: str, held: Decimal | None, kinds: Mapping[CapitalKind, Decimal], whole: Decimal) -> HolderCapital:
    total = sum(kinds.values(), Decimal())
    with localcontext(prec=_PRECISION):
        return HolderCapital(name, held, kinds, total, round_half_up(total / whole * 100, _SHARE_DECIMALS))
