"""The ledger of what requests draw on an authorisation: exact sums, moves between accounts, and what is too much."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.choices import Account, Fit
from licensing.policy.plans.parents import (
    Balance,
    Ceiling,
    Move,
    Share,
    compute_status,
    fill_price,
    find_path_price,
    judge_fit,
    list_excesses,
    plan_moves,
    sum_moves,
)

YEAR = Ceiling(1, 2, "NAR", Decimal(500))
# What an approved project allows: a volume of its item family, and a value of all.
PROJECT, VALUE = Ceiling(1, None, "NAR", Decimal(500)), Ceiling(currency="EUR", value=Decimal(1_000_000))


def share(case: str = "a", *, year: int | None = 2, price: str | None = None, line: int = 1) -> Share:
    return Share(case, 1, line, year, "NAR", Decimal(price) if price else None, "EUR" if price else "")


def held(reserved: str = "0", committed: str = "0", used: str = "0") -> Balance:
    return Balance(Decimal(reserved), Decimal(committed), Decimal(used))


def test_what_leaves_is_taken_from_what_is_granted_and_the_rest_from_what_is_left() -> None:
    assert plan_moves(held(committed="10"), held(committed="4", used="6")) == [
        Move(Account.COMMITTED, Account.USED, Decimal(6))
    ]
    assert plan_moves(held(committed="10"), held(used="12")) == [
        Move(Account.LEFT, Account.USED, Decimal(2)),
        Move(Account.COMMITTED, Account.USED, Decimal(10)),
    ]
    assert plan_moves(held("10"), held(committed="6")) == [
        Move(Account.RESERVED, Account.COMMITTED, Decimal(6)),
        Move(Account.RESERVED, Account.LEFT, Decimal(4)),
    ]


@pytest.mark.parametrize(("asked", "fit"), [("0.001", Fit.FITS), ("0.002", Fit.IN_PART), ("500", Fit.IN_PART)])
def test_a_thousandth_too_much_is_too_much(asked: str, fit: Fit) -> None:
    standing = {share("b"): held("499.998", "0.001")}

    assert judge_fit(list_excesses([YEAR], standing, {share(): Decimal(asked)})) is fit


def test_nothing_left_fits_not_and_another_year_or_line_is_none_of_it() -> None:
    standing = {share("b"): held(used="500")}

    assert judge_fit(list_excesses([YEAR], standing, {share(): Decimal(1)})) is Fit.NO
    assert list_excesses([YEAR], standing, {share(year=3): Decimal(400), share(line=2): Decimal(9000)}) == []


def test_values_are_exact_and_another_currency_is_not_converted() -> None:
    long, quantity = share(price="0.333333"), Decimal("3000003.003")
    whole = Ceiling(1, None, "NAR", None, "EUR", Decimal("1000000.000998999"))

    assert list_excesses([whole], {}, {long: quantity}) == []
    [over] = list_excesses([whole], {}, {long: quantity + Decimal("0.001")})
    assert (over.is_value, over.asked - over.left > 0) == (True, True)
    [other] = list_excesses([whole], {}, {Share("a", 7, 1, 2, "NAR", Decimal(1), "USD"): Decimal(1)})
    assert (other.items, other.left) == ((7,), Decimal(0))


def test_a_share_without_a_price_takes_that_of_the_path_in_its_year() -> None:
    path = [Ceiling(1, year, "NAR", Decimal(500), "EUR", None, Decimal(price)) for year, price in ((1, 1000), (2, 1030))]

    assert fill_price(share(), path) == share(price="1030")
    assert fill_price(share(price="999"), path).price == Decimal(999)
    assert find_path_price(path, 1, 3) is None


def test_all_lines_that_are_counted_in_a_unit_share_a_ceiling() -> None:
    year = Ceiling(None, 2, "NAR", Decimal(10))
    asked = {share(): Decimal(6), share(line=2): Decimal(5), Share("a", 3, 3, 2, "KGM"): Decimal(900)}

    [over] = list_excesses([year], {}, asked)

    assert over.asked == 11


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["reserve", "expire", "grant", "part", "deliver", "excess", "reverse", "refuse", "withdraw", "revoke", "reduce"]
        ),
        st.integers(0, 5),
        st.integers(1, 60_000),
    ),
    max_size=30,
)


@given(STEPS)
def test_random_histories_never_take_more_than_there_is(steps: list[Any]) -> None:
    """Against plain whole numbers of thousandths: only what customs reports beyond a licence may pass the ceiling."""
    play_histories(steps, YEAR)


@given(STEPS)
def test_random_histories_of_a_project_take_no_more_than_was_approved(steps: list[Any]) -> None:
    """The same of a project, whose goods stand on the line of their family while spare parts count for its value alone."""
    play_histories(steps, PROJECT)
    spare = {Share("spare", 9, 0, None, "NAR", Decimal(1), "EUR"): held("900000")}
    assert compute_status(PROJECT, spare).volume == held()
    assert compute_status(VALUE, spare).value == held("900000")


def play_histories(steps: list[Any], of: Ceiling) -> None:
    """Play steps of several cases on one ceiling, beside the plain model of it, and compare after each."""
    ceiling, entries, plain = 100_000, dict[Share, list[Move]](), dict[int, list[int]]()
    reported = 0
    for act, number, amount in steps:
        now = plain.get(number, [0, 0, 0])
        after, ceiling = _play(act, now, amount, ceiling, sum(sum(one) for one in plain.values()))
        reported += max(sum(after) - sum(now), 0) if act == "excess" else 0
        one = share(str(number), year=of.year)
        before = sum_moves(entries.get(one, []))
        wanted = Balance(*(Decimal(each) / 1000 for each in after))
        if act == "reserve" and after != now:
            row = replace(of, quantity=Decimal(ceiling) / 1000)
            others = {key: sum_moves(moves) for key, moves in entries.items() if key != one}
            assert list_excesses([row], others, {one: wanted.reserved}) == []
        entries.setdefault(one, []).extend(plan_moves(before, wanted))
        plain[number] = after
        standing = {key: sum_moves(moves) for key, moves in entries.items()}
        status = compute_status(replace(of, quantity=Decimal(ceiling) / 1000), standing)
        assert [status.volume.reserved, status.volume.committed, status.volume.used] == [
            Decimal(sum(each[place] for each in plain.values())) / 1000 for place in range(3)
        ]
        assert status.left is not None
        assert status.left >= Decimal(-reported) / 1000
        assert all(move.quantity > 0 for moves in entries.values() for move in moves)


def _play(act: str, now: list[int], amount: int, ceiling: int, taken: int) -> tuple[list[int], int]:
    """The independent model of one case: thousandths that are reserved, granted and delivered."""
    reserved, committed, used = now
    if act == "reduce":
        return now, max(taken, ceiling - amount)
    if act == "reserve":
        fits = not committed and not used and taken - reserved + amount <= ceiling
        return ([amount, 0, 0] if fits else now), ceiling
    granted, left, back = min(reserved, amount), min(committed, amount), min(used, amount)
    ways = {
        "expire": [0, committed, used],
        "refuse": [0, committed, used],
        "withdraw": [0, committed, used],
        "grant": [0, committed + reserved, used],
        "part": [0, committed + granted, used],
        "deliver": [reserved, committed - left, used + left],
        "excess": [reserved, committed - left, used + amount] if used else now,
        "reverse": [reserved, committed + back, used - back],
        "revoke": [reserved, 0, used],
    }
    return ways[act], ceiling
