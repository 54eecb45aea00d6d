"""A request in order is told nothing, and what is true of many lines is told once."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.policy.requests.advice.adviser import describe_numbers, find_findings
from tests.policy.requests.advice.requests import BACKGROUND, BUYER, IN_ORDER, ITEM, USER, find


def test_a_request_in_order_is_told_nothing() -> None:
    assert find_findings(IN_ORDER, BACKGROUND) == []


def test_what_is_true_of_5000_lines_is_explained_once_and_noted_once() -> None:
    samples = [ITEM | {"unit_price": "0"}, ITEM | {"quantity": "3", "unit_price": "0.1425"}] * 2_500

    free, unpayable = find_findings({**IN_ORDER, "items": samples}, BACKGROUND)

    assert (free.code, free.path) == ("free_of_charge", "items.0.unit_price")
    assert (unpayable.code, unpayable.path) == ("value_cannot_be_paid", "items.1.unit_price")
    numbers = ", ".join(str(number) for number in range(1, 24, 2))
    assert free.sentence == (f"The price is 0. Say why the goods cost nothing. It concerns numbers {numbers} and 2488 more.")
    assert len(unpayable.sentence) < 200


def test_lines_of_which_something_else_is_true_are_told_apart() -> None:
    users = [USER | {"country": country} for country in ("LV", "LT", "LV")]

    assert [(path, code) for code, _, path in find({"parties": [BUYER, *users], "route": []})] == [
        ("parties.1.country", "end_user_elsewhere"),
        ("parties.2.country", "end_user_elsewhere"),
    ]


def test_what_has_to_be_put_right_is_told_of_every_place() -> None:
    found = find({"items": [ITEM | {"name": "XXXX"}, ITEM, ITEM | {"name": "XXXX"}]})

    assert [path for _, _, path in found] == ["items.0.name", "items.2.name"]


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ([], ""),
        ([7], "7"),
        ([3, 1, 2, 7, 9, 8, 7], "1–3, 7–9"),
        (range(1, 5_001), "1–5000"),
        (range(0, 30, 2), "0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22 and 3 more"),
    ],
)
def test_numbers_are_told_in_runs_and_the_rest_is_counted(numbers: Iterable[int], told: str) -> None:
    assert str(describe_numbers(numbers)) == told


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*sorted(IN_ORDER), "name", "country"]), inner),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(sorted(IN_ORDER)), ANYTHING))
def test_a_draft_may_hold_anything_and_is_still_read(document: dict[str, Any]) -> None:
    assert all(one.sentence for one in find_findings(document, BACKGROUND))
