"""Which figure of a duty asks for more follows from its rule."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.policy.licences.customs.gate_rules import Terms
from licensing.policy.licences.customs.strictness import Direction, find_direction


@pytest.mark.parametrize(
    ("terms", "name", "direction"),
    [
        (Terms(due_rule="after_delivery+{days}d"), "days", Direction.LESS),
        (Terms(due_rule="on {date}"), "date", Direction.LESS),
        (Terms(rule="notice", due_rule="on_notice+{days}d"), "days", Direction.LESS),
        (Terms(due_rule="every {months}m"), "months", Direction.LESS),
        (Terms(rule="covered", due_rule="before_shipment-{days}d"), "days", Direction.MORE),
        (Terms(rule="cap", scope="value"), "amount", Direction.LESS),
        (Terms(rule="calendar_cap", scope="line"), "months", Direction.MORE),
        (Terms(due_rule="standing"), "days", None),
        (Terms(due_rule="after_payment+{days}d"), "percent", None),
    ],
)
def test_a_rule_says_which_way_its_figure_is_stricter(terms: Terms, name: str, direction: Direction | None) -> None:
    assert find_direction(terms, name) is direction


@pytest.mark.parametrize(
    ("direction", "mine", "theirs", "kept"),
    [
        (Direction.LESS, 60, 90, True),
        (Direction.LESS, "9.5", "10", True),
        (Direction.LESS, "10000101", "9999999", False),
        (Direction.LESS, "2026-12-01", "2027-01-01", True),
        (Direction.MORE, 3, 10, False),
        (Direction.MORE, 10, 10, True),
        (Direction.LESS, "soon", 3, False),
        (Direction.LESS, None, 3, False),
    ],
)
def test_one_figure_asks_as_much_as_another(direction: Direction, mine: Any, theirs: Any, kept: bool) -> None:
    assert direction.is_kept(mine, theirs) is kept
