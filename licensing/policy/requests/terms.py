"""Terms of co-operation that cannot be meant: shares beyond 100, a negative tenor, and their like."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.exact import count_decimals, format_decimal, to_decimal
from licensing.policy.plans.loans import add_months, find_last_draw_day, read_day, read_rate
from licensing.policy.requests.cooperation import Repayment


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
        for name in ("labour_growth", "material_growth"):
            growth = to_decimal(formula.get(name))
            if formula.get(name) is not None and (growth is None or not -100 < growth <= 100):
                yield Gap("growth_out_of_range", f"index_formula.{name}", _BETWEEN_MINUS_100_AND_100)
        if indexation:
            yield Gap("two_indexations", "indexation_percent", Message("Choose either a fixed percentage or a formula."))


def _formula_gaps(weights: list[Decimal | None]) -> Iterator[Gap]:
    given = [weight for weight in weights if weight is not None]
    if len(given) < 3 or min(given) < 0 or sum(given) != 1:
        yield Gap(
            "formula_does_not_sum", "index_formula", Message("a, b and c are all given, none is below 0, and they add up to 1.")
        )


def _financing_gaps(part: Mapping[str, Any]) -> Iterator[Gap]:
    amount = to_decimal(part.get("amount"))
    if part.get("amount") is not None and (amount is None or amount <= 0):
        yield Gap("amount_not_positive", "amount", Message("The amount is above 0."))
    yield from _rate_gaps(part)
    yield from _percent_gaps(part, "cover_percent")
    yield from _percent_gaps(part, "premium_percent")
    tenor, grace = to_decimal(part.get("tenor_years")), to_decimal(part.get("grace_years"))
    for name, years in (("tenor_years", tenor), ("grace_years", grace)):
        if part.get(name) is not None and (years is None or years < 0):
            yield Gap("years_negative", name, _NOT_BELOW_0)
    if tenor is not None and grace is not None and grace > tenor:
        yield Gap("grace_beyond_tenor", "grace_years", Message("The grace period is longer than the loan itself."))
    if isinstance(often := part.get("payments_a_year"), int) and 12 % often:
        message = Message("A year has no such number of equal periods of whole months. Give 1, 2, 3, 4, 6 or 12.")
        yield Gap("uneven_periods", "payments_a_year", message)
    yield from _disbursement_gaps(part, amount)


def _rate_gaps(part: Mapping[str, Any]) -> Iterator[Gap]:
    rates = {name: to_decimal(part.get(name)) for name in ("rate_percent", "reference_percent", "margin_percent")}
    for name, rate in rates.items():
        least = -100 if name == "reference_percent" else 0
        if part.get(name) is not None and (rate is None or not least <= rate <= 100):
            yield Gap("rate_out_of_range", name, _BETWEEN_0_AND_100 if least == 0 else _BETWEEN_MINUS_100_AND_100)
    floating = [name for name in ("reference_percent", "margin_percent") if part.get(name) is not None]
    if part.get("rate_percent") is not None and floating:
        message = Message("Give either a fixed rate, or a margin over a reference rate.")
        yield Gap("two_rates", "rate_percent", message)
    elif len(floating) == 1:
        message = Message("Give both what the reference rate stands at and the margin over it.")
        yield Gap("half_a_rate", floating[0], message)
    elif None not in (rates["reference_percent"], rates["margin_percent"]) and (read_rate(part) or 0) < 0:
        yield Gap("rate_negative", "margin_percent", Message("Reference rate and margin together are below 0."))


def _disbursement_gaps(part: Mapping[str, Any], amount: Decimal | None) -> Iterator[Gap]:
    rows = [row for row in part.get("disbursements") or () if isinstance(row, Mapping)]
    if not rows:
        return
    start_on = read_day(part.get("start_on"))
    if start_on is None:
        yield Gap("required", "start_on", Message("Say from which day the loan runs, as it is drawn on days."))
    amounts = [to_decimal(row.get("amount")) for row in rows]
    for number, drawn in enumerate(amounts):
        if drawn is None or drawn <= 0:
            yield Gap("amount_not_positive", f"disbursements.{number}.amount", Message("The amount is above 0."))
    total = sum((drawn for drawn in amounts if drawn is not None), Decimal())
    if amount is not None and all(drawn is not None and drawn > 0 for drawn in amounts) and total != amount:
        message = Message(
            "The disbursements add up to %(total)s, and the loan is %(amount)s.",
            total=format_decimal(total),
            amount=format_decimal(amount),
        )
        yield Gap("disbursements_do_not_sum", "disbursements", message)
    yield from _day_gaps(part, rows, start_on)


def _day_gaps(part: Mapping[str, Any], rows: list[Mapping[str, Any]], start_on: date | None) -> Iterator[Gap]:
    tenor, repayment = part.get("tenor_years"), part.get("repayment")
    if start_on is None or not isinstance(tenor, int) or not tenor:
        return
    how = Repayment(repayment) if repayment in Repayment.values else Repayment.LINEAR
    last = find_last_draw_day(start_on, part.get("grace_years") or 0, tenor, how)
    for number, row in enumerate(rows):
        on = read_day(row.get("on"))
        if on is not None and on < start_on:
            yield Gap(
                "drawn_too_early", f"disbursements.{number}.on", Message("This is before the day from which the loan runs.")
            )
        elif on is not None and (on > last or on >= add_months(start_on, 12 * tenor)):
            message = Message("This is after repayment has begun. A loan is drawn before.")
            yield Gap("drawn_too_late", f"disbursements.{number}.on", message)


def _percent_gaps(part: Mapping[str, Any], name: str) -> Iterator[Gap]:
    if part.get(name) is None:
        return
    percent = to_decimal(part[name])
    if percent is None or not 0 <= percent <= 100:
        yield Gap(f"{name.removesuffix('_percent')}_out_of_range", name, _BETWEEN_0_AND_100)


_BETWEEN_0_AND_100 = Message("Give a number between 0 and 100.")
_BETWEEN_MINUS_100_AND_100 = Message("Give a number between -100 and 100.")
_NOT_BELOW_0 = Message("This cannot be below 0.")
