"""A line of a licence is of the item that has its name and model."""

from __future__ import annotations

from decimal import Decimal

from licensing.policy.licences.lines import find_item_number, limit_granted


def test_a_line_is_of_the_item_of_its_name_where_there_is_one_alone() -> None:
    items = [("UAV", "Z"), ("Station", ""), ("Mast", ""), ("Mast", "")]

    asked = [("UAV", "Z"), ("Station", ""), ("Mast", ""), ("UAV", "")]
    assert [find_item_number(items, *one) for one in asked] == [1, 2, None, None]


def test_of_an_item_all_is_granted_unless_less_is_said() -> None:
    said = {1: Decimal(3), 2: Decimal(9), 3: Decimal(-1)}

    assert [limit_granted(said, number, Decimal(5)) for number in (1, 2, 3, 4)] == [3, 5, 0, 5]
