"""Numbers that people quote, such as the reference of a request: none can be counted on from another one."""

from __future__ import annotations

import secrets
from collections.abc import Callable


def draw_number(stem: str, is_taken: Callable[[str], bool]) -> str:
    """A random number after a stem: a running one would disclose how many there are.

    Two that are drawn at once may be the same; the constraint of their column settles this rare clash.
    """
    while True:
        number = f"{stem}{secrets.randbelow(900_000) + 100_000}"
        if not is_taken(number):
            return number
