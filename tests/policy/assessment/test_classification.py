"""Entries of each item are confirmed, changed, or none: then no licence is required for it."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.policy.assessment.classification import (
    ClassifiedItem,
    classify_items,
    find_classification_gaps,
    find_goods_facts,
    sum_verdicts,
)

ITEMS: list[dict[str, Any]] = [{"number": 1, "control_entries": ["ML10", "ML11"]}, {"number": 2, "control_entries": ["ML5"]}]
UNSAID = [{"number": 1}]


@pytest.mark.parametrize(
    ("given", "verdicts", "result"),
    [
        ({}, ["confirmed", "confirmed"], "confirmed"),
        ({1: ["ML11", "ML10"]}, ["confirmed", "confirmed"], "confirmed"),
        ({1: ["ML10"]}, ["changed", "confirmed"], "changed"),
        ({2: []}, ["confirmed", "not_controlled"], "changed"),
        ({1: [], 2: []}, ["not_controlled", "not_controlled"], "not_controlled"),
    ],
)
def test_each_item_is_judged_by_its_own_entries(given: dict[int, list[str]], verdicts: list[str], result: str) -> None:
    items = classify_items(ITEMS, given)

    assert ([one.verdict for one in items], sum_verdicts(items)) == (verdicts, result)
    assert [ClassifiedItem.parse(one.as_data()) for one in items] == items


@pytest.mark.parametrize(
    ("items", "given", "codes"),
    [
        (ITEMS, {1: ["ML10"]}, []),
        (ITEMS, {3: ["ML10"]}, ["unknown"]),
        (ITEMS, {1: ["ML99"]}, ["unknown_code"]),
        (UNSAID, {}, ["required"]),
        (UNSAID, {1: []}, []),
    ],
)
def test_what_cannot_be_is_named(items: Any, given: dict[int, list[str]], codes: list[str]) -> None:
    assert [one.code for one in find_classification_gaps(items, given, {"ML5", "ML10", "ML11"})] == codes


def test_goods_are_what_was_found_while_the_request_says_what_was_found_to_be_wrong() -> None:
    items = [
        {"number": 1, "control_entries": ["ML10"], "mtcr": "none"},
        {"number": 2, "control_entries": ["ML5"], "mtcr": "none"},
        {"number": 3, "control_entries": ["ML6"], "mtcr": "cat2"},
    ]
    found = [
        {"number": 2, "was": ["ML5"], "entries": ["ML4"], "mtcr": ["cat1"]},
        # It was filed otherwise since, so that nobody knows what it is.
        {"number": 3, "was": ["ML7"], "entries": [], "mtcr": []},
    ]

    assert find_goods_facts(items, found) == ({"ML10", "ML4", "ML6"}, {"none", "cat1", "cat2"})
    assert find_goods_facts(items, []) == ({"ML10", "ML5", "ML6"}, {"none", "cat2"})
