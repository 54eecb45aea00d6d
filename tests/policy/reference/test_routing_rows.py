"""A stored row of the decision table names only what there is."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.policy.reference.routing_rows import check_routing_row

ROW: dict[str, Any] = {"procedure_code": "fast", "when": {"tier": ["us"]}, "extra_seats": ["MOD"], "flags": ["urgent"]}


@pytest.mark.parametrize(
    ("change", "columns"),
    [
        ({}, []),
        ({"procedure_code": ""}, []),
        ({"procedure_code": "slow"}, ["procedure_code"]),
        ({"when": {"colour": "red"}}, ["when"]),
        ({"extra_seats": ["GS"]}, ["extra_seats"]),
        ({"flags": ["two words"]}, ["flags"]),
        ({"when": {"tier": {"bogus": "x"}}}, ["when"]),
        ({"when": {"tier": []}}, ["when"]),
        ({"when": {"tier": {}}}, ["when"]),
        ({"when": {"tier": 5, "kind": ["a", 1]}}, ["when", "when"]),
        ({"when": {"value": {"min": "much"}}}, ["when"]),
        ({"when": {"value": {"min": "1", "max": 5, "not": ["3"]}, "kind": {"not": "transit"}}}, []),
    ],
)
def test_each_mistake_is_named_by_its_column(change: dict[str, Any], columns: list[str]) -> None:
    found = check_routing_row(ROW | change, bodies={"MOD"}, procedures={"fast"})

    assert [column for column, _sentence in found] == columns
