"""What an investment adds, month by month: each month counts on its last day, and never before it is made."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from licensing.policy.supply.raises import OutputRaise, count_months, sum_own_part, sum_raised


@pytest.mark.parametrize(
    ("from_on", "day", "months"),
    [
        (date(2027, 1, 1), date(2026, 12, 31), 0),
        (date(2027, 1, 1), date(2027, 1, 30), 0),
        (date(2027, 1, 1), date(2027, 1, 31), 1),
        (date(2027, 1, 1), date(2028, 1, 31), 13),
        (date(2027, 1, 15), date(2027, 2, 13), 0),
        (date(2027, 1, 15), date(2027, 2, 14), 1),
    ],
)
def test_a_month_counts_when_it_has_passed(from_on: date, day: date, months: int) -> None:
    assert count_months(from_on, day) == months


def test_periods_that_follow_each_other_share_the_months_and_only_what_is_confirmed_counts() -> None:
    raises = [
        OutputRaise("P/2026/1-1", "Maker", date(2027, 2, 1), Decimal("20.5"), is_confirmed=True),
        OutputRaise("P/2026/1-2", "Maker", date(2027, 3, 1), Decimal(7)),
    ]
    quarters = [(date(2027, 1, 1), date(2027, 3, 31)), (date(2027, 4, 1), date(2027, 6, 30))]

    counted = [[sum_raised(raises, *one, confirmed=confirmed) for one in quarters] for confirmed in (True, False)]

    assert counted == [[Decimal("41.0"), Decimal("61.5")], [Decimal(7), Decimal(21)]]


def test_our_own_forces_get_the_share_of_each_project_and_nothing_of_one_without_a_share() -> None:
    raises = [
        OutputRaise("P/2026/1-1", "Maker", date(2027, 2, 1), Decimal("20.5"), is_confirmed=True, own_share=Decimal(80)),
        OutputRaise("P/2026/1-2", "Maker", date(2027, 2, 1), Decimal(7), is_confirmed=True),
        OutputRaise("P/2026/1-3", "Maker", date(2027, 3, 1), Decimal(9), own_share=Decimal("33.33")),
    ]

    found = [sum_own_part(raises, date(2027, 1, 1), date(2027, 3, 31), confirmed=confirmed) for confirmed in (True, False)]

    assert found == [Decimal("32.8"), Decimal("2.9997")]
