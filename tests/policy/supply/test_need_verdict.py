"""Domestic need first, looking ahead."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.choices import NeedVerdict
from licensing.policy.supply.need_verdict import (
    NeedFigures,
    Period,
    calculate_available,
    calculate_cumulative_stock,
    calculate_quota_left,
    judge_need,
)

FIGURES = NeedFigures(
    opening_stock=Decimal(400),
    reserve_floor=Decimal(200),
    periods=tuple(
        Period(f"Q{index}", Decimal(300), Decimal(allocation), Decimal(50))
        for index, allocation in enumerate((250, 250, 330, 250), start=1)
    ),
)


def decimals(*numbers: int) -> tuple[Decimal, ...]:
    return tuple(Decimal(number) for number in numbers)


def test_the_vector_looks_ahead_to_the_third_quarter():
    assert calculate_cumulative_stock(FIGURES) == decimals(200, 200, 120, 120)
    assert calculate_available(FIGURES) == decimals(120, 120, 120, 120)


@pytest.mark.parametrize(
    ("requested", "grantable", "verdict"),
    [
        (120, 120, NeedVerdict.SUFFICIENT),
        (0, 0, NeedVerdict.SUFFICIENT),
        (121, 120, NeedVerdict.LIMITED),
        (10, 0, NeedVerdict.INSUFFICIENT),
    ],
)
def test_the_word_that_may_be_shown(requested, grantable, verdict):
    assert judge_need(Decimal(requested), Decimal(grantable)) == verdict


def test_a_stock_below_the_reserve_leaves_nothing():
    bare = replace(FIGURES, opening_stock=Decimal(250))

    assert calculate_available(bare) == decimals(-30, -30, -30, -30)


@pytest.mark.parametrize(
    ("orders", "percent", "left"), [(500, 50, 50), (400, 50, 0), (300, 50, 0), (None, 50, None), (1, None, None)]
)
def test_a_quota_on_domestic_orders_leaves_what_is_not_promised_yet(orders, percent, left):
    amounts = [None if one is None else Decimal(one) for one in (orders, percent)]

    assert calculate_quota_left(replace(FIGURES, domestic_orders=amounts[0], quota_percent=amounts[1])) == left


AMOUNTS = st.integers(0, 300).map(Decimal)
PERIODS = st.lists(st.builds(Period, st.just("t"), AMOUNTS, AMOUNTS, AMOUNTS), min_size=1, max_size=6).map(tuple)


@given(st.builds(NeedFigures, AMOUNTS, AMOUNTS, PERIODS), st.data())
def test_what_is_available_in_a_period_can_go_and_one_more_cannot(figures, data):
    period = data.draw(st.integers(0, len(figures.periods) - 1))
    most = calculate_available(figures)[period]
    if most < 0:
        return

    def promising(amount: Decimal) -> Decimal:
        rows = [replace(one, promised=one.promised + amount * (place == period)) for place, one in enumerate(figures.periods)]
        return min(calculate_cumulative_stock(replace(figures, periods=tuple(rows)))[period:])

    assert promising(most) == 0
    assert promising(most + 1) == -1
