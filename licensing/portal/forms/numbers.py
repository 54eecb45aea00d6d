"""Exact numbers as people read them. `licensing.policy.input.numbers` reads what they type."""

from __future__ import annotations

import re


def group_thousands(number: str) -> str:
    """An exact decimal with gaps between thousands, for reading; four digits stay together, as print has it.

    The gaps are no-break spaces, so that a number is never parted at the end of a line; `parse_number` reads them back.
    """
    whole, point, rest = number.partition(".")
    if not whole.isdigit() or len(whole) < 5:
        return number
    return re.sub(r"(?<=\d)(?=(\d{3})+$)", "\u00a0", whole) + point + rest
