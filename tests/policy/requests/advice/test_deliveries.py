"""A delivery schedule goes with the items, and names milestones and stages as the terms do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from licensing.policy.requests.advice.background import Background
from licensing.policy.requests.advice.deliveries import find_deliveries
from tests.policy.requests.advice.requests import TODAY

FIRST = {"item": 1, "first_on": "2027-01-01", "last_on": "2027-03-31", "quantity": "15"}
SECOND = {"item": 1, "first_on": "2027-04-01", "last_on": "2027-06-30", "quantity": "25"}
TERMS = {"financing": {"milestones": [{"title": "Paid"}]}, "joint_venture": {"stages": [{"title": "Assembly"}]}}


def find(rows: list[Mapping[str, Any]]) -> list[tuple[str, str, str]]:
    document = {"items": [{"quantity": "40"}, {"quantity": "4.000"}], "terms": TERMS, "deliveries": rows}
    return [(one.code, one.grade.value, one.path) for one in find_deliveries(document, Background(TODAY))]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([FIRST | {"quantity": "14"}, SECOND], ("deliveries_not_whole", "stop", "deliveries.1.quantity")),
        ([FIRST, SECOND | {"quantity": "25.001"}], ("deliveries_not_whole", "stop", "deliveries.1.quantity")),
        ([FIRST, SECOND, SECOND | {"item": 3}], ("delivery_of_no_item", "stop", "deliveries.2.item")),
        ([FIRST, SECOND | {"last_on": "2027-03-31"}], ("period_ends_before_it_begins", "stop", "deliveries.1.last_on")),
        (
            [FIRST | {"first_on": "2020-01-01", "last_on": "2020-02-01"}, SECOND],
            ("delivery_over_already", "explain", "deliveries.0.last_on"),
        ),
        ([FIRST | {"milestone": "paid"}, SECOND], ("unknown_milestone", "stop", "deliveries.0.milestone")),
        ([FIRST, SECOND | {"stage": "Painting"}], ("unknown_stage", "stop", "deliveries.1.stage")),
    ],
)
def test_what_a_schedule_cannot_mean_is_found(rows: list[Mapping[str, Any]], found: tuple[str, str, str]) -> None:
    assert find(rows) == [found]


def test_a_whole_schedule_is_in_order_and_an_item_needs_none() -> None:
    assert find([FIRST | {"milestone": "Paid"}, SECOND | {"stage": "Assembly"}]) == []
    assert find([{"item": 2, "first_on": "2027-01-01", "last_on": "2027-01-01", "quantity": "4"}]) == []
    assert find([]) == []
