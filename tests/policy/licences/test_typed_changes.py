"""What is typed of another party and route: named by its path, each leg and one more, faults at the leg that was typed."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.policy.licences.typed_changes import (
    find_typed_path,
    list_leg_fields,
    list_party_fields,
    list_replaceable,
    read_place,
    read_typed_rows,
)
from licensing.policy.requests.sections import LEG, PARTY


def test_fields_are_those_of_a_request_without_whom_an_owner_owns() -> None:
    party, legs = list_party_fields(), list_leg_fields([{}], [])

    assert set(party) == {f"parties-0-{one.name}" for one in PARTY.fields if one.name != "owner_of"}
    assert [set(one) for one in legs.values()] == [{f"route-{number}-{one.name}" for one in LEG.fields} for number in (0, 1)]


@pytest.mark.parametrize(
    ("legs", "sent", "offered"),
    [
        (0, [], 1),
        (2, [], 3),
        (2, ["route-4-mode"], 5),
        (2, ["route-999-mode"], 20),
        (30, ["route-0-mode"], 31),
        (1, ["route-1000-mode", "route--1-mode", "key"], 2),
    ],
)
def test_all_legs_are_offered_and_of_those_sent_no_more_than_twenty(legs: int, sent: list[str], offered: int) -> None:
    assert list(list_leg_fields([{}] * legs, sent)) == list(range(offered))


def test_who_may_be_replaced_is_offered_by_their_number() -> None:
    parties = [{"role": "buyer", "name": "Ministry"}, {"role": "end_user", "name": "Depot"}]

    assert [(number, str(name)) for number, name in list_replaceable(parties)] == [("2", "End user: Depot")]
    assert [read_place(one) for one in ("2", "two", "12345")] == [2, "two", "12345"]


def test_rows_are_read_by_the_numbers_of_their_fields() -> None:
    typed: dict[str, Any] = {"route-2-mode": "air", "route-0-mode": "road", "parties-0-name": "Depot", "reason": "Why"}

    assert read_typed_rows("route", typed) == {0: {"mode": "road"}, 2: {"mode": "air"}}
    assert read_typed_rows("parties", typed) == {0: {"name": "Depot"}}


def test_a_fault_stands_where_its_leg_was_typed() -> None:
    assert find_typed_path("route.1.mode", [0, 2]) == "route.2.mode"
    assert find_typed_path("route.2.mode", [0, 2]) == "route.2.mode"
    assert (find_typed_path("route", [1]), find_typed_path("parties.0.name", [1])) == ("route", "parties.0.name")
