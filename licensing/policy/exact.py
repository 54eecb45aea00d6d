"""Numbers as they are written in requests and rules: exact, or not numbers at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext
from typing import Any, Final

# The length is bounded by the pattern: `Decimal("1e999999999")` is quick to read, and fills the memory when it is written out.
_PLAIN = r"-?[0-9]{1,40}(\.[0-9]{1,40})?"
# Digits in which quantities, prices and rates of exchange are multiplied and added up: no digit of a product is lost, as it
# would be within the usual 28.
PRECISION: Final = 80
WEIGHT = "^[0-9]{1,9}(\\.[0-9]{1,4})?$"
# What no quantity reaches: their columns hold 15 digits before the point.
MOST_QUANTITY: Final = Decimal(10) ** 15
# RFC 8785 writes numbers as JavaScript has them: beyond it no digest can be made.
_LARGEST_EXACT: Final = 2**53 - 1


def to_decimal(value: Any) -> Decimal | None:
    """The finite decimal that a whole number, a text in plain notation or a Decimal stands for; a float is never exact."""
    # `True` is an `int` in Python, and `Decimal(True)` is 1. And of texts, Decimal also reads `1e9`, `1_000`, ` 5 `, `NaN` and
    # the digits of other scripts.
    if isinstance(value, bool) or not isinstance(value, (int, str, Decimal)):
        return None
    if isinstance(value, str) and not re.fullmatch(_PLAIN, value):
        return None
    number = Decimal(value)
    return number if number.is_finite() else None


def to_weight(value: Any) -> Decimal | None:
    """A weight of votes as people write it: a plain number of 0 or more, without an exponent that could blow it up."""
    if isinstance(value, str) and not re.fullmatch(WEIGHT, value):
        return None
    number = to_decimal(value)
    return number if number is not None and 0 <= number < 10**9 else None


def find_inexact_numbers(value: Any, path: str = "") -> Iterator[str]:
    """The path of every number that digests cannot take: one with a point, or too large to be exact everywhere."""
    match value:
        case float():
            yield path
        case int() if not isinstance(value, bool) and abs(value) > _LARGEST_EXACT:
            yield path
        case Mapping():
            for name, inner in value.items():
                yield from find_inexact_numbers(inner, f"{path}.{name}".lstrip("."))
        case list() | tuple():
            for number, inner in enumerate(value):
                yield from find_inexact_numbers(inner, f"{path}.{number}".lstrip("."))


def count_decimals(number: Decimal) -> int:
    """How many digits a finite number needs behind its point."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def format_decimal(number: Decimal) -> str:
    """A decimal without an exponent and without idle zeros: 40, 12.5."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    # A negative zero would give other canonical bytes, and so another digest, than the zero that it equals.
    return "0" if text == "-0" else text


def write_amount(amount: Decimal | None) -> str | None:
    """A figure that may be missing, as `format_decimal` writes it."""
    return None if amount is None else format_decimal(amount)


def calculate_amount(quantity: Any, price: Any) -> Decimal | None:
    """Quantity times price, exact; None where one of both is missing or no number."""
    one, other = to_decimal(quantity), to_decimal(price)
    with localcontext(prec=PRECISION):
        return one * other if one is not None and other is not None else None


def round_down(amount: Decimal, decimals: int) -> Decimal:
    """The largest number of so many decimals that does not exceed an amount: nobody gets a part that there is not."""
    return amount.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_FLOOR)


def round_half_up(amount: Decimal, decimals: int) -> Decimal:
    """An amount with so many decimals, half of the last one rounded away from nought, as money is counted."""
    return amount.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
