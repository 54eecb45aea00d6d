"""Exact numbers as people write and read them. Always text: a float would lose the last digits of a quantity or amount."""

from __future__ import annotations

import re


def clean_number(typed: str) -> str:
    """A number as people write it, with a point and without grouping: `3 200 000,50` becomes `3200000.50`.

    `1,000` is a thousand to one reader and one to another, so it stays as it is, and the act refuses it.
    """
    # Grouped by threes only: `4 0` may be a slip of the finger for 40 or for 4, so it is refused and not guessed at.
    text = re.sub(r"(?<=[0-9])[\s\u00a0\u202f'](?=[0-9]{3}(?:[^0-9]|$))", "", typed.strip())
    if re.fullmatch(r"[0-9]+,[0-9]+", text) and not re.fullmatch(r"[1-9][0-9]{0,2},[0-9]{3}", text):
        return text.replace(",", ".")
    return text


def group_thousands(number: str) -> str:
    """An exact decimal with gaps between thousands, for reading; four digits stay together, as print has it.

    The gaps are no-break spaces, so that a number is never parted at the end of a line; `clean_number` reads them back.
    """
    whole, point, rest = number.partition(".")
    if not whole.isdigit() or len(whole) < 5:
        return number
    return re.sub(r"(?<=\d)(?=(\d{3})+$)", "\u00a0", whole) + point + rest
