"""Terms of a joint venture that cannot be meant: shares that do not add up, capital of nobody, stages out of order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

from licensing.errors import Gap
from licensing.messages import Message, Number
from licensing.policy.exact import count_decimals, to_decimal
from licensing.policy.input.drafts import get_part, list_rows, read_day
from licensing.policy.requests.cooperation import CapitalKind
from licensing.policy.requests.terms.limits import ABOVE_0, BETWEEN_0_AND_100, find_percent_gaps


def find_venture_gaps(part: Mapping[str, Any]) -> Iterator[Gap]:
    """What is nonsense in `terms.joint_venture`; paths are those within it."""
    holders = part.get("shareholders")
    if isinstance(holders, list) and holders:
        yield from _share_gaps([to_decimal(row.get("share")) if isinstance(row, Mapping) else None for row in holders])
    split = part.get("output_split")
    parts = [to_decimal(value) for value in split.values()] if isinstance(split, Mapping) else []
    # Of a split that is no split, the sum says enough.
    yield from list(_output_gaps(parts) if parts else ()) or _third_country_gaps(part)
    yield from _planned_output_gaps(part)
    yield from find_percent_gaps(part, "royalty_percent")
    yield from _capital_gaps(part)
    yield from _transfer_gaps(part)


def _share_gaps(shares: list[Decimal | None]) -> Iterator[Gap]:
    for index, share in enumerate(shares):
        if share is None or not 0 < share <= 100:
            yield Gap("share_out_of_range", f"shareholders.{index}.share", BETWEEN_0_AND_100)
        elif count_decimals(share) > 4:
            yield Gap("share_too_fine", f"shareholders.{index}.share", Message("Give a share with at most 4 decimals."))
    total = sum((share for share in shares if share is not None), Decimal())
    # A share that cannot be read is named already; without it, the sum says nothing.
    if None not in shares and total != 100:
        yield Gap(
            "shares_do_not_sum",
            "shareholders",
            Message("The shares add up to %(total)s, not to 100.", total=Number(total)),
        )


def _output_gaps(parts: list[Decimal | None]) -> Iterator[Gap]:
    if any(part is None or not 0 <= part <= 100 for part in parts):
        yield Gap("output_out_of_range", "output_split", BETWEEN_0_AND_100)
        return
    total = sum((part for part in parts if part is not None), Decimal())
    if total != 100:
        yield Gap(
            "output_does_not_sum",
            "output_split",
            Message("The parts of the output add up to %(total)s, not to 100.", total=Number(total)),
        )


def _third_country_gaps(part: Mapping[str, Any]) -> Iterator[Gap]:
    """Countries and their part of the output belong together; each country stands once."""
    named = [str(row.get("country") or "") for row in list_rows(part, "third_countries")]
    share = to_decimal(get_part(part, "output_split").get("third_countries"))
    if share is not None and share > 0 and not named:
        message = Message("A part of the output is for third countries. Say for which.")
        yield Gap("required", "third_countries.0.country", message)
    elif named and not share:
        message = Message("No part of the output is for third countries. Give them a part, or take them out.")
        yield Gap("third_countries_without_output", "output_split.third_countries", message)
    for number, country in enumerate(named):
        if country and country in named[:number]:
            yield Gap("twice", f"third_countries.{number}.country", Message("This country stands in the list already."))


def _planned_output_gaps(part: Mapping[str, Any]) -> Iterator[Gap]:
    rows = list_rows(part, "planned_output")
    if rows and not part.get("unit"):
        yield Gap("required", "unit", Message("Say in which unit the output is counted."))
    if rows and not get_part(part, "output_split"):
        yield Gap(
            "required", "output_split.own_forces", Message("Say how the output is split, or its pieces belong to nobody.")
        )
    for number, row in enumerate(rows):
        quantity, year = to_decimal(row.get("quantity")), row.get("year")
        if quantity is None or quantity <= 0:
            yield Gap("quantity_not_positive", f"planned_output.{number}.quantity", Message("The quantity is above 0."))
        if year in [other.get("year") for other in rows[:number]]:
            yield Gap("twice", f"planned_output.{number}.year", Message("This year stands in the list already."))


def _capital_gaps(part: Mapping[str, Any]) -> Iterator[Gap]:
    rows = list_rows(part, "capital")
    if rows and not part.get("capital_currency"):
        yield Gap("required", "capital_currency", Message("Say in which currency the capital is counted."))
    holders = {str(row.get("name")) for row in list_rows(part, "shareholders")}
    for number, row in enumerate(rows):
        amount = to_decimal(row.get("amount"))
        if amount is None or amount <= 0:
            yield Gap("amount_not_positive", f"capital.{number}.amount", ABOVE_0)
        if holders and row.get("holder") not in holders:
            message = Message(
                "“%(name)s” is none of the shareholders. Write the name as it stands there.", name=row.get("holder")
            )
            yield Gap("unknown_shareholder", f"capital.{number}.holder", message)
        if row.get("kind") not in (None, CapitalKind.CASH) and not row.get("valued_by"):
            message = Message("Say who has valued what is brought in.")
            yield Gap("required", f"capital.{number}.valued_by", message)


def _transfer_gaps(part: Mapping[str, Any]) -> Iterator[Gap]:
    """Stages follow one another: a gate that opens before the one before it would be none."""
    days = [read_day(row.get("planned_on")) for row in list_rows(part, "stages")]
    for number, (before, on) in enumerate(pairwise(days), 1):
        if before is not None and on is not None and on < before:
            message = Message("This stage is planned before the one before it. Put the stages in their order.")
            yield Gap("stages_out_of_order", f"stages.{number}.planned_on", message)
