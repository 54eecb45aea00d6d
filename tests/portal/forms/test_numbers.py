"""Numbers are shown with their thousands apart."""

from __future__ import annotations

import pytest

from licensing.portal.forms.numbers import group_thousands


@pytest.mark.parametrize(
    ("number", "shown"), [("40", "40"), ("3200", "3200"), ("80000.00", "80\u00a0000.00"), ("1234567", "1\u00a0234\u00a0567")]
)
def test_thousands_are_grouped_from_five_digits_on(number: str, shown: str) -> None:
    assert group_thousands(number) == shown
