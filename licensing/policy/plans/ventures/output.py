"""The output of a joint venture: how it is split between our own forces, the partner and third countries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any

from licensing.policy.exact import round_down, to_decimal
from licensing.policy.input.drafts import get_part, list_rows

_PRECISION = 60


@dataclass(frozen=True, slots=True)
class Split:
    """The parts of the output, per cent; together they are the whole."""

    own_forces: Decimal
    partner: Decimal
    third_countries: Decimal


@dataclass(frozen=True, slots=True)
class OutputYear:
    """What is made in a calendar year and who gets how much of it; 0 stands for all years together."""

    year: int
    made: Decimal
    own_forces: Decimal
    partner: Decimal
    third_countries: Decimal


def read_own_part(part: Mapping[str, Any]) -> Decimal | None:
    """Per cent of the output that `terms.joint_venture` gives our own forces; None where it does not say."""
    return to_decimal(get_part(part, "output_split").get("own_forces"))


def is_below_share(part: Mapping[str, Any], named: Decimal) -> bool:
    """Whether our own forces get less of the output than the project names that the joint venture fills, per cent."""
    given = read_own_part(part)
    return given is None or given < named


def read_split(part: Mapping[str, Any]) -> Split | None:
    """The split that `terms.joint_venture` states; None while it is none, such as one that does not come to the whole."""
    written = get_part(part, "output_split")
    parts = [to_decimal(written.get(name)) for name in ("own_forces", "partner", "third_countries")]
    known = [one for one in parts if one is not None and one >= 0]
    return Split(*known) if len(known) == len(parts) and sum(known) == 100 else None


def split_output(part: Mapping[str, Any], decimals: int) -> list[OutputYear]:
    """The planned output of `terms.joint_venture` year by year, split; empty while too little of it is stated.

    Pieces are whole, to the `decimals` of their unit: the part of our own forces is rounded up and that of third countries
    down, in each year, and the partner gets the rest.
    """
    split, made = read_split(part), dict[int, Decimal]()
    for row in list_rows(part, "planned_output"):
        year, quantity = row.get("year"), to_decimal(row.get("quantity"))
        if isinstance(year, int) and quantity is not None and quantity > 0:
            made[year] = made.get(year, Decimal()) + quantity
    return [_split_year(year, made[year], split, decimals) for year in sorted(made)] if split else []


def add_up_output(years: Sequence[OutputYear]) -> OutputYear:
    """All years together."""
    return OutputYear(
        0,
        sum((one.made for one in years), Decimal()),
        sum((one.own_forces for one in years), Decimal()),
        sum((one.partner for one in years), Decimal()),
        sum((one.third_countries for one in years), Decimal()),
    )


def _split_year(year: int, made: Decimal, split: Split, decimals: int) -> OutputYear:
    with localcontext(prec=_PRECISION):
        third = round_down(made * split.third_countries / 100, decimals)
        # What the others would get, rounded down, so that our own forces get every piece that is begun.
        own = made - round_down(made * (100 - split.own_forces) / 100, decimals)
        return OutputYear(year, made, own, made - own - third, third)
