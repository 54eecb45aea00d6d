"""Domestic need first: what may leave the country without starving the forces now or later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

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
    opening_stock: Decimal
    reserve_floor: Decimal
    periods: tuple[Period, ...]
    domestic_orders: Decimal | None = None
    quota_percent: Decimal | None = None  # of domestic orders, over all periods


@dataclass(frozen=True, slots=True)
class NeedAssessment:
    """`grantable` of `requested` can go; `short` cannot. Figures never leave the authority, the verdict may."""

    verdict: NeedVerdict
    available: tuple[Decimal, ...]
    requested: Decimal
    grantable: Decimal
    short: Decimal
    quota_left: Decimal | None


def cumulative(figures: NeedFigures) -> tuple[Decimal, ...]:
    """Stock above the reserve at the end of each period if nothing more is exported."""
    raise NotImplementedError


def available(figures: NeedFigures) -> tuple[Decimal, ...]:
    """What may be exported in each period without starving it or a later one."""
    raise NotImplementedError


def assess(figures: NeedFigures, requests: Sequence[Decimal]) -> NeedAssessment:
    """How far requests, one per period, can be met."""
    raise NotImplementedError


def is_stale(data_on: date, valid_days: int, *, today: date) -> bool:
    """Whether a need statement has outlived its term."""
    raise NotImplementedError
