"""Conditions of the decision table as fields, and rows that can never choose."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from licensing.policy.reference.routing_rows import DatedRow
from licensing.policy.reference.toml import parse_toml
from licensing.policy.signoff.routing import RouteRow
from licensing.policy.signoff.row_conditions import ConditionFields, does_imply, find_shadowed_rows, read_condition

TODAY = date(2026, 11, 29)
SHIPPED = parse_toml((Path(__file__).resolve().parents[3] / "seeds" / "routing.toml").read_text(encoding="utf-8"))["rows"]


@pytest.mark.parametrize("when", [row.get("when", {}) for row in SHIPPED], ids=[row["code"] for row in SHIPPED])
def test_every_condition_that_is_shipped_reads_into_fields_and_back(when: dict[str, Any]) -> None:
    fields = read_condition(when)

    assert fields is not None
    assert fields.build() == {fact: [wanted] if isinstance(wanted, str) else wanted for fact, wanted in when.items()}


def test_fields_become_a_condition() -> None:
    fields = ConditionFields(
        {"tier": ["us"], "country": ["RU", "BY"], "goods": []}, frozenset({"country"}), None, Decimal("2E6")
    )

    assert fields.build() == {"tier": ["us"], "country": {"not": ["RU", "BY"]}, "value": {"max": "2000000"}}
    assert read_condition(fields.build()) == ConditionFields(
        {"tier": ["us"], "country": ["RU", "BY"]}, frozenset({"country"}), None, Decimal(2_000_000)
    )


@pytest.mark.parametrize("when", [{"weather": "fine"}, {"value": {"not": ["5"]}}, {"tier": {"min": "1"}}, {"value": "5"}])
def test_what_fields_cannot_say_is_not_read_into_them(when: dict[str, Any]) -> None:
    assert read_condition(when) is None


@pytest.mark.parametrize(
    ("narrow", "wide", "implies"),
    [
        ({"tier": "us"}, {}, True),
        ({}, {"tier": "us"}, False),
        ({"tier": "us", "kind": "transit"}, {"tier": ["us", "europe"]}, True),
        ({"tier": ["us", "other"]}, {"tier": ["us", "europe"]}, False),
        ({"tier": "us"}, {"tier": {"not": ["excluded"]}}, True),
        ({"tier": ["us", "excluded"]}, {"tier": {"not": ["excluded"]}}, False),
        ({"goods": ["ML1"]}, {"goods": {"not": ["ML2"]}}, False),
        ({"tier": {"not": ["us"]}}, {"tier": ["europe"]}, False),
        ({"tier": {"not": ["us", "other"]}}, {"tier": {"not": ["us"]}}, True),
        ({"value": {"min": "5", "max": "9"}}, {"value": {"min": "5"}}, True),
        ({"value": {"max": "9"}}, {"value": {"min": "5"}}, False),
        ({"value": {"min": "5"}}, {"value": {"max": "9"}}, False),
    ],
)
def test_one_condition_implies_another_only_where_it_is_sure(
    narrow: dict[str, Any], wide: dict[str, Any], implies: bool
) -> None:
    assert does_imply(narrow, wide) is implies


def test_a_row_behind_one_that_always_comes_first_never_chooses() -> None:
    rows = [
        RouteRow("all", 10, "national"),
        RouteRow("europe", 50, "fast", {"tier": ["europe", "us"]}),
        RouteRow("us", 40, "slow", {"tier": "us"}, flags=("technology",)),
        RouteRow("adds", 5, "", {"tier": "us"}, extra_seats=("GS",)),
        RouteRow("late", 5, "never"),
    ]

    dated = [DatedRow(row, TODAY) for row in rows]

    assert list(find_shadowed_rows(dated, since=TODAY)) == [("us", "europe"), ("late", "all")]


@pytest.mark.parametrize(
    ("first", "second", "is_shadowed"),
    [
        ((-9, None), (-5, None), True),
        ((-5, None), (-9, None), True),
        ((3, None), (-9, None), False),
        ((3, None), (3, None), True),
        ((-9, 5), (-9, None), False),
        ((-9, 5), (-9, 5), True),
        ((-9, 5), (-9, 6), False),
        ((-9, None), (-9, 0), False),
        ((-9, 0), (-9, None), False),
    ],
)
def test_a_row_is_behind_another_only_while_that_is_there(first: Any, second: Any, is_shadowed: bool) -> None:
    def build(code: str, days: tuple[int, int | None]) -> DatedRow:
        begins, ends = (None if day is None else TODAY + timedelta(days=day) for day in days)
        assert begins is not None
        return DatedRow(RouteRow(code, 10, "fast"), begins, ends)

    found = list(find_shadowed_rows([build("a", first), build("b", second)], since=TODAY))

    assert found == ([("b", "a")] if is_shadowed else [])
