from datetime import timedelta
from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from licensing.outbox.delivery.retries import FEWEST_TRIES, PATIENCE, is_hopeless, pause_after

CHANCES = st.lists(st.floats(0, 1), min_size=200, max_size=200)


@given(CHANCES)
def test_a_delivery_is_tried_ten_times_over_75_hours_at_least(chances: list[float]) -> None:
    pauses = [pause_after(number, chance=chance) for number, chance in enumerate(chances, 1)]

    tried_at = [timedelta(), *accumulate(pauses, initial=timedelta())][1:]
    last = next(number for number, at in enumerate(tried_at, 1) if is_hopeless(number, at))

    assert last >= FEWEST_TRIES
    assert tried_at[last - 1] >= PATIENCE
    assert tried_at[last - 1] <= PATIENCE + timedelta(hours=2)


def test_the_first_tries_follow_quickly_later_ones_hourly() -> None:
    pauses = [pause_after(number, chance=0).total_seconds() for number in range(1, 9)]

    assert pauses == [5, 30, 120, 600, 1_800, 3_600, 3_600, 3_600]


def test_chance_only_ever_lengthens_a_pause() -> None:
    assert pause_after(1, chance=1) == timedelta(seconds=6)
    assert pause_after(1, chance=0) == timedelta(seconds=5)


def test_many_quick_tries_are_no_reason_to_give_up() -> None:
    assert not is_hopeless(1_000, timedelta(hours=74))
    assert not is_hopeless(9, timedelta(days=30))
    assert is_hopeless(10, timedelta(hours=75))
