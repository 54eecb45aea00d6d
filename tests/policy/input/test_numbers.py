"""Numbers as people type them: read exactly, or refused with the reason, and never guessed at."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.messages import Message
from licensing.policy.exact import format_decimal
from licensing.policy.input.numbers import NOT_A_NUMBER, format_for_typing, parse_number, to_plain_notation


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("40", "40"),
        (" 40\u00a0", "40"),
        ("007", "7"),
        ("12.5", "12.5"),
        ("12,50", "12.5"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("1234.567", "1234.567"),
        ("1.1250", "1.125"),
        ("3 200 000,50", "3200000.50"),
        ("3\u202f200\u202f000", "3200000"),
        ("3 200,125", "3200.125"),
        ("80'000.00", "80000"),
        ("1.234.567", "1234567"),
        ("1,234,567.89", "1234567.89"),
        ("1.000,50", "1000.50"),
        ("1,000.5", "1000.5"),
        ("-3", "-3"),
        ("\u22123,5", "-3.5"),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, number: str) -> None:
    assert parse_number(typed) == Decimal(number)


@pytest.mark.parametrize(
    ("typed", "choices"),
    [
        ("1.000", "Write 1000 or 1."),
        ("1,000", "Write 1000 or 1."),
        ("12.500", "Write 12500 or 12.5."),
        ("1,125", "Write 1125 or 1.1250."),
    ],
)
def test_a_lone_separator_before_three_digits_is_refused_with_both_readings(typed: str, choices: str) -> None:
    assert str(parse_number(typed)).endswith(choices)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "forty", "4 0", "1e5", "100E1", "1_000", "NaN", "Infinity", "-inf", "+3", ".5", "5.", "1,2,3", "1.2.3", "--1"),
        *("1 000'000", "1 00 000", "1.000.00", "1,000,000,5", "\u0661\u0662", "\uff14\uff10", "1" * 41, "12\u200b5"),
    ],
)
def test_what_is_no_plain_number_is_refused(typed: str) -> None:
    assert parse_number(typed) == NOT_A_NUMBER


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=3))
def test_a_written_number_is_read_back_as_itself(number: Decimal) -> None:
    assert parse_number(format_for_typing(number)) == number


@given(st.text(alphabet="0123456789.,' -e_N\u00a0\u0664", max_size=14))
def test_nothing_is_read_that_has_two_readings(typed: str) -> None:
    read = parse_number(typed)

    if isinstance(read, Decimal):
        digits = [char for char in typed if char in "0123456789"]
        assert [char for char in format(read, "f") if char.isdigit()] == _drop_idle(digits, read)
    else:
        assert isinstance(read, Message)


@pytest.mark.parametrize("typed", ["1.000", "1,000", "forty", "1e5", ""])
def test_what_cannot_be_read_is_no_plain_notation_either(typed: str) -> None:
    assert to_plain_notation(typed) == typed.replace(".", ",")


@pytest.mark.parametrize(("typed", "plain"), [("3 200,50", "3200.5"), ("1.000,5", "1000.5")])
def test_what_can_be_read_becomes_plain_notation(typed: str, plain: str) -> None:
    assert to_plain_notation(typed) == plain
    assert format_decimal(Decimal(plain)) == plain


def _drop_idle(digits: list[str], read: Decimal) -> list[str]:
    """Digits without the zeros in front that a number does not keep."""
    keep = len([char for char in format(read, "f") if char.isdigit()])
    return digits[len(digits) - keep :]
