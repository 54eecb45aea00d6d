"""Prices, values and loans of a request, against one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from licensing.messages import Message, Number
from licensing.policy.exact import count_decimals, to_decimal
from licensing.policy.findings import Finding
from licensing.policy.input.drafts import get_terms, list_rows
from licensing.policy.requests.advice.background import Background, explain, note
from licensing.policy.requests.changes.materiality import sum_by_currency


def find_values(document: Mapping[str, Any], background: Background) -> Iterator[Finding]:
    """Prices that nobody can pay, and goods without one; loans that do not fit the goods."""
    unpayable: dict[str, list[tuple[str, Decimal]]] = {}
    for number, item in enumerate(list_rows(document, "items")):
        path, price = f"items.{number}.unit_price", to_decimal(item.get("unit_price"))
        value = (price or Decimal()) * (to_decimal(item.get("quantity")) or Decimal())
        decimals = background.decimals.get(str(item.get("currency")))
        if price == 0:
            yield explain("free_of_charge", path, Message("The price is 0. Say why the goods cost nothing."))
        elif decimals is not None and count_decimals(value) > decimals:
            unpayable.setdefault(item["currency"], []).append((path, value))
    yield from (note("value_cannot_be_paid", path, message) for path, message in _describe_unpayable(unpayable))
    yield from _financing_findings(document)


def _describe_unpayable(found: Mapping[str, list[tuple[str, Decimal]]]) -> Iterator[tuple[str, Message]]:
    for currency, lines in found.items():
        if len(lines) == 1:
            [(path, value)] = lines
            yield (
                path,
                Message(
                    "Quantity times price gives %(value)s %(currency)s, which cannot be paid exactly.",
                    value=Number(value),
                    currency=currency,
                ),
            )
        else:
            # The same sentence for every line, so that they are told together.
            message = Message(
                "Quantity times price gives amounts in %(currency)s that cannot be paid exactly.", currency=currency
            )
            yield from ((path, message) for path, _ in lines)


def _financing_findings(document: Mapping[str, Any]) -> Iterator[Finding]:
    part = get_terms(document).get("financing")
    amount = to_decimal(part.get("amount")) if isinstance(part, Mapping) else None
    values = sum_by_currency(document)
    if amount is None or not values or not isinstance(part, Mapping):
        return
    currency = str(part.get("currency"))
    if currency not in values:
        message = Message("The loan is in %(currency)s, and no item has a price in it.", currency=currency)
        yield note("loan_in_another_currency", "terms.financing.currency", message)
    elif amount > values[currency]:
        message = Message(
            "The loan (%(amount)s %(currency)s) is larger than the value of the goods (%(value)s %(currency)s).",
            amount=Number(amount),
            value=Number(values[currency]),
            currency=currency,
        )
        yield explain("loan_above_value", "terms.financing.amount", message)
