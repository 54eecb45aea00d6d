"""How much is granted of an item of a request."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal


def limit_granted(said: Mapping[int, Decimal], number: int, asked: Decimal) -> Decimal:
    """What is granted of an item: all that is asked unless less is said, and never more; what is amiss is refused by itself."""
    return min(max(said.get(number, asked), Decimal()), asked)
