"""By how much a contract's own permit is for less, so that a call-off fits: the least, taken from its last year first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from licensing.policy.licences.own_permits import propose_reduction
from licensing.policy.plans.parents import Balance, Ceiling, Share

CONTRACT, CALL_OFF, OTHER = "contract", "call-off", "other"
YEARS = (1, 2, 3)


def share(case: str, year: int, *, line: int = 1, price: str | None = None) -> Share:
    return Share(case, line, line, year, "NAR", Decimal(price) if price else None, "EUR" if price else "")


def limit(year: int, quantity: int) -> Ceiling:
    return Ceiling(1, year, "NAR", Decimal(quantity))


def propose(ceilings: Sequence[Ceiling], shares: Mapping[Share, Balance], asked: Mapping[Share, int]) -> dict[int, Decimal]:
    wanted = {one: Decimal(quantity) for one, quantity in asked.items()}
    return propose_reduction(ceilings, shares, wanted, contract=CONTRACT, decimals={"NAR": 0, "KGM": 3})


def test_no_more_goes_than_is_missing_and_nothing_where_the_permit_does_not_hold_it() -> None:
    shares = {share(CONTRACT, 1): Balance(committed=Decimal(300), used=Decimal(150))}

    assert propose([limit(1, 500)], shares, {share(CALL_OFF, 1): 50}) == {}
    assert propose([limit(1, 500)], shares, {share(CALL_OFF, 1): 100}) == {1: Decimal(50)}
    assert propose([limit(1, 500)], shares, {share(CALL_OFF, 1): 350}) == {1: Decimal(300)}
    assert propose([limit(1, 500)], shares, {share(CALL_OFF, 1): 351}) == {}


def test_what_stands_on_a_later_year_goes_before_what_is_wanted_of_an_earlier_one() -> None:
    shares = {share(CONTRACT, 1): Balance(committed=Decimal(500)), share(CONTRACT, 2): Balance(committed=Decimal(200))}

    assert propose([limit(1, 500), limit(2, 500)], shares, {share(CALL_OFF, 2): 400}) == {1: Decimal(100)}
    assert propose([limit(1, 500), limit(2, 500)], shares, {share(CALL_OFF, 1): 100}) == {1: Decimal(300)}


def test_a_value_is_freed_in_whole_pieces_and_another_currency_by_nothing() -> None:
    value = Ceiling(currency="EUR", value=Decimal(1000))
    shares = {share(CONTRACT, 1, price="300"): Balance(committed=Decimal(3))}

    assert propose([value], shares, {share(CALL_OFF, 1, price="101"): 2}) == {1: Decimal(1)}
    dollars = Share(CALL_OFF, 1, 1, 1, "NAR", Decimal(1), "USD")
    assert propose([value], shares, {dollars: 1}) == {}


def test_of_two_lines_under_one_ceiling_the_one_that_is_asked_for_goes_first() -> None:
    ceiling = Ceiling(None, 1, "NAR", Decimal(10))
    shares = {share(CONTRACT, 1): Balance(committed=Decimal(6)), share(CONTRACT, 1, line=2): Balance(committed=Decimal(4))}

    assert propose([ceiling], shares, {share(CALL_OFF, 1, line=2): 5}) == {2: Decimal(4), 1: Decimal(1)}


@given(st.data())
def test_it_is_the_least_that_makes_the_call_off_fit(data: st.DataObject) -> None:
    ceilings, permit, others, asked = (
        [data.draw(st.integers(low, high), label=name) for _year in YEARS]
        for name, low, high in (("ceiling", 1, 12), ("permit", 0, 8), ("others", 0, 8), ("asked", 0, 6))
    )
    shares = {share(CONTRACT, year): Balance(committed=Decimal(permit[year - 1])) for year in YEARS}
    shares |= {share(OTHER, year): Balance(used=Decimal(others[year - 1])) for year in YEARS}

    found = propose(
        [limit(year, ceilings[year - 1]) for year in YEARS], shares, {share(CALL_OFF, year): asked[year - 1] for year in YEARS}
    )

    # The model: a variation of one piece after the other, each from the last year that has any, until every year has room.
    tried, left = 0, list(permit)
    while any(asked[at] and asked[at] + others[at] + left[at] > ceilings[at] for at in range(3)) and any(left):
        last = max(at for at in range(3) if left[at])
        left[last] -= 1
        tried += 1
    fits = not any(asked[at] and asked[at] + others[at] + left[at] > ceilings[at] for at in range(3))
    assert found == ({1: Decimal(tried)} if fits and tried else {})
