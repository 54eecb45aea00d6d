"""So many calls in so many seconds, and when there is room for more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.policy.record.rates import SLOTS, Rate, compute_allowance, parse_rate

MINUTE = Rate(6, 60)


@pytest.mark.parametrize(
    ("written", "rate"),
    [
        ("60/min", Rate(60, 60)),
        ("1200/m", Rate(1200, 60)),
        ("10/s", Rate(10, 1)),
        (" 5/hour ", Rate(5, 3600)),
        ("9/d", Rate(9, 86400)),
    ],
)
def test_a_rate_is_a_number_in_a_period(written: str, rate: Rate) -> None:
    assert parse_rate(written) == rate


@pytest.mark.parametrize("written", ["a lot", "", "60", "0/min", "-1/min", "60/fortnight", "60/", "1.5/min", "٦/min"])
def test_what_is_no_rate_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="a number of calls"):
        parse_rate(written)


def test_room_comes_when_the_oldest_calls_are_forgotten() -> None:
    used = [0] * (SLOTS + 1)
    used[-1], used[-3] = 2, 4

    allowance = compute_allowance(MINUTE, used, granted=False, age=1.0)

    # The four calls leave after 19 slots of three seconds, counted from the beginning of the newest.
    assert (allowance.left, allowance.wait) == (0, 19 * 3 - 1)


def test_a_lowered_limit_waits_until_there_is_room_under_it() -> None:
    used = [0] * (SLOTS + 1)
    used[-1], used[-2] = 3, 9

    assert compute_allowance(Rate(2, 60), used, granted=False, age=0.0).wait == 21 * 3


@given(st.lists(st.integers(0, 9), min_size=SLOTS + 1, max_size=SLOTS + 1), st.integers(1, 50), st.floats(0, 3))
def test_nobody_waits_longer_than_a_period_and_a_slot(used: list[int], limit: int, age: float) -> None:
    allowance = compute_allowance(Rate(limit, 60), used, granted=True, age=age)

    assert 1 <= allowance.wait <= 63
    assert 0 <= allowance.left <= limit
