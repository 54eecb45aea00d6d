"""Numbers as people write them become exact decimals, and are shown with their thousands apart."""

from __future__ import annotations

import pytest

from licensing.portal.forms.numbers import clean_number, group_thousands


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("40", "40"),
        ("12.5", "12.5"),
        ("12,5", "12.5"),
        ("0,125", "0.125"),
        ("3 200 000,50", "3200000.50"),
        ("3\u00a0200\u202f000", "3200000"),
        ("80'000.00", "80000.00"),
        # Nobody can know whether these are thousands, so they go to the act as they are, and are refused there.
        ("1,000", "1,000"),
        ("1.000,50", "1.000,50"),
        ("forty", "forty"),
        ("-3", "-3"),
        ("4 0", "4 0"),
    ],
)
def test_a_number_is_understood_as_people_write_it(typed: str, understood: str) -> None:
    assert clean_number(typed) == understood


@pytest.mark.parametrize(
    ("number", "shown"), [("40", "40"), ("3200", "3200"), ("80000.00", "80\u00a0000.00"), ("1234567", "1\u00a0234\u00a0567")]
)
def test_thousands_are_grouped_from_five_digits_on(number: str, shown: str) -> None:
    assert group_thousands(number) == shown
