"""A changed list voids what rests on what changed of it, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.messages import Message
from licensing.policy.assessment.superseding import (
    digest_entry,
    find_changed_entries,
    find_reclassified,
    find_superseded_sets,
)
from tests.languages import render

ENTRY = {"list": "ML", "version": "2025", "unroca": "V", "mtcr_default": "none", "valid_from": None}


def test_an_entry_is_another_one_by_each_column_that_decides() -> None:
    digests = {digest_entry(ENTRY | {name: "other"}) for name in ENTRY} | {digest_entry(ENTRY)}

    assert len(digests) == len(ENTRY) + 1
    assert digest_entry(dict(reversed(ENTRY.items()))) == digest_entry(ENTRY)


@pytest.mark.parametrize(
    ("now", "changed"),
    [
        ({"ML10": "a", "ML5": "b", "ML1": "z"}, []),
        ({"ML10": "x", "ML5": "b"}, ["Control entry ML10 was changed."]),
        ({"ML5": "b"}, ["Control entry ML10 was changed."]),
        ({}, ["Control entry ML10 was changed.", "Control entry ML5 was changed."]),
    ],
)
def test_entries_that_did_not_change_void_nothing(now: dict[str, str], changed: list[str]) -> None:
    assert [render(one, "en") for one in find_changed_entries({"ML5": "b", "ML10": "a"}, now)] == changed


def test_a_set_is_superseded_by_another_version_of_it_alone() -> None:
    said = find_superseded_sets({"EU": "2025", "UA": "1", "ATT": "2"}, {"EU": "2027", "UA": "1", "NEW": "1"})

    assert [render(one, "en") for one in said] == [
        "Set ATT is no longer in force.",
        "Set EU: version 2027 has taken the place of 2025.",
    ]


@pytest.mark.parametrize(
    ("now", "numbers"),
    [
        ({"1": ["ML10", "ML5"], "2": ["ML11"]}, []),
        ({"1": ["ML5", "ML10"], "2": []}, [2]),
        ({"1": ["ML10"], "2": ["ML11"], "3": ["ML1"]}, [1]),
    ],
)
def test_goods_that_are_classified_otherwise_are_named(now: Any, numbers: list[int]) -> None:
    said = find_reclassified({"1": ["ML10", "ML5"], "2": ["ML11"]}, now)

    assert list(said) == [Message("Item %(number)d is classified otherwise.", number=number) for number in numbers]
