"""Domestic need first: what may leave the country without starving the forces now or later."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from licensing.choices import NeedVerdict


@dataclass(frozen=True, slots=True)
class Period:
    """A planning period: what is produced, what the forces are to get, what is already promised abroad."""

    label: str
    production: Decimal
    allocation: Decimal
    promised: Decimal


@dataclass(frozen=True, slots=True)
class NeedFigures:
    """What a statement of need rests on, period by period. These figures never leave the authority."""

    opening_stock: Decimal
    reserve_floor: Decimal
    periods: tuple[Period, ...]
    domestic_orders: Decimal | None = None
    quota_percent: Decimal | None = None  # of domestic orders, over all periods


def calculate_cumulative_stock(figures: NeedFigures) -> tuple[Decimal, ...]:
    """Stock above the reserve at the end of each period if nothing more is exported."""
    start = figures.opening_stock - figures.reserve_floor
    moves = (period.production - period.allocation - period.promised for period in figures.periods)
    # `initial` comes out first: the stock before the first period, which is the end of none.
    return tuple(accumulate(moves, initial=start))[1:]


def calculate_available(figures: NeedFigures) -> tuple[Decimal, ...]:
    """What may be exported in each period without starving it or a later one; below zero there is a gap already.

    The path as it is drawn; what a case may have of it is decided by `spare.py`, line by line.
    """
    backwards = accumulate(reversed(calculate_cumulative_stock(figures)), min)
    return tuple(reversed(tuple(backwards)))


def calculate_quota_left(figures: NeedFigures) -> Decimal | None:
    """What a quota on domestic orders leaves after what is already promised abroad."""
    if figures.quota_percent is None or figures.domestic_orders is None:
        return None
    promised = sum((period.promised for period in figures.periods), Decimal())
    return max(Decimal(), figures.domestic_orders * figures.quota_percent / 100 - promised)


def judge_need(requested: Decimal, grantable: Decimal) -> NeedVerdict:
    """The verdict on a quantity of which so much can go."""
    if grantable >= requested:
        return NeedVerdict.SUFFICIENT
    return NeedVerdict.LIMITED if grantable > 0 else NeedVerdict.INSUFFICIENT
