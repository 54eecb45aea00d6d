"""What countries ask for, what is promised to them and what has left, added up by item family; and the picture of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

# The picture's own units; a page gives it the width that there is.
WIDTH: Final = 640


class Standing(StrEnum):
    """Where a request stands for who adds up: still open, granted, or closed without a grant."""

    OPEN = "open"
    GRANTED = "granted"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class AskedLine:
    """An item of a filed request: of which country and family, and how much in the unit of the family."""

    country: str
    family: str
    quantity: Decimal
    standing: Standing


@dataclass(frozen=True, slots=True)
class WantedLine:
    """What an expression of interest wants of a family over all its years, in the unit of the family."""

    country: str
    family: str
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class PromisedLine:
    """A line of a licence; what is left of it counts only while goods may still leave."""

    country: str
    family: str
    authorised: Decimal
    used: Decimal
    is_live: bool


@dataclass(frozen=True, slots=True)
class FamilyFlow:
    """A family and a country: wanted before any request, asked for by open requests, promised by licences, delivered of it,
    and left to deliver."""

    country: str
    family: str
    wanted: Decimal
    pipeline: Decimal
    promised: Decimal
    delivered: Decimal
    left: Decimal


def add_up_flows(
    asked: Iterable[AskedLine], promised: Iterable[PromisedLine], wanted: Iterable[WantedLine] = ()
) -> list[FamilyFlow]:
    """What is wanted, asked, promised, delivered and left, by country and family, in the order of their codes."""
    wishes: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for wish in wanted:
        wishes[wish.country, wish.family] += wish.quantity
    pipeline: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    sums: dict[tuple[str, str], list[Decimal]] = defaultdict(lambda: [Decimal(), Decimal(), Decimal()])
    for one in asked:
        # A closed request asks for nothing any more, and stands among the families all the same.
        pipeline[one.country, one.family] += one.quantity if one.standing is Standing.OPEN else 0
    for line in promised:
        found = sums[line.country, line.family]
        found[0] += line.authorised
        found[1] += line.used
        found[2] += line.authorised - line.used if line.is_live else 0
    keys = sorted(wishes.keys() | pipeline.keys() | sums.keys())
    return [FamilyFlow(*key, wishes[key], pipeline[key], *sums[key]) for key in keys]


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of the picture: the requests of a country, in parts that lie side by side; places in the picture's own units."""

    country: str
    total: Decimal
    parts: Sequence[BarPart]


@dataclass(frozen=True, slots=True)
class BarPart:
    """A part of a bar; `series` counts from 0, in the order of the legend."""

    series: int
    x: int
    width: int
    amount: Decimal


def build_bars(amounts: Mapping[str, Sequence[Decimal]]) -> list[Bar]:
    """A bar for each country that has any amount, the largest first, the longest as wide as the picture."""
    totals = {country: sum(parts, Decimal()) for country, parts in amounts.items()}
    longest = max(totals.values(), default=Decimal())
    ordered = sorted((country for country, total in totals.items() if total > 0), key=lambda one: (-totals[one], one))
    return [Bar(country, totals[country], build_bar_parts(amounts[country], longest)) for country in ordered]


def build_bar_parts(amounts: Sequence[Decimal], longest: Decimal) -> list[BarPart]:
    """The parts of one bar, side by side; the longest bar is as wide as the picture. Nothing where that is nothing."""
    if longest <= 0:
        return []
    # By running totals, so that the parts of a bar touch and its length is right whatever is rounded.
    parts, before, total = [], 0, Decimal()
    for series, amount in enumerate(amounts):
        total += amount
        end = round(WIDTH * total / longest)
        if amount > 0:
            parts.append(BarPart(series, before, max(end - before, 1), amount))
        before = end
    return parts


def rank_series(amounts: Mapping[str, Decimal], *, most: int) -> list[str]:
    """The codes with the largest amounts, so many at most; all others share a series of their own after them."""
    ordered = sorted((code for code, amount in amounts.items() if code and amount > 0), key=lambda one: (-amounts[one], one))
    return ordered[:most]
