"""A second gate, kept with plain numbers: it says from the whole history whether a quantity may leave.

It shares no code with the product. A cap is not summed backwards from today but looked for in every window of the history; what
is covered is counted off batch by batch.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any


@dataclass
class Book:
    """What happened: departures (line, day, quantity) and records (condition, day, line, quantity), each with a name."""

    departures: dict[str, tuple[int, date, int]] = field(default_factory=dict)
    records: dict[str, tuple[int, date, int | None, int | None]] = field(default_factory=dict)


def may_leave(rule: dict[str, Any], number: int, book: Book, line: int, quantity: int, today: date) -> bool:
    """Whether one condition lets a quantity of a line leave today."""
    records = [one for one in book.records.values() if one[0] == number]
    ripe = [one for one in records if (today - one[1]).days >= rule["days"]]
    if rule["rule"] in ("once", "milestone"):
        return bool(ripe)
    if rule["rule"] == "notice":
        return not ripe
    left = {**book.departures, "asked": (line, today, quantity)}
    if rule["rule"] == "covered":
        waiting = sum(one[2] for one in left.values() if one[0] == line)
        for _number, _day, of, covers in ripe:
            if of == line and covers:
                waiting -= covers
        return waiting <= 0
    return _is_within_cap(rule, left, line, today)


def _is_within_cap(rule: dict[str, Any], left: dict[str, tuple[int, date, int]], line: int, today: date) -> bool:
    weight: dict[int, Fraction | None] = rule["weights"]
    if weight.get(line) is None:
        return bool(rule["scope"] != "value")
    counted = [(day, Fraction(quantity) * (weight[of] or 0)) for of, day, quantity in left.values() if weight.get(of)]
    if rule["scope"] == "line":
        counted = [(day, Fraction(quantity)) for of, day, quantity in left.values() if of == line]
    if rule["rule"] == "calendar_cap":
        block = (today.month - 1) // rule["months"]
        total = sum(w for day, w in counted if day.year == today.year and (day.month - 1) // rule["months"] == block)
        return bool(total <= rule["limit"])
    # The window that ends today begins on the first day from which so many months lead beyond today.
    begin = today
    while _reaches(begin - timedelta(days=1), rule["months"], today):
        begin -= timedelta(days=1)
    return bool(sum(w for day, w in counted if begin <= day <= today) <= rule["limit"])


def _reaches(begin: date, months: int, today: date) -> bool:
    """Whether a period of so many months that is counted back from today takes a day in."""
    back = (today.year * 12 + today.month - 1) - months
    year, month = back // 12, back % 12 + 1
    day = today.day
    while True:
        try:
            edge = date(year, month, day)
            break
        except ValueError:
            day -= 1
    return begin > edge
