"""The delivery schedule of a request as values: what is no delivery, in which order, and when goods leave by it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from licensing.policy.supply.deliveries import PlannedDelivery, group_by_item, read_schedule, schedule_claims, split_by_year
from licensing.policy.supply.spare import Claim

LATER = {"item": 1, "first_on": "2027-04-01", "last_on": "2027-06-30", "quantity": "30", "milestone": "Paid"}
SOONER = {"item": 1, "first_on": "2027-01-01", "last_on": "2027-03-31", "quantity": "10.5"}
OTHER = {"item": 2, "first_on": "2027-01-01", "last_on": "2027-01-01", "quantity": "4", "stage": "Assembly"}


def test_a_row_that_says_too_little_is_no_delivery() -> None:
    rows: list[Any] = [
        {},
        "no row",
        LATER | {"item": "1"},
        LATER | {"first_on": "soon"},
        LATER | {"last_on": None},
        LATER | {"quantity": "?"},
        OTHER,
    ]

    day = date(2027, 1, 1)
    assert read_schedule({"deliveries": rows}) == [PlannedDelivery(6, 2, day, day, Decimal(4), stage="Assembly")]
    assert read_schedule({}) == []


def test_the_deliveries_of_an_item_stand_in_the_order_of_their_days() -> None:
    grouped = group_by_item(read_schedule({"deliveries": [LATER, OTHER, SOONER]}))

    assert {item: [one.place for one in rows] for item, rows in grouped.items()} == {1: [2, 0], 2: [1]}


def test_goods_are_taken_as_leaving_on_the_first_day_of_a_period() -> None:
    assert schedule_claims({"deliveries": [LATER, SOONER]}) == {
        1: [Claim(date(2027, 1, 1), Decimal("10.5")), Claim(date(2027, 4, 1), Decimal(30))]
    }


def test_a_quantity_is_split_by_the_years_in_which_its_deliveries_begin_the_earliest_first() -> None:
    over = {"item": 1, "first_on": "2027-12-01", "last_on": "2028-01-31", "quantity": "20"}
    planned = group_by_item(read_schedule({"deliveries": [{**LATER, "first_on": "2028-04-01"}, over, SOONER]}))[1]

    split = {quantity: split_by_year(planned, Decimal(quantity)) for quantity in ("0", "30", "40.5", "60.5", "61")}

    assert split == {
        "0": {},
        "30": {2027: Decimal(30)},
        "40.5": {2027: Decimal("30.5"), 2028: Decimal(10)},
        "60.5": {2027: Decimal("30.5"), 2028: Decimal(30)},
        "61": {2027: Decimal("30.5"), 2028: Decimal("30.5")},
    }
    assert split_by_year([], Decimal(5)) == {}
