"""What each shareholder brings into a joint venture, and when, beside the share that they hold of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import Any

from licensing.policy.exact import round_half_up, to_decimal
from licensing.policy.input.drafts import list_rows, read_day
from licensing.policy.requests.cooperation import CapitalKind

_PRECISION = 60
# As fine as shares are stated.
_SHARE_DECIMALS = 4
# Beyond so many the years in which nothing is brought in are left out, or a slip of a century fills the page.
_MOST_YEARS = 40


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one shareholder brings in at once, and on which day, where that is stated."""

    holder: str
    kind: CapitalKind
    amount: Decimal
    on: date | None


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


@dataclass(frozen=True, slots=True)
class CapitalYear:
    """What each shareholder brings in within a calendar year, in their order; no year where no day is stated."""

    year: int | None
    amounts: tuple[Decimal, ...]
    # With all years before it.
    so_far: Decimal

    @property
    def total(self) -> Decimal:
        """What all bring in together."""
        return sum(self.amounts, Decimal())


def add_up_capital(part: Mapping[str, Any]) -> list[HolderCapital]:
    """The capital of `terms.joint_venture` by shareholder, in the order of the shareholders; empty without contributions."""
    held = {str(row["name"]): to_decimal(row.get("share")) for row in list_rows(part, "shareholders") if row.get("name")}
    given: dict[str, dict[CapitalKind, Decimal]] = {name: {} for name in held}
    for one in _list_contributions(part):
        kinds = given.setdefault(one.holder, {})
        kinds[one.kind] = kinds.get(one.kind, Decimal()) + one.amount
    whole = sum((amount for kinds in given.values() for amount in kinds.values()), Decimal())
    if not whole:
        return []
    return [_add_up_holder(name, held.get(name), kinds, whole) for name, kinds in given.items()]


def list_contributions(part: Mapping[str, Any]) -> list[Contribution]:
    """What is brought in, as far as it can be read, one by one in the order of the days; last what has none."""
    return sorted(_list_contributions(part), key=lambda one: one.on or date.max)


def list_capital_years(part: Mapping[str, Any], holders: Sequence[str]) -> list[CapitalYear]:
    """The same by year, from the first to the last in which something is brought in, then what has no day."""
    given = [(one.on.year if one.on else None, one) for one in _list_contributions(part)]
    named = {year for year, _one in given if year is not None}
    years = list(range(min(named), max(named) + 1)) if named and max(named) - min(named) < _MOST_YEARS else sorted(named)
    found, so_far = list[CapitalYear](), Decimal()
    for year in [*years, *([None] if any(one is None for one, _given in given) else [])]:
        rows = [one for on, one in given if on == year]
        amounts = tuple(sum((one.amount for one in rows if one.holder == name), Decimal()) for name in holders)
        so_far += sum(amounts, Decimal())
        found.append(CapitalYear(year, amounts, so_far))
    return found


def _list_contributions(part: Mapping[str, Any]) -> Iterator[Contribution]:
    """What is brought in, as far as it can be read; a draft may hold anything there."""
    for row in list_rows(part, "capital"):
        amount, kind = to_decimal(row.get("amount")), row.get("kind")
        if amount is not None and amount > 0 and kind in CapitalKind.values:
            yield Contribution(str(row.get("holder") or ""), CapitalKind(str(kind)), amount, read_day(row.get("on")))


def _add_up_holder(name: str, held: Decimal | None, kinds: Mapping[CapitalKind, Decimal], whole: Decimal) -> HolderCapital:
    total = sum(kinds.values(), Decimal())
    with localcontext(prec=_PRECISION):
        return HolderCapital(name, held, kinds, total, round_half_up(total / whole * 100, _SHARE_DECIMALS))
