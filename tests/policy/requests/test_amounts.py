"""What follows from a request stays within what can be stated, whatever its parts are."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.policy.requests.amounts import LARGEST, find_amount_gaps
from licensing.policy.requests.changes.materiality import sum_by_currency


def line(quantity: str, price: str | None, currency: str = "EUR") -> dict[str, Any]:
    return {"quantity": quantity, "unit_price": price, "currency": currency}


def long_term(most: str, price: str) -> dict[str, Any]:
    return {"terms": {"long_term": {"annual_max": most, "base_price": price, "term_years": 10}}}


@pytest.mark.parametrize(
    ("document", "paths"),
    [
        ({"items": [line("999999999999999", "9999999999999999.99")]}, ["items.0.unit_price"]),
        ({"items": [line("1", "10"), line("1000000", "1000000000")]}, ["items.1.unit_price"]),
        ({"items": [line("1", "600000000000000"), line("1", "600000000000000")]}, ["items"]),
        ({"items": [line("1", "600000000000000"), line("1", "600000000000000", "USD")]}, []),
        ({"items": [line("40", "80000.00"), line("10", None)]}, []),
        ({"items": ["no row", {"quantity": "many", "unit_price": "1"}], "terms": None}, []),
        (
            {"terms": {"long_term": {"annual_max": "100000", "base_price": "9999999999", "term_years": 10}}},
            ["terms.long_term.base_price"],
        ),
        (long_term("100000", "9999999999"), ["terms.long_term.base_price"]),
        (long_term("100", "80000"), []),
    ],
)
def test_a_value_beyond_what_can_be_stated_is_named(document: dict[str, Any], paths: list[str]) -> None:
    assert [gap.path for gap in find_amount_gaps(document)] == paths


DIGITS = st.decimals(min_value=0, max_value=10**16 - 1, places=3).map(lambda number: format(number, "f"))


@given(st.lists(st.tuples(DIGITS, DIGITS), max_size=8))
def test_what_passes_has_a_total_that_is_exact(rows: list[tuple[str, str]]) -> None:
    document = {"items": [line(quantity, price) for quantity, price in rows]}

    if not find_amount_gaps(document):
        assert all(total < LARGEST for total in sum_by_currency(document).values())
