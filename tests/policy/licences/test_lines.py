"""A line of a licence is of the item that has its name and model."""

from __future__ import annotations

from licensing.policy.licences.lines import find_item_number


def test_a_line_is_of_the_item_of_its_name_where_there_is_one_alone() -> None:
    items = [("UAV", "Z"), ("Station", ""), ("Mast", ""), ("Mast", "")]

    asked = [("UAV", "Z"), ("Station", ""), ("Mast", ""), ("UAV", "")]
    assert [find_item_number(items, *one) for one in asked] == [1, 2, None, None]
