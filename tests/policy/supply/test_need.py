"""Domestic need first, looking ahead."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.choices import NeedVerdict
from licensing.policy.supply.need import (
    NeedAssessment,
    NeedFigures,
    Period,
    assess_need,
    calculate_available,
    calculate_cumulative_stock,
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


def test_dn_07_two_requests_of_120_are_short_by_120_in_all():
    """A check of each quarter by itself would find only 40 missing."""
    assert assess_need(FIGURES, decimals(120, 120, 0, 0)) == NeedAssessment(
        verdict=NeedVerdict.LIMITED,
        available=decimals(120, 120, 120, 120),
        requested=Decimal(240),
        grantable=Decimal(120),
        short=Decimal(120),
        quota_left=None,
    )


@pytest.mark.parametrize(
    ("requests", "verdict"),
    [
        (decimals(120, 0, 0, 0), NeedVerdict.SUFFICIENT),
        (decimals(0, 0, 0, 0), NeedVerdict.SUFFICIENT),
        (decimals(0, 0, 0, 121), NeedVerdict.LIMITED),
    ],
)
def test_the_word_that_may_be_shown(requests, verdict):
    assert assess_need(FIGURES, requests).verdict == verdict


def test_nothing_can_go_where_the_forces_already_lack_it():
    bare = replace(FIGURES, opening_stock=Decimal(250))

    result = assess_need(bare, decimals(10, 0, 0, 0))

    assert (result.verdict, result.grantable, result.short) == (NeedVerdict.INSUFFICIENT, Decimal(0), Decimal(10))
    assert result.available == decimals(-30, -30, -30, -30)


def test_a_quota_on_domestic_orders_may_leave_less_than_the_stock():
    ruled = replace(FIGURES, domestic_orders=Decimal(500), quota_percent=Decimal(50))

    result = assess_need(ruled, decimals(120, 0, 0, 0))

    assert (result.quota_left, result.grantable, result.verdict) == (Decimal(50), Decimal(50), NeedVerdict.LIMITED)


def test_a_request_is_one_number_per_period():
    with pytest.raises(ValueError, match="zip"):
        assess_need(FIGURES, decimals(1, 2))


AMOUNTS = st.integers(0, 300).map(Decimal)
PERIODS = st.lists(st.builds(Period, st.just("t"), AMOUNTS, AMOUNTS, AMOUNTS), min_size=1, max_size=6).map(tuple)


@given(st.builds(NeedFigures, AMOUNTS, AMOUNTS, PERIODS), st.data())
def test_what_is_available_in_a_period_can_go_and_one_more_cannot(figures, data):
    period = data.draw(st.integers(0, len(figures.periods) - 1))
    most = calculate_available(figures)[period]
    if most < 0:
        return

    def asking(amount: Decimal) -> list[Decimal]:
        return [amount if index == period else Decimal() for index in range(len(figures.periods))]

    before = min(calculate_cumulative_stock(figures))
    if before >= 0:  # where a gap exists already in an earlier period, nothing at all can be granted
        assert assess_need(figures, asking(most)).short == 0
        assert assess_need(figures, asking(most + 1)).short == 1


@pytest.mark.parametrize(
    ("stock", "requests", "grantable"),
    [
        ((-1, 1), (0, 1), 1),
        ((-1, 1), (1, 0), 0),
        ((-5, 10), (1, 4), 4),
        ((10, -1), (1, 0), 0),
        ((3, 3), (2, 2), 3),
    ],
)
def test_an_old_gap_is_charged_to_what_is_asked_by_then_alone(stock, requests, grantable):
    moves = (stock[0], stock[1] - stock[0])
    periods = tuple(Period(str(n), Decimal(max(move, 0)), Decimal(max(-move, 0)), Decimal()) for n, move in enumerate(moves))
    figures = NeedFigures(Decimal(), Decimal(), periods)

    assert assess_need(figures, [Decimal(one) for one in requests]).grantable == grantable
