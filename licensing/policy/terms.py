"""Terms of co-operation that cannot be meant: shares beyond 100, a negative tenor, and their like."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from licensing.errors import Gap


def gaps(terms: Mapping[str, Any], *, language: str, path: str = "terms") -> list[Gap]:
    """What is nonsense in the joint venture, long-term and financing parts that are present in `document["terms"]`."""
    raise NotImplementedError


def yearly_prices(base: Decimal, percent: Decimal, years: int) -> tuple[Decimal, ...]:
    """The price of each year under a fixed yearly indexation, in cents."""
    raise NotImplementedError


def indexed_price(
    base: Decimal, a: Decimal, b: Decimal, c: Decimal, *, labour: Decimal, material: Decimal
) -> Decimal:
    """P0·(a + b·L/L0 + c·M/M0), with `labour` and `material` given as ratios to their start."""
    raise NotImplementedError


def first_year_interest(amount: Decimal, rate_percent: Decimal) -> Decimal:
    """Interest of the first year of a loan drawn in full, in cents."""
    raise NotImplementedError
