"""The price of one piece in each year of a long-term contract, and what each year comes to at most and at least."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from typing import Any

from licensing.policy.exact import round_half_up, to_decimal
from licensing.policy.input.drafts import list_rows, read_day
from licensing.policy.licences.validity import add_months

# Fifty years of a rate with many decimals, and no digit of it lost before the rounding.
_PRECISION = 120


@dataclass(frozen=True, slots=True)
class Indexation:
    """How a price moves from year to year: by `percent` a year, or by P0·(a + b·L/L0 + c·M/M0).

    `labour` and `material` are the yearly growth, per cent, that is assumed of wages and of the price of materials.
    """

    percent: Decimal = Decimal()
    weights: tuple[Decimal, Decimal, Decimal] | None = None
    labour: Decimal = Decimal()
    material: Decimal = Decimal()

    def compute_factor(self, year: int) -> Decimal:
        """The price of a year, counted from 0, as a multiple of that of the first."""
        if self.weights is None:
            return (1 + self.percent / 100) ** year
        fixed, by_labour, by_material = self.weights
        return fixed + by_labour * (1 + self.labour / 100) ** year + by_material * (1 + self.material / 100) ** year


@dataclass(frozen=True, slots=True)
class ContractYear:
    """One year of the contract, numbered from 1; amounts in its currency, and None where no quantity is stated.

    `called` is the quantity that the call-offs of the year come to; `reviews` are its review points, with what is looked at.
    """

    number: int
    starts_on: date | None
    price: Decimal
    least: Decimal | None
    most: Decimal | None
    called: Decimal | None = None
    called_value: Decimal | None = None
    reviews: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PricePath:
    """The prices of all years. Rounding never carries into the next year."""

    indexation: Indexation
    years: tuple[ContractYear, ...]

    @property
    def total_called(self) -> Decimal | None:
        """What all call-offs come to; None where there are none."""
        values = [year.called_value for year in self.years if year.called_value is not None]
        return sum(values, Decimal()) if values else None

    @property
    def total_least(self) -> Decimal | None:
        """What the whole contract comes to if each year takes the least; None where that is not stated."""
        return _add_up([year.least for year in self.years])

    @property
    def total_most(self) -> Decimal | None:
        """The same with the most."""
        return _add_up([year.most for year in self.years])


def build_price_path(part: Mapping[str, Any], decimals: int) -> PricePath | None:
    """The prices that `terms.long_term` of a request leads to, in a currency of so many decimals; None without a price."""
    base, years = to_decimal(part.get("base_price")), part.get("term_years")
    if base is None or base <= 0 or not isinstance(years, int) or years < 1:
        return None
    indexation, start_on = read_indexation(part), read_day(part.get("start_on"))
    least, most = to_decimal(part.get("annual_min")), to_decimal(part.get("annual_max"))
    called, reviews = sum_call_offs(part), _group_reviews(part, start_on, years)
    with localcontext(prec=_PRECISION):
        prices = [round_half_up(base * indexation.compute_factor(year), decimals) for year in range(years)]
        return PricePath(
            indexation,
            tuple(
                ContractYear(
                    number,
                    start_on and add_months(start_on, 12 * (number - 1)),
                    price,
                    _value_quantity(least, price, decimals),
                    _value_quantity(most, price, decimals),
                    called.get(number),
                    _value_quantity(called.get(number), price, decimals),
                    tuple(reviews.get(number, ())),
                )
                for number, price in enumerate(prices, 1)
            ),
        )


def sum_call_offs(part: Mapping[str, Any]) -> dict[int, Decimal]:
    """What `terms.long_term` calls off in each year, in its unit; a row that says nothing counts for nothing."""
    called: dict[int, Decimal] = {}
    for row in list_rows(part, "call_offs"):
        year, quantity = row.get("year"), to_decimal(row.get("quantity"))
        if isinstance(year, int) and quantity is not None and quantity > 0:
            called[year] = called.get(year, Decimal()) + quantity
    return called


def _group_reviews(part: Mapping[str, Any], start_on: date | None, years: int) -> dict[int, list[tuple[date, str]]]:
    """The review points by the year of the contract in which they lie; none of a contract that does not say when it begins."""
    found: dict[int, list[tuple[date, str]]] = {}
    for row in list_rows(part, "review_points"):
        on = read_day(row.get("on"))
        if on is not None and start_on is not None and on >= start_on:
            begun = sum(1 for year in range(years) if add_months(start_on, 12 * year) <= on)
            found.setdefault(begun, []).append((on, str(row.get("subject") or "")))
    return {year: sorted(reviews) for year, reviews in found.items()}


def read_indexation(part: Mapping[str, Any]) -> Indexation:
    """How the price of a contract moves; without a word of it, not at all."""
    formula = part.get("index_formula")
    weights = [to_decimal(formula.get(name)) for name in "abc"] if isinstance(formula, Mapping) else []
    known = [weight for weight in weights if weight is not None]
    if not isinstance(formula, Mapping) or len(known) < 3:
        return Indexation(percent=to_decimal(part.get("indexation_percent")) or Decimal())
    return Indexation(
        weights=(known[0], known[1], known[2]),
        labour=to_decimal(formula.get("labour_growth")) or Decimal(),
        material=to_decimal(formula.get("material_growth")) or Decimal(),
    )


def _value_quantity(quantity: Decimal | None, price: Decimal, decimals: int) -> Decimal | None:
    return None if quantity is None else round_half_up(quantity * price, decimals)


def _add_up(amounts: list[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal()) if len(known) == len(amounts) else None
