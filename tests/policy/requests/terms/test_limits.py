"""Limits that several parts of the terms have in common."""

from __future__ import annotations

from licensing.policy.requests.terms.limits import find_percent_gaps


def test_a_share_lies_between_0_and_100():
    told = [
        [gap.code for gap in find_percent_gaps({"cover_percent": share}, "cover_percent")]
        for share in ("0", "100", "100.1", "x")
    ]

    assert told == [[], [], ["cover_out_of_range"], ["cover_out_of_range"]]
