"""Which item of a request a line of its licence is of."""

from __future__ import annotations

from collections.abc import Iterable


def find_item_number(items: Iterable[tuple[str, str]], name: str, model: str) -> int | None:
    """The number of the item of this name and model, of all items in their order; None where none or several are."""
    numbers = [number for number, named in enumerate(items, 1) if named == (name, model)]
    return numbers[0] if len(numbers) == 1 else None
