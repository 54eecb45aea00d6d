"""Conditions written as data."""

import pytest

from licensing.policy.reference.filters import find_values, is_met

FACTS = {
    "kind": "single_permit",
    "value": "150000.00",
    "urgent": False,
    "items": [{"control_entries": ["ML10", "ML5"], "condition": "used"}, {"control_entries": []}],
    "terms": {"financing": {"kind": "grant"}},
}


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ({}, True),
        ({"kind": "single_permit"}, True),
        ({"kind": ["open_permit", "single_permit"]}, True),
        ({"kind": "open_permit"}, False),
        ({"kind": {"not": "single_permit"}}, False),
        ({"kind": {"not": ["open_permit"]}}, True),
        ({"items.control_entries": "ML5"}, True),
        ({"items.control_entries": ["ML1", "ML2"]}, False),
        ({"items.control_entries": {"not": ["ML1", "ML10"]}}, False),
        ({"items.condition": "used", "terms.financing.kind": "grant"}, True),
        ({"items.condition": "used", "terms.financing.kind": "loan"}, False),
        ({"terms.joint_venture.name": "x"}, False),
        ({"urgent": False}, True),
        ({"value": {"min": "100000"}}, True),
        ({"value": {"min": 150000, "max": "150000.00"}}, True),
        ({"value": {"max": "149999.99"}}, False),
        ({"kind": {"min": 1}}, False),
        ({"missing": {"min": 1}}, False),
        ({"missing": {"not": ["x"]}}, True),
    ],
)
def test_a_condition_holds_when_every_line_does(condition, expected):
    assert is_met(condition, FACTS) is expected


def test_values_are_found_through_lists():
    assert list(find_values(FACTS, "items.control_entries")) == ["ML10", "ML5"]
    assert list(find_values(FACTS, "kind.deeper")) == []
