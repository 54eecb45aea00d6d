"""Terms of a long-term contract that cannot be meant: least above most, two ways of indexing, a call-off of no year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.exact import to_decimal
from licensing.policy.input.drafts import list_rows, read_day
from licensing.policy.licences.counted import count_in_unit
from licensing.policy.licences.validity import add_months
from licensing.policy.plans.prices import sum_call_offs
from licensing.policy.requests.terms.limits import BETWEEN_MINUS_100_AND_100, NOT_BELOW_0


def find_contract_gaps(part: Mapping[str, Any]) -> Iterator[Gap]:
    """What is nonsense in `terms.long_term`; paths are those within it."""
    years = to_decimal(part.get("term_years"))
    if part.get("term_years") is not None and (years is None or years < 1):
        yield Gap("term_too_short", "term_years", Message("The term is at least 1 year."))
    least, most = to_decimal(part.get("annual_min")), to_decimal(part.get("annual_max"))
    for name, amount in (("annual_min", least), ("annual_max", most)):
        if part.get(name) is not None and (amount is None or amount < 0):
            yield Gap("quantity_negative", name, NOT_BELOW_0)
    if least is not None and most is not None and least > most:
        yield Gap("least_above_most", "annual_min", Message("The least quantity a year is above the most."))
    yield from _price_gaps(part)
    yield from _call_off_gaps(part)
    yield from _review_gaps(part)


def _price_gaps(part: Mapping[str, Any]) -> Iterator[Gap]:
    base, indexation = to_decimal(part.get("base_price")), to_decimal(part.get("indexation_percent"))
    if part.get("base_price") is not None and (base is None or base <= 0):
        yield Gap("price_not_positive", "base_price", Message("The price is above 0."))
    if part.get("indexation_percent") is not None and (indexation is None or not -100 < indexation <= 100):
        yield Gap("indexation_out_of_range", "indexation_percent", Message("Indexation lies between -100 and 100 per cent."))
    formula = part.get("index_formula")
    if isinstance(formula, Mapping) and formula:
        yield from _formula_gaps([to_decimal(formula.get(name)) for name in "abc"])
        for name in ("labour_growth", "material_growth"):
            growth = to_decimal(formula.get(name))
            if formula.get(name) is not None and (growth is None or not -100 < growth <= 100):
                yield Gap("growth_out_of_range", f"index_formula.{name}", BETWEEN_MINUS_100_AND_100)
        if indexation:
            yield Gap("two_indexations", "indexation_percent", Message("Choose either a fixed percentage or a formula."))


def _formula_gaps(weights: list[Decimal | None]) -> Iterator[Gap]:
    given = [weight for weight in weights if weight is not None]
    if len(given) < 3 or min(given) < 0 or sum(given) != 1:
        yield Gap(
            "formula_does_not_sum", "index_formula", Message("a, b and c are all given, none is below 0, and they add up to 1.")
        )


def _call_off_gaps(part: Mapping[str, Any]) -> Iterator[Gap]:
    rows, years = list_rows(part, "call_offs"), part.get("term_years")
    for number, row in enumerate(rows):
        quantity, year = to_decimal(row.get("quantity")), row.get("year")
        if quantity is None or quantity <= 0:
            yield Gap("quantity_not_positive", f"call_offs.{number}.quantity", Message("The quantity is above 0."))
        if isinstance(years, int) and isinstance(year, int) and year > years:
            message = Message("The contract runs for %(years)s years, and this is its year %(year)s.", years=years, year=year)
            yield Gap("beyond_term", f"call_offs.{number}.year", message)
    yield from _volume_gaps(part, rows)


def _volume_gaps(part: Mapping[str, Any], rows: list[Mapping[str, Any]]) -> Iterator[Gap]:
    """A year may call off less than the least while it is not wholly agreed, so only the most binds here."""
    most, unit, named = to_decimal(part.get("annual_max")), str(part.get("unit") or ""), {}
    for number, row in enumerate(rows):
        named[row.get("year")] = number
    for year, total in sum_call_offs(part).items():
        if most is not None and total > most:
            message = Message(
                "Year %(year)s calls off %(total)s, and the contract allows %(most)s a year.",
                year=year,
                total=count_in_unit(total, unit),
                most=count_in_unit(most, unit),
            )
            yield Gap("call_off_above_most", f"call_offs.{named[year]}.quantity", message)


def _review_gaps(part: Mapping[str, Any]) -> Iterator[Gap]:
    start_on, years = read_day(part.get("start_on")), part.get("term_years")
    if start_on is None or not isinstance(years, int) or not 0 < years <= 50:
        return
    end_on = add_months(start_on, 12 * years)
    for number, row in enumerate(list_rows(part, "review_points")):
        on = read_day(row.get("on"))
        if on is not None and not start_on <= on < end_on:
            message = Message("A review lies within the years of the contract.")
            yield Gap("outside_term", f"review_points.{number}.on", message)
