"""Prices that nobody can pay, goods without a price, and loans that do not fit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.policy.requests.advice.requests import ITEM, LOAN, find


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"items": [ITEM | {"unit_price": "0.00"}]}, ("free_of_charge", "explain", "items.0.unit_price")),
        (
            {"items": [ITEM | {"quantity": "3", "unit_price": "100.50", "currency": "JPY"}]},
            ("value_cannot_be_paid", "note", "items.0.unit_price"),
        ),
        (
            {"cooperation_form": "financing", "terms": {"financing": LOAN | {"amount": "3200000.01"}}},
            ("loan_above_value", "explain", "terms.financing.amount"),
        ),
        (
            {"cooperation_form": "financing", "terms": {"financing": LOAN | {"currency": "USD"}}},
            ("loan_in_another_currency", "note", "terms.financing.currency"),
        ),
    ],
)
def test_what_does_not_go_together_is_found(changes: Mapping[str, Any], found: tuple[str, str, str]) -> None:
    assert find(changes) == [found]
