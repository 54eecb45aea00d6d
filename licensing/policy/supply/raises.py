"""What investments add to the output of a family: planned from the day on which they are committed, counted once confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from licensing.policy.licences.validity import add_months


@dataclass(frozen=True, slots=True)
class OutputRaise:
    """So many more a month from a day on, in the unit of the family. `source` is the number of the project.

    It counts for what can be spared only where a body that keeps the supply plans has confirmed it.
    """

    source: str
    maker: str
    from_on: date
    per_month: Decimal
    is_confirmed: bool = False


def sum_raised(raises: Iterable[OutputRaise], first_on: date, last_on: date, *, confirmed: bool) -> Decimal:
    """What raises add in a period, both days included: those that are confirmed, or those that are only planned.

    A month counts on its last day, when all of it is made, so that nothing is promised before it is there.
    """
    before = first_on - timedelta(days=1)
    return sum(
        (
            one.per_month * (count_months(one.from_on, last_on) - count_months(one.from_on, before))
            for one in raises
            if one.is_confirmed is confirmed
        ),
        Decimal(),
    )


def count_months(from_on: date, day: date) -> int:
    """How many whole months from a day on have passed with the end of another day."""
    months = max(0, (day.year - from_on.year) * 12 + day.month - from_on.month + 1)
    while months and add_months(from_on, months) - timedelta(days=1) > day:
        months -= 1
    return months
