"""Numbers as they are written in requests and rules: exact, or not numbers at all."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any


def exact(value: Any) -> Decimal | None:
    """The finite decimal that a whole number, a text or a Decimal stands for; a float is never exact."""
    if isinstance(value, bool) or not isinstance(value, (int, str, Decimal)):
        return None
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def shown(number: Decimal) -> str:
    """A decimal without an exponent and without idle zeros."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text
