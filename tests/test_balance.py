"""The files of the suite come in an order that leaves no worker without work."""

from __future__ import annotations

from tests.balance import order_scopes


def test_one_file_makes_the_database_while_others_need_none_and_the_end_is_fine() -> None:
    costs = {
        "small": [50.0],
        "large": [50.0] * 9,
        "committed": [150.0] * 2,
        "table": [1.0] * 50,
        "words": [1.0] * 30,
        "sums": [1.0] * 20,
        "one": [1.0],
    }

    assert order_scopes(costs) == ["large", "table", "committed", "small", "words", "sums", "one"]


def test_nothing_is_left_out_whatever_there_is() -> None:
    assert order_scopes({}) == []
    assert order_scopes({"pure": [1.0, 1.0]}) == ["pure"]
    assert order_scopes({"rows": [50.0], "pure": [1.0]}) == ["rows", "pure"]
    assert order_scopes({"a": [1.0], "b": [1.0], "c": [1.0], "d": [1.0], "rows": [50.0]}) == ["rows", "a", "b", "c", "d"]
