"""What investments add to the output of a family: planned from the day on which they are committed, counted once confirmed.

The share of it that a project gives our own forces is allocated to them with it: only the rest can ever be spared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from licensing.policy.licences.validity import add_months


@dataclass(frozen=True, slots=True)
class OutputRaise:
    """So many more a month from a day on, in the unit of the family. `source` is the number of the project.

    It counts for what can be spared only where a body that keeps the supply plans has confirmed it. `own_share` is what our own
    forces get of it by the project, per cent; 0 where the project names none.
    """

    source: str
    maker: str
    from_on: date
    per_month: Decimal
    is_confirmed: bool = False
    own_share: Decimal = Decimal()


def sum_raised(raises: Iterable[OutputRaise], first_on: date, last_on: date, *, confirmed: bool) -> Decimal:
    """What raises add in a period, both days included: those that are confirmed, or those that are only planned.

    A month counts on its last day, when all of it is made, so that nothing is promised before it is there.
    """
    return sum((added for _one, added in _list_added(raises, first_on, last_on, confirmed=confirmed)), Decimal())


def sum_own_part(raises: Iterable[OutputRaise], first_on: date, last_on: date, *, confirmed: bool) -> Decimal:
    """What of that our own forces get, by the share of each project, exact.

    What can be spared is rounded down to whole pieces where it is taken, so our own forces' part is rounded up.
    """
    added = _list_added(raises, first_on, last_on, confirmed=confirmed)
    return sum((amount * one.own_share / 100 for one, amount in added), Decimal())


def count_months(from_on: date, day: date) -> int:
    """How many whole months from a day on have passed with the end of another day."""
    months = max(0, (day.year - from_on.year) * 12 + day.month - from_on.month + 1)
    while months and add_months(from_on, months) - timedelta(days=1) > day:
        months -= 1
    return months


def _list_added(
    raises: Iterable[OutputRaise], first_on: date, last_on: date, *, confirmed: bool
) -> Iterator[tuple[OutputRaise, Decimal]]:
    before = first_on - timedelta(days=1)
    for one in raises:
        if one.is_confirmed is confirmed:
            yield one, one.per_month * (count_months(one.from_on, last_on) - count_months(one.from_on, before))
