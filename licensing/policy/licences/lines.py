"""Which item of a request a line of its licence is of, and how much of it is granted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal


def find_item_number(items: Iterable[tuple[str, str]], name: str, model: str) -> int | None:
    """The number of the item of this name and model, of all items in their order; None where none or several are."""
    numbers = [number for number, named in enumerate(items, 1) if named == (name, model)]
    return numbers[0] if len(numbers) == 1 else None


def limit_granted(said: Mapping[int, Decimal], number: int, asked: Decimal) -> Decimal:
    """What is granted of an item: all that is asked unless less is said, and never more; what is amiss is refused by itself."""
    return min(max(said.get(number, asked), Decimal()), asked)
