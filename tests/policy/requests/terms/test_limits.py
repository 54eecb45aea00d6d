"""Limits that several parts of the terms have in common."""

from __future__ import annotations

from licensing.policy.requests.terms.limits import find_percent_gaps, list_mappings


def test_a_share_lies_between_0_and_100():
    told = [
        [gap.code for gap in find_percent_gaps({"cover_percent": share}, "cover_percent")]
        for share in ("0", "100", "100.1", "x")
    ]

    assert told == [[], [], ["cover_out_of_range"], ["cover_out_of_range"]]


def test_what_is_no_row_is_an_empty_one_at_its_place():
    assert list_mappings([{"a": 1}, 5, None]) == [{"a": 1}, {}, {}]
    assert list_mappings("rows") == []
