"""A duty is computed on the value to the cent, half a cent upwards, and is not guessed where no value is known."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.policy.plans.measures.charges import Charge, add_up_values, calculate_duty
from licensing.policy.plans.measures.scope import Goods


@pytest.mark.parametrize(
    ("value", "percent", "expected"),
    [
        ("3200000.00", "20", "640000.00"),
        ("0.05", "10", "0.01"),  # half a cent upwards
        ("0.04", "10", "0.00"),
        ("333.33", "33.33", "111.10"),
        ("999999999999999.99", "12.5", "125000000000000.00"),
    ],
)
def test_a_duty_is_rounded_to_the_cent(value: str, percent: str, expected: str) -> None:
    assert calculate_duty(Decimal(value), Decimal(percent)) == Decimal(expected)


def test_without_a_price_no_amount_is_named() -> None:
    priced = Goods(1, quantity=Decimal(3), price=Decimal("0.335"))
    unknown = Charge("M/2026/1", 1, {"en": "Duty"}, Decimal("20.00"), add_up_values([priced, Goods(2, quantity=Decimal(1))]))

    assert add_up_values([priced, priced]) == Decimal("2.01")
    assert (unknown.amount, unknown.as_data()["amount"], unknown.as_data()["percent"]) == (None, None, "20")
