"""Terms of a loan that cannot be meant: drawn after repayment began, more grace than term, a milestone of no list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from licensing.errors import Gap
from licensing.messages import Message, Number
from licensing.policy.exact import to_decimal
from licensing.policy.input.drafts import list_rows, read_day
from licensing.policy.licences.validity import add_months
from licensing.policy.plans.loans import find_last_draw_day, read_rate
from licensing.policy.requests.cooperation import Repayment
from licensing.policy.requests.terms.limits import (
    ABOVE_0,
    BETWEEN_0_AND_100,
    BETWEEN_MINUS_100_AND_100,
    NOT_BELOW_0,
    find_percent_gaps,
)


def find_financing_gaps(part: Mapping[str, Any]) -> Iterator[Gap]:
    """What is nonsense in `terms.financing`; paths are those within it."""
    amount = to_decimal(part.get("amount"))
    if part.get("amount") is not None and (amount is None or amount <= 0):
        yield Gap("amount_not_positive", "amount", ABOVE_0)
    yield from _rate_gaps(part)
    yield from find_percent_gaps(part, "cover_percent")
    yield from find_percent_gaps(part, "premium_percent")
    tenor, grace = to_decimal(part.get("tenor_years")), to_decimal(part.get("grace_years"))
    for name, years in (("tenor_years", tenor), ("grace_years", grace)):
        if part.get(name) is not None and (years is None or years < 0):
            yield Gap("years_negative", name, NOT_BELOW_0)
    if tenor is not None and grace is not None and grace > tenor:
        yield Gap("grace_beyond_tenor", "grace_years", Message("The grace period is longer than the loan itself."))
    if isinstance(often := part.get("payments_a_year"), int) and 12 % often:
        message = Message("A year has no such number of equal periods of whole months. Give 1, 2, 3, 4, 6 or 12.")
        yield Gap("uneven_periods", "payments_a_year", message)
    yield from _disbursement_gaps(part, amount)
    yield from _milestone_gaps(part)


def _rate_gaps(part: Mapping[str, Any]) -> Iterator[Gap]:
    rates = {name: to_decimal(part.get(name)) for name in ("rate_percent", "reference_percent", "margin_percent")}
    for name, rate in rates.items():
        least = -100 if name == "reference_percent" else 0
        if part.get(name) is not None and (rate is None or not least <= rate <= 100):
            yield Gap("rate_out_of_range", name, BETWEEN_0_AND_100 if least == 0 else BETWEEN_MINUS_100_AND_100)
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
            yield Gap("amount_not_positive", f"disbursements.{number}.amount", ABOVE_0)
    total = sum((drawn for drawn in amounts if drawn is not None), Decimal())
    if amount is not None and all(drawn is not None and drawn > 0 for drawn in amounts) and total != amount:
        message = Message(
            "The disbursements add up to %(total)s %(currency)s, and the loan is %(amount)s %(currency)s.",
            total=Number(total),
            amount=Number(amount),
            currency=str(part.get("currency") or ""),
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


def _milestone_gaps(part: Mapping[str, Any]) -> Iterator[Gap]:
    """Where the milestones are listed, a disbursement names one of them, and is not drawn before it is planned to be met."""
    milestones = list_rows(part, "milestones")
    planned = {str(row.get("title")): read_day(row.get("planned_on")) for row in milestones}
    for number, row in enumerate(milestones):
        if any(row.get("title") == other.get("title") for other in milestones[:number]):
            yield Gap("named_twice", f"milestones.{number}.title", Message("There is a milestone of this name already."))
    for number, row in enumerate(list_rows(part, "disbursements")):
        name, on = row.get("milestone"), read_day(row.get("on"))
        if not planned or not name:
            continue
        if name not in planned:
            message = Message("“%(name)s” is none of the milestones. Write the name as it stands there.", name=str(name))
            yield Gap("unknown_milestone", f"disbursements.{number}.milestone", message)
        elif on is not None and (due := planned[name]) is not None and on < due:
            message = Message("This is drawn before its milestone is planned to be met.")
            yield Gap("drawn_before_milestone", f"disbursements.{number}.on", message)
