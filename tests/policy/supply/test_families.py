"""A line of goods belongs to the family that describes it most closely, however its model is spelled."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.policy.supply.families import Family, Goods, find_family, find_pattern_gaps, read_goods

FAMILIES = [
    Family("uav", "NAR", entries=("ML10",)),
    Family("interceptor", "NAR", models=("ZV-P*",)),
    Family("interceptor-2", "NAR", models=("ZV-P2*",), entries=("ML10",)),
    Family("boats", "NAR", makers=("Vyhadka Shipyard LLC",), entries=("ML9",)),
    Family("ships", "NAR", entries=("ML9*",)),
    Family("a-twin", "NAR", models=("TWIN",)),
    Family("b-twin", "NAR", models=("twin",)),
    Family("nothing", "NAR"),
]


@pytest.mark.parametrize(
    ("goods", "family"),
    [
        (Goods(model="X", entries=("ML10",)), "uav"),
        (Goods(model="ZV-P1", entries=("ML10",)), "interceptor"),
        (Goods(model="zv – p1"), "interceptor"),
        (Goods(model="ZV-P2", entries=("ML10",)), "interceptor-2"),
        (Goods(model="ZV-P2"), "interceptor"),
        (Goods(maker="Vyhadka  shipyard llc", entries=("ML22", "ML9")), "boats"),
        (Goods(maker="Somebody", entries=("ML9.a",)), "ships"),
        (Goods(model="twin"), "a-twin"),
        (Goods(model="X", entries=("ML1",)), None),
        (Goods(), None),
    ],
)
def test_the_closest_family_takes_the_goods(goods: Goods, family: str | None) -> None:
    found = find_family(goods, FAMILIES)

    assert (found and found.code) == family
    assert find_family(goods, FAMILIES[::-1]) == found


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        ({"entries": ["ML10"]}, []),
        ({"model_names": ["ZV-*"], "quota_percent": "100", "plan_days": 1}, []),
        ({}, ["model_names"]),
        ({"makers": ["*", "A*B", 7]}, ["makers"] * 3),
        ({"entries": ["ML1"], "quota_percent": "100.01"}, ["quota_percent"]),
        ({"entries": ["ML1"], "plan_days": 0}, ["plan_days"]),
    ],
)
def test_a_family_says_what_belongs_to_it(row: dict[str, Any], columns: list[str]) -> None:
    assert [column for column, _sentence in find_pattern_gaps(row)] == columns


@pytest.mark.parametrize(
    ("item", "goods"),
    [
        ({"maker": "M", "model": "Z", "control_entries": ["ML1", "ML2"]}, Goods("M", "Z", ("ML1", "ML2"))),
        ({"maker": None, "model": 7, "control_entries": [1, None]}, Goods()),
        ({}, Goods()),
    ],
)
def test_goods_are_read_from_an_item_as_it_is_written(item: dict[str, Any], goods: Goods) -> None:
    assert read_goods(item) == goods
