"""Goods stand on the year that they were granted for, or on an earlier one in which they leave, as far as it has room."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from licensing.policy.licences.customs.years import Leaving, divide_balance, divide_standing, judge_leaving, leave_out_gone
from licensing.policy.plans.parents import Balance, Ceiling, Share, compute_status

YEARS = range(2026, 2032)
MOST = 10
AMOUNTS = st.dictionaries(st.sampled_from(YEARS), st.integers(0, 40), min_size=1)
CEILINGS = [Ceiling(1, year, "NAR", Decimal(MOST)) for year in YEARS]


def share(year: int | None, case: str = "a", price: str | None = None) -> Share:
    return Share(case, 1, 1, year, "NAR", Decimal(price) if price else None, "EUR" if price else "")


def plan(planned: dict[int, int], case: str = "a") -> dict[Share, Decimal]:
    return {share(year, case): Decimal(quantity) for year, quantity in planned.items()}


def count(**years: int) -> dict[int, Decimal]:
    return {int(year[1:]): Decimal(quantity) for year, quantity in years.items()}


def held(committed: int = 0, used: int = 0) -> Balance:
    return Balance(committed=Decimal(committed), used=Decimal(used))


def test_what_leaves_late_stays_on_its_year_and_what_leaves_early_counts_where_it_leaves() -> None:
    planned = plan({2027: 30, 2028: 10})

    late = divide_standing(planned, count(y2029=35), Decimal(5))
    early = divide_standing(planned, count(y2026=4, y2027=31), Decimal(5))

    assert late == {share(2027): held(used=30), share(2028): held(5, 5)}
    assert early == {share(2026): held(used=4), share(2027): held(used=31), share(2028): held(5)}


@given(AMOUNTS, AMOUNTS, st.integers(0, 200))
def test_each_piece_stands_where_a_plain_model_puts_it(planned: dict[int, int], gone: dict[int, int], left: int) -> None:
    found = divide_standing(plan(planned), {year: Decimal(one) for year, one in gone.items()}, Decimal(left))

    free, used, committed = dict(planned), dict.fromkeys(YEARS, 0), dict.fromkeys(YEARS, 0)
    last = max(planned)
    for year in sorted(gone):
        for _piece in range(gone[year]):
            reached = [one for one in sorted(free) if one <= year and free[one]]
            ahead = [one for one in sorted(free) if one > year and free[one]]
            for one in (reached or ahead)[:1]:
                free[one] -= 1
            used[reached[0] if reached else min(year, last)] += 1
    for _piece in range(left):
        open_years = [one for one in sorted(free) if free[one]]
        for one in open_years[:1]:
            free[one] -= 1
        committed[open_years[0] if open_years else last] += 1
    plain = {year: (used[year], committed[year]) for year in YEARS if used[year] or committed[year]}
    assert {one.year: (b.used, b.committed) for one, b in found.items() if b.taken} == plain


@given(
    st.lists(st.dictionaries(st.sampled_from(YEARS), st.integers(1, 6), min_size=1), min_size=1, max_size=5),
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 1), st.integers(1, 12)), max_size=25),
)
def test_no_year_supplies_more_than_its_ceiling_however_goods_leave(
    wanted: list[dict[int, int]], steps: list[tuple[int, int, int]]
) -> None:
    """Random cases that fit, and random moments at which they leave: in no year more than was approved for it is taken."""
    planned: dict[str, dict[Share, Decimal]] = {}
    room = dict.fromkeys(YEARS, MOST)
    for number, one in enumerate(wanted):
        if all(room[year] >= quantity for year, quantity in one.items()):
            planned[str(number)] = plan(one, str(number))
            room = {year: room[year] - one.get(year, 0) for year in YEARS}
    gone: dict[str, dict[int, Decimal]] = {case: {} for case in planned}
    early = dict.fromkeys(YEARS, Decimal())
    year = YEARS[0]
    for number, passed, quantity in steps:
        case, year = str(number), min(year + passed, YEARS[-1])
        if case not in planned:
            continue
        standing = _stand(planned, gone)
        own = {one: balance for one, balance in standing.items() if one.case == case}
        leaving = judge_leaving(own, CEILINGS, standing, year=year, decimals=0)
        whole = sum((balance.committed for balance in own.values()), Decimal())
        assert leaving.due + leaving.ahead == whole
        if quantity <= leaving.allowed:
            gone[case][year] = gone[case].get(year, Decimal()) + quantity
            early[year] += max(quantity - leaving.due, Decimal())

        after = _stand(planned, gone)
        for ceiling in CEILINGS:
            status = compute_status(ceiling, after)
            assert status.left is not None
            assert status.left >= 0
        assert sum((one.taken for one in after.values()), Decimal()) == sum(
            (one for rows in planned.values() for one in rows.values()), Decimal()
        )
    # What left early in a year and what was planned for it come to its ceiling at most, by plain sums.
    for one in YEARS:
        moved = sum((b.used for s, b in _stand(planned, gone).items() if s.year == one), Decimal())
        assert early[one] <= moved <= MOST


def _stand(planned: dict[str, dict[Share, Decimal]], gone: dict[str, dict[int, Decimal]]) -> dict[Share, Balance]:
    found: dict[Share, Balance] = {}
    for case, rows in planned.items():
        left = sum(rows.values(), Decimal()) - sum(gone[case].values(), Decimal())
        found |= divide_standing(rows, gone[case], left)
    return found


def judge(*, year: int, ceilings: list[Ceiling], price: str | None = None, **more: Any) -> Leaving:
    own = {share(2027, price=price): held(committed=5), share(2028, price=price): held(committed=20)}
    others = {share(2027, "b", price): held(committed=8)}
    return judge_leaving(own, ceilings, own | others, year=year, decimals=0, **more)


def test_a_year_that_gives_nothing_lets_nothing_leave_ahead_and_one_without_a_ceiling_all() -> None:
    limit = [Ceiling(1, 2027, "NAR", Decimal(20))]

    assert judge(year=2027, ceilings=limit) == Leaving(2027, Decimal(5), Decimal(20), Decimal(7), 2028)
    assert judge(year=2026, ceilings=limit, years={2027, 2028}) == Leaving(2026, Decimal(), Decimal(25), Decimal(), 2027)
    assert judge(year=2026, ceilings=limit).allowed == 25
    assert judge(year=2028, ceilings=limit) == Leaving(2028, Decimal(25), Decimal(), Decimal())


def test_a_value_of_a_year_leaves_room_for_whole_pieces() -> None:
    limit = [Ceiling(None, 2027, currency="EUR", value=Decimal(1_999))]

    found = judge(year=2027, ceilings=limit, price="100")
    strange = judge(year=2027, ceilings=[replace(limit[0], currency="USD")], price="100")

    # 1,300 of it are taken.
    assert (found.room, strange.room) == (Decimal(6), Decimal(0))


def test_what_stands_on_one_share_is_divided_with_what_has_left_first() -> None:
    parts = {share(2027): Decimal(15), share(2028): Decimal(25)}

    found = divide_balance(parts, held(committed=22, used=18))

    assert found == {share(2027): held(used=15), share(2028): held(22, 3)}


def test_what_has_left_before_its_year_is_asked_of_no_later_one() -> None:
    own = {share(2026): held(used=3), share(2027): held(7)}

    assert leave_out_gone(plan({2027: 15}), own) == ({share(2027): Decimal(12)}, {share(2026): held(used=3)})
    # What has left in its own year is asked there, as it stands there.
    assert leave_out_gone(plan({2027: 15}), {share(2027): held(4, 6)}) == (plan({2027: 15}), {})
    assert leave_out_gone({share(None): Decimal(5)}, {share(None): held(used=2)}) == ({share(None): Decimal(5)}, {})


@given(AMOUNTS, st.dictionaries(st.sampled_from(YEARS), st.integers(0, 40)), st.integers(0, 60))
def test_nothing_that_is_asked_is_lost_or_asked_twice(planned: dict[int, int], gone: dict[int, int], left: int) -> None:
    """Asked and gone come to what is asked in all, and nothing that has left is asked of a later year than it left in."""
    total = sum(gone.values()) + left
    parts = plan({max(planned): total})
    own = divide_standing(parts, {year: Decimal(one) for year, one in gone.items()}, Decimal(left))

    asked, early = leave_out_gone(parts, own)

    in_time = sum(one for year, one in gone.items() if year >= max(planned))
    assert asked == {share(max(planned)): Decimal(left + in_time)}
    assert sum(one.used for one in early.values()) == total - left - in_time
    assert all((one.year or 0) < max(planned) for one in early)
