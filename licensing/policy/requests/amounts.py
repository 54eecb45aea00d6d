"""Amounts that follow from a request: the value of a line, and of all lines together, stay within what can be stated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.exact import calculate_amount, to_decimal

# A thousand million million: more than any state has ever paid, in any currency, and far within what is computed exactly.
LARGEST = Decimal(10) ** 15


def find_amount_gaps(document: Mapping[str, Any]) -> list[Gap]:
    """Where quantity times price, each within its bounds, gives `LARGEST` or more, for one line or for all of a currency."""
    return [*_line_gaps(document.get("items")), *_contract_gaps(document.get("terms"))]


def _line_gaps(items: Any) -> Iterator[Gap]:
    sums: dict[str, Decimal] = {}
    for number, item in enumerate(items if isinstance(items, list) else ()):
        if not isinstance(item, Mapping):
            continue
        value, currency = _multiply(item.get("quantity"), item.get("unit_price")), str(item.get("currency"))
        sums[currency] = sums.get(currency, Decimal()) + value
        if value >= LARGEST:
            yield Gap("too_large", f"items.{number}.unit_price", _TOO_LARGE)
        elif sums[currency] >= LARGEST > sums[currency] - value:
            yield Gap("too_large", "items", _TOO_LARGE_TOGETHER)


def _contract_gaps(terms: Any) -> Iterator[Gap]:
    part = terms.get("long_term") if isinstance(terms, Mapping) else None
    if isinstance(part, Mapping):
        yearly = max(_multiply(part.get(name), part.get("base_price")) for name in ("annual_min", "annual_max"))
        if yearly * (to_decimal(part.get("term_years")) or 1) >= LARGEST:
            yield Gap("too_large", "terms.long_term.base_price", _TOO_LARGE)


def _multiply(quantity: Any, price: Any) -> Decimal:
    """The product, exact; nothing where one of both is missing or no number."""
    return calculate_amount(quantity, price) or Decimal()


_TOO_LARGE = Message("Quantity times price is more than a request can state. Look at both again.")
_TOO_LARGE_TOGETHER = Message("The values of all items in one currency are together more than a request can state.")
