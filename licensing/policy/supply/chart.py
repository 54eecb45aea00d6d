"""The path of a family's stock as a picture and as a table: stock above the reserve, with and without what is promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import accumulate
from typing import Final

from licensing.policy.supply.need_verdict import calculate_available, calculate_cumulative_stock
from licensing.policy.supply.raises import sum_own_part, sum_raised
from licensing.policy.supply.spare import Claim, FamilySupply, build_figures, find_period

# The picture's own units; a page gives it the width that there is.
WIDTH: Final = 640
HEIGHT: Final = 200


@dataclass(frozen=True, slots=True)
class PathRow:
    """A period: the stock at its end before anything is exported, what is promised and asked for in it, and what is left.

    `raised` is what confirmed investments add to its output, `own` what of that our own forces get, which is not in the stock;
    `expected` what those add to the stock that are only planned, which counts nowhere.
    """

    first_on: date
    last_on: date
    stock: Decimal
    promised: Decimal
    asked: Decimal
    left: Decimal
    available: Decimal
    raised: Decimal = Decimal()
    expected: Decimal = Decimal()
    own: Decimal = Decimal()


@dataclass(frozen=True, slots=True)
class PathChart:
    """Lines as points of an SVG: stock before exports, after what is promised, and after this request; and the reserve.

    `expected` is the stock before exports with what investments add that are only planned; empty where none do.
    """

    stock: str
    promised: str
    asked: str
    floor: int
    expected: str = ""


def build_path(supply: FamilySupply, asks: Sequence[Claim] = ()) -> list[PathRow]:
    """The path of a family by the periods of its plan. `left` and `available` are above the reserve, `stock` includes it."""
    plan = supply.plan
    assert plan is not None
    assert plan.opening_stock is not None
    figures = build_figures(supply)
    moves = (one.production - one.allocation for one in figures.periods)
    stock = list(accumulate(moves, initial=plan.opening_stock))[1:]
    asked = [Decimal()] * len(plan.periods)
    for claim in asks:
        asked[find_period(plan, claim.on)] += claim.quantity
    left = calculate_cumulative_stock(build_figures(replace(supply, promised=(*supply.promised, *asks))))
    available = calculate_available(figures)
    return [
        PathRow(
            one.first_on,
            one.last_on,
            stock=stock[place],
            promised=figures.periods[place].promised,
            asked=asked[place],
            left=left[place],
            available=available[place],
            raised=sum_raised(supply.raises, one.first_on, one.last_on, confirmed=True),
            expected=sum_raised(supply.raises, one.first_on, one.last_on, confirmed=False)
            - sum_own_part(supply.raises, one.first_on, one.last_on, confirmed=False),
            own=sum_own_part(supply.raises, one.first_on, one.last_on, confirmed=True),
        )
        for place, one in enumerate(plan.periods)
    ]


def build_chart(rows: Sequence[PathRow], floor: Decimal) -> PathChart:
    """The path as lines, from the first to the last period; the lowest and the highest value fill the picture."""
    asked = list(accumulate(row.asked for row in rows))
    after_all = [row.left + floor for row in rows]
    after_promises = [value + ask for value, ask in zip(after_all, asked, strict=True)]
    before = [row.stock for row in rows]
    expected = [row.stock + more for row, more in zip(rows, accumulate(row.expected for row in rows), strict=True)]
    values = [*before, *after_promises, *after_all, *expected, floor, Decimal()]
    low, high = min(values), max(values)

    def place_height(value: Decimal) -> int:
        return HEIGHT - round(HEIGHT * (value - low) / (high - low)) if high > low else HEIGHT

    def draw_line(points: Sequence[Decimal]) -> str:
        # A single period is a line too: it stays as it is from its first day to its last.
        shown = [points[0], *points]
        step = WIDTH / (len(shown) - 1)
        return " ".join(f"{round(place * step)},{place_height(value)}" for place, value in enumerate(shown))

    hoped = draw_line(expected) if expected != before else ""
    return PathChart(draw_line(before), draw_line(after_promises), draw_line(after_all), place_height(floor), hoped)
