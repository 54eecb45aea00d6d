"""How much is granted of an item."""

from __future__ import annotations

from decimal import Decimal

from licensing.policy.licences.lines import limit_granted


def test_of_an_item_all_is_granted_unless_less_is_said() -> None:
    said = {1: Decimal(3), 2: Decimal(9), 3: Decimal(-1)}

    assert [limit_granted(said, number, Decimal(5)) for number in (1, 2, 3, 4)] == [3, 5, 0, 5]
