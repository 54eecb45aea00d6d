"""Quantities in another unit: exact where the ratio is fixed, and never guessed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.policy.licences.units import convert_quantity


@pytest.mark.parametrize(
    ("quantity", "unit", "into", "expected"),
    [
        ("1.5", "TNE", "KGM", "1500"),
        ("1.5", "KGM", "GRM", "1500"),
        ("250", "GRM", "KGM", "0.25"),
        ("2", "MTQ", "LTR", "2000"),
        ("750", "MLT", "LTR", "0.75"),
        ("7", "NAR", "NAR", "7"),
        ("999999999999999.999", "TNE", "GRM", "999999999999999999000"),
    ],
)
def test_a_fixed_ratio_is_applied_exactly(quantity: str, unit: str, into: str, expected: str) -> None:
    assert convert_quantity(Decimal(quantity), unit, into) == Decimal(expected)


@pytest.mark.parametrize(
    ("unit", "into"),
    [("NPR", "NAR"), ("SET", "NAR"), ("DAY", "HUR"), ("KGM", "LTR"), ("MTR", "MTK"), ("XXX", "KGM"), ("KGM", "")],
)
def test_what_has_no_fixed_ratio_is_not_converted(unit: str, into: str) -> None:
    assert convert_quantity(Decimal(2), unit, into) is None


@given(
    st.decimals(min_value=Decimal("0.001"), max_value=Decimal(10) ** 15, places=3),
    st.sampled_from([("TNE", "KGM"), ("GRM", "TNE"), ("MLT", "MTQ"), ("KGM", "GRM")]),
)
def test_there_and_back_nothing_is_lost(quantity: Decimal, units: tuple[str, str]) -> None:
    there = convert_quantity(quantity, units[0], units[1])

    assert there is not None
    assert convert_quantity(there, units[1], units[0]) == quantity
