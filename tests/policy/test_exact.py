"""Numbers as they are written in requests and rules: exact, or not numbers at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.policy.exact import calculate_amount, count_decimals, format_decimal, to_decimal, to_weight


@pytest.mark.parametrize(("written", "expected"), [("12.50", "12.5"), (7, "7"), (Decimal("0.1"), "0.1"), ("-3", "-3")])
def test_whole_numbers_texts_and_decimals_are_exact(written, expected):
    assert to_decimal(written) == Decimal(expected)


@pytest.mark.parametrize(
    "written", [0.1, True, None, "NaN", "Infinity", "forty", [1], "1e3", "1_000", " 5", "5\n", "\u0665", "9" * 41]
)
def test_what_is_not_exact_is_no_number(written):
    assert to_decimal(written) is None


@pytest.mark.parametrize("written", ["1e5", "-1", "+1", "1.00001", "1234567890", 10**9, -1, "", 1.5])
def test_a_weight_is_plain_bounded_and_never_negative(written):
    assert to_weight(written) is None


def test_a_weight_may_be_zero_or_have_four_decimals():
    assert [to_weight(written) for written in ("0", 0, "2.5", "999999999.9999")] == [
        0,
        0,
        Decimal("2.5"),
        Decimal("999999999.9999"),
    ]


@pytest.mark.parametrize(("number", "decimals"), [("40", 0), ("40.00", 0), ("12.50", 1), ("0.001", 3), ("1E+3", 0)])
def test_idle_zeros_need_no_decimals(number, decimals):
    assert count_decimals(Decimal(number)) == decimals


@pytest.mark.parametrize(
    ("number", "text"), [("40.00", "40"), ("12.50", "12.5"), ("1E+3", "1000"), ("-0.00", "0"), ("100", "100")]
)
def test_a_decimal_is_written_without_exponent_or_idle_zeros(number, text):
    assert format_decimal(Decimal(number)) == text


def test_what_has_no_price_has_no_value():
    assert calculate_amount(Decimal(5), None) is None
    assert calculate_amount(Decimal(1000), "0.1425") == Decimal("142.5")


def test_no_digit_of_an_amount_is_lost():
    assert calculate_amount("9999999999999999.999", "10000000000000000.001") == Decimal(f"{'9' * 32}.999999")
