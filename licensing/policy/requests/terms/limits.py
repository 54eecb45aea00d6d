"""The limits that several parts of the terms have in common, and the sentences that name them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.exact import to_decimal

BETWEEN_0_AND_100: Final = Message("Give a number between 0 and 100.")
BETWEEN_MINUS_100_AND_100: Final = Message("Give a number between -100 and 100.")
NOT_BELOW_0: Final = Message("This cannot be below 0.")
ABOVE_0: Final = Message("The amount is above 0.")


def find_percent_gaps(part: Mapping[str, Any], name: str) -> Iterator[Gap]:
    """A share in per cent that is no number, or lies outside 0 to 100."""
    if part.get(name) is None:
        return
    percent = to_decimal(part[name])
    if percent is None or not 0 <= percent <= 100:
        yield Gap(f"{name.removesuffix('_percent')}_out_of_range", name, BETWEEN_0_AND_100)
