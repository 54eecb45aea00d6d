"""Terms of co-operation that cannot be meant: shares beyond 100, a negative tenor, and their like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.exact import count_decimals, format_decimal, to_decimal


def find_gaps(terms: Mapping[str, Any], *, path: str = "terms") -> list[Gap]:
    """What is nonsense in the joint venture, long-term and financing parts that are present in `document["terms"]`.

    What is merely missing is a matter of completeness, not of sense.
    """
    parts = {"joint_venture": _joint_venture_gaps, "long_term": _long_term_gaps, "financing": _financing_gaps}
    return [
        replace(gap, path=f"{path}.{name}.{gap.path}")
        for name, gaps_in in parts.items()
        if isinstance(part := terms.get(name), Mapping)
        for gap in gaps_in(part)
    ]


def calculate_yearly_prices(base: Decimal, percent: Decimal, years: int) -> tuple[Decimal, ...]:
    """The price of each year under a fixed yearly indexation, in cents; rounding never carries into the next year."""
    return tuple(_round_to_cents(base * (1 + percent / 100) ** year) for year in range(years))


def calculate_indexed_price(
    base: Decimal, a: Decimal, b: Decimal, c: Decimal, *, labour: Decimal, material: Decimal
) -> Decimal:
    """P0·(a + b·L/L0 + c·M/M0), with `labour` and `material` given as ratios to their start."""
    return _round_to_cents(base * (a + b * labour + c * material))


def calculate_first_year_interest(amount: Decimal, rate_percent: Decimal) -> Decimal:
    """Interest of the first year of a loan drawn in full, in cents."""
    return _round_to_cents(amount * rate_percent / 100)


def _joint_venture_gaps(part: Mapping[str, Any]) -> Iterator[Gap]:
    holders = part.get("shareholders")
    if isinstance(holders, list) and holders:
        yield from _share_gaps([to_decimal(row.get("share")) if isinstance(row, Mapping) else None for row in holders])
    split = part.get("output_split")
    if isinstance(split, Mapping) and split:
        yield from _output_gaps([to_decimal(value) for value in split.values()])
    yield from _percent_gaps(part, "royalty_percent")


def _share_gaps(shares: list[Decimal | None]) -> Iterator[Gap]:
    for index, share in enumerate(shares):
        if share is None or not 0 < share <= 100:
            yield Gap("share_out_of_range", f"shareholders.{index}.share", _BETWEEN_0_AND_100)
        elif count_decimals(share) > 4:
            yield Gap("share_too_fine", f"shareholders.{index}.share", Message("Give a share with at most 4 decimals."))
    total = sum((share for share in shares if share is not None), Decimal())
    # A share that cannot be read is named already; without it, the sum says nothing.
    if None not in shares and total != 100:
        yield Gap(
            "shares_do_not_sum",
            "shareholders",
            Message("The shares add up to %(total)s, not to 100.", total=format_decimal(total)),
        )


def _output_gaps(parts: list[Decimal | None]) -> Iterator[Gap]:
    if any(part is None or not 0 <= part <= 100 for part in parts):
        yield Gap("output_out_of_range", "output_split", _BETWEEN_0_AND_100)
        return
    total = sum((part for part in parts if part is not None), Decimal())
    if total != 100:
        yield Gap(
            "output_does_not_sum",
            "output_split",
            Message("The parts of the output add up to %(total)s, not to 100.", total=format_decimal(total)),
        )


def _long_term_gaps(part: Mapping[str, Any]) -> Iterator[Gap]:
    years = to_decimal(part.get("term_years"))
    if part.get("term_years") is not None and (years is None or years < 1):
        yield Gap("term_too_short", "term_years", Message("The term is at least 1 year."))
    least, most = to_decimal(part.get("annual_min")), to_decimal(part.get("annual_max"))
    for name, amount in (("annual_min", least), ("annual_max", most)):
        if part.get(name) is not None and (amount is None or amount < 0):
            yield Gap("quantity_negative", name, _NOT_BELOW_0)
    if least is not None and most is not None and least > most:
        yield Gap("least_above_most", "annual_min", Message("The least quantity a year is above the most."))
    yield from _price_gaps(part)


def _price_gaps(part: Mapping[str, Any]) -> Iterator[Gap]:
    base, indexation = to_decimal(part.get("base_price")), to_decimal(part.get("indexation_percent"))
    if part.get("base_price") is not None and (base is None or base <= 0):
        yield Gap("price_not_positive", "base_price", Message("The price is above 0."))
    if part.get("indexation_percent") is not None and (indexation is None or not -100 < indexation <= 100):
        yield Gap("indexation_out_of_range", "indexation_percent", Message("Indexation lies between -100 and 100 per cent."))
    formula = part.get("index_formula")
    if isinstance(formula, Mapping) and formula:
        yield from _formula_gaps([to_decimal(formula.get(name)) for name in "abc"])
        if indexation:
            yield Gap("two_indexations", "indexation_percent", Message("Choose either a fixed percentage or a formula."))


def _formula_gaps(weights: list[Decimal | None]) -> Iterator[Gap]:
    given = [weight for weight in weights if weight is not None]
    if len(given) < 3 or min(given) < 0 or sum(given) != 1:
        yield Gap(
            "formula_does_not_sum", "index_formula", Message("a, b and c are all given, none is below 0, and they add up to 1.")
        )


def _financing_gaps(part: Mapping[str, Any]) -> Iterator[Gap]:
    amount, rate = to_decimal(part.get("amount")), to_decimal(part.get("rate_percent"))
    if part.get("amount") is not None and (amount is None or amount <= 0):
        yield Gap("amount_not_positive", "amount", Message("The amount is above 0."))
    if part.get("rate_percent") is not None and (rate is None or not 0 <= rate <= 100):
        yield Gap("rate_out_of_range", "rate_percent", _BETWEEN_0_AND_100)
    yield from _percent_gaps(part, "cover_percent")
    tenor, grace = to_decimal(part.get("tenor_years")), to_decimal(part.get("grace_years"))
    for name, years in (("tenor_years", tenor), ("grace_years", grace)):
        if part.get(name) is not None and (years is None or years < 0):
            yield Gap("years_negative", name, _NOT_BELOW_0)
    if tenor is not None and grace is not None and grace > tenor:
        yield Gap("grace_beyond_tenor", "grace_years", Message("The grace period is longer than the loan itself."))


def _percent_gaps(part: Mapping[str, Any], name: str) -> Iterator[Gap]:
    if part.get(name) is None:
        return
    percent = to_decimal(part[name])
    if percent is None or not 0 <= percent <= 100:
        yield Gap(f"{name.removesuffix('_percent')}_out_of_range", name, _BETWEEN_0_AND_100)


_BETWEEN_0_AND_100 = Message("Give a number between 0 and 100.")
_NOT_BELOW_0 = Message("This cannot be below 0.")


def _round_to_cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
