"""Customs codes are taken as tariffs print them."""

from __future__ import annotations

import pytest

from licensing.policy.input.codes import clean_tariff_code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("8806 22 90 00", "8806229000"),
        ("8806.22", "880622"),
        (" 8806-22-90\u00a000\u200b", "8806229000"),
        ("8806", "8806"),
        ("", ""),
        ("88O6.22", "88O6.22"),
        ("\u0668\u0668\u0660\u0666", "\u0668\u0668\u0660\u0666"),
    ],
)
def test_separators_of_a_tariff_code_are_taken_out(written: str, code: str) -> None:
    assert clean_tariff_code(written) == code
