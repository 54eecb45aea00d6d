"""Quantities in another unit than that of the licence line: converted where the ratio is fixed, and never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

# Dimension, and the power of ten by which the unit differs from the smallest of it (UN/ECE Recommendation 20). Ratios that
# are no power of ten are left out on purpose: a pair is two pieces only where the contract says so, a day may have eight hours.
_SCALES: Final[Mapping[str, tuple[str, int]]] = {
    "MGM": ("mass", 0),
    "GRM": ("mass", 3),
    "KGM": ("mass", 6),
    "DTN": ("mass", 8),
    "TNE": ("mass", 9),
    "MMT": ("length", 0),
    "CMT": ("length", 1),
    "MTR": ("length", 3),
    "KMT": ("length", 6),
    "MMK": ("area", 0),
    "CMK": ("area", 2),
    "MTK": ("area", 6),
    "MLT": ("volume", 0),
    "CMQ": ("volume", 0),
    "LTR": ("volume", 3),
    "MTQ": ("volume", 6),
}


def convert_quantity(quantity: Decimal, unit: str, into: str) -> Decimal | None:
    """A finite quantity in another unit, exactly; None where the two have no fixed ratio."""
    if unit == into:
        return quantity
    ours, theirs = _SCALES.get(into), _SCALES.get(unit)
    if ours is None or theirs is None or ours[0] != theirs[0]:
        return None
    # `scaleb` moves the point and keeps every digit; a multiplication would round to the digits of the context.
    return quantity.scaleb(theirs[1] - ours[1])
