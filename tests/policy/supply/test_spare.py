"""What can be spared is computed: the worked example, several lines of one family, documents, and an independent model."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.choices import NeedVerdict
from licensing.policy.supply.families import Family
from licensing.policy.supply.plans import PlanInput, PlannedPeriod
from licensing.policy.supply.raises import OutputRaise
from licensing.policy.supply.spare import (
    Basis,
    CaseNeed,
    Claim,
    FamilySupply,
    LineAsk,
    LineNeed,
    allocate_spare,
    assess_lines,
    build_figures,
    fill_in_verdict,
    is_better,
    list_beyond,
    list_worse,
    schedule_rest,
)

START, TODAY = date(2026, 1, 1), date(2026, 1, 5)
UAV = Family("uav", "NAR", entries=("ML10",))
DAYS = 90


def day(period: int) -> date:
    return START + timedelta(days=DAYS * period + 10)


def periods(rows: Sequence[tuple[int, int]]) -> tuple[PlannedPeriod, ...]:
    starts = [START + timedelta(days=DAYS * place) for place in range(len(rows))]
    return tuple(
        PlannedPeriod(on, on + timedelta(days=DAYS - 1), Decimal(made + 7), Decimal(made), Decimal(given))
        for on, (made, given) in zip(starts, rows, strict=True)
    )


def claim(period: int, quantity: int) -> Claim:
    return Claim(day(period), Decimal(quantity))


EXAMPLE = PlanInput(TODAY, Decimal(400), Decimal(200), periods=periods([(300, 250), (300, 250), (300, 330), (300, 250)]))
PROMISED = tuple(claim(period, 50) for period in range(4))
SUPPLY = FamilySupply(UAV, EXAMPLE, 3, PROMISED)


def ask(number: int, *claims: Claim, family: str | None = "uav", unit: str = "NAR") -> LineAsk:
    return LineAsk(number, unit, family, claims)


def assess(*lines: LineAsk, supply: FamilySupply = SUPPLY, today: date = TODAY) -> CaseNeed:
    return assess_lines(lines, {"uav": supply}, today=today, decimals={"NAR": 0})


def test_the_worked_example_spares_120_of_two_requests_of_120() -> None:
    need = assess(ask(1, claim(0, 120), claim(1, 120)))

    assert (need.verdict, need.lines[0].spared, need.lines[0].claims) == (NeedVerdict.LIMITED, 120, (claim(0, 120),))
    assert (need.data_on, need.good_until, need.plans) == (TODAY, TODAY + timedelta(days=30), (("uav", 3),))


def test_lines_of_one_family_draw_on_the_same_stock() -> None:
    need = assess(ask(1, claim(1, 100)), ask(2, claim(0, 100)), ask(3, claim(3, 100)))

    assert [(line.spared, line.verdict) for line in need.lines] == [
        (Decimal(20), NeedVerdict.LIMITED),
        (Decimal(100), NeedVerdict.SUFFICIENT),
        (Decimal(0), NeedVerdict.INSUFFICIENT),
    ]
    assert need.verdict == NeedVerdict.LIMITED


@pytest.mark.parametrize(
    ("line", "supply", "today", "basis"),
    [
        (ask(1, claim(0, 1)), SUPPLY, TODAY + timedelta(days=30), Basis.FIGURES),
        (ask(1, claim(0, 1)), SUPPLY, TODAY + timedelta(days=31), Basis.STALE),
        (ask(1, claim(0, 1), family=None), SUPPLY, TODAY, Basis.NO_FAMILY),
        (ask(1, claim(0, 1)), FamilySupply(UAV), TODAY, Basis.NO_PLAN),
        (ask(1, claim(0, 1), unit="KGM"), SUPPLY, TODAY, Basis.OTHER_UNIT),
    ],
)
def test_a_line_says_why_nothing_is_computed_of_it(line: LineAsk, supply: FamilySupply, today: date, basis: Basis) -> None:
    need = assess(line, supply=supply, today=today)

    assert need.lines[0].basis is basis
    assert need.is_complete is (basis is Basis.FIGURES)


def test_a_document_speaks_without_a_figure() -> None:
    told = FamilySupply(UAV, PlanInput(TODAY, verdict=NeedVerdict.INSUFFICIENT, document_no="GS-1"), 1)

    need = assess(ask(1, claim(0, 9)), supply=told)

    assert (need.verdict, need.lines[0].basis, need.lines[0].spared) == (NeedVerdict.INSUFFICIENT, Basis.DOCUMENT, None)


def test_a_quota_leaves_whole_pieces_alone() -> None:
    family = replace(UAV, quota_percent=Decimal("33.3"))
    supply = FamilySupply(family, replace(EXAMPLE, domestic_orders=Decimal(10)), 1)

    assert allocate_spare(supply, [claim(0, 2), claim(1, 2)], decimals=0) == [Decimal(2), Decimal(1)]


def test_only_confirmed_output_and_all_that_is_promised_count() -> None:
    figures = build_figures(replace(SUPPLY, promised=(claim(-5, 1), claim(9, 2), *PROMISED)))

    assert [one.production for one in figures.periods] == [Decimal(300)] * 4
    assert [one.promised for one in figures.periods] == [Decimal(51), Decimal(50), Decimal(50), Decimal(52)]


@pytest.mark.parametrize(
    ("granted", "beyond"),
    [
        ({1: 120, 2: 5, 3: 3, 4: 0}, []),
        ({1: 121, 2: 6, 3: 4, 4: 0}, [1, 3]),
        ({1: 0, 3: 0, 4: 1}, [4]),
        # Of what nothing is said of, all that is asked for is granted, and of no item more.
        ({}, [1, 3, 4]),
        ({2: 7}, [1, 3, 4]),
    ],
)
def test_more_than_can_be_spared_is_named(granted: dict[int, int], beyond: list[int]) -> None:
    lines = (
        LineNeed(1, "uav", Decimal(240), Basis.FIGURES, NeedVerdict.LIMITED, Decimal(120)),
        LineNeed(2, "uav", Decimal(6), Basis.FIGURES, NeedVerdict.SUFFICIENT, Decimal(6)),
        LineNeed(3, None, Decimal(4), Basis.DOCUMENT, NeedVerdict.LIMITED),
        LineNeed(4, None, Decimal(4), Basis.DOCUMENT, NeedVerdict.INSUFFICIENT),
    )

    found = list_beyond(CaseNeed(lines), {number: Decimal(quantity) for number, quantity in granted.items()})

    assert [line.number for line in found] == beyond


def test_a_verdict_worsens_with_its_own_lines_alone() -> None:
    stated = {1: (NeedVerdict.LIMITED, Decimal(100)), 2: (NeedVerdict.SUFFICIENT, None)}

    def line(number: int, verdict: NeedVerdict, spared: int | None) -> CaseNeed:
        of = None if spared is None else Decimal(spared)
        return CaseNeed((LineNeed(number, "uav", Decimal(240), Basis.FIGURES, verdict, of),))

    assert list_worse(line(1, NeedVerdict.LIMITED, 100), stated) == []
    assert list_worse(line(1, NeedVerdict.LIMITED, 99), stated) == [1]
    assert list_worse(line(2, NeedVerdict.LIMITED, None), stated) == [2]
    assert list_worse(line(3, NeedVerdict.INSUFFICIENT, 0), stated) == []
    assert is_better(NeedVerdict.SUFFICIENT, NeedVerdict.LIMITED)
    assert not is_better(NeedVerdict.LIMITED, NeedVerdict.LIMITED)


def test_a_document_fills_in_for_what_no_plan_knows() -> None:
    need = assess(ask(1, claim(0, 9)), ask(2, claim(0, 9), family=None))

    filled = fill_in_verdict(need, {1: (Decimal(9), "NAR"), 2: (Decimal(9), "NAR")}, NeedVerdict.INSUFFICIENT)

    assert [(line.number, line.verdict) for line in filled.lines] == [
        (1, NeedVerdict.SUFFICIENT),
        (2, NeedVerdict.INSUFFICIENT),
    ]


@pytest.mark.parametrize(
    ("authorised", "used", "rest"),
    [
        (100, 0, [(1, 60), (2, 40)]),
        (100, 70, [(2, 30)]),
        (80, 0, [(1, 60), (2, 20)]),
        (130, 0, [(1, 60), (2, 40), (0, 30)]),
        (130, 120, [(0, 10)]),
        (100, 100, []),
    ],
)
def test_what_is_left_leaves_by_its_schedule(authorised: int, used: int, rest: list[tuple[int, int]]) -> None:
    claims, today = [claim(2, 40), claim(1, 60)], day(0)

    found = schedule_rest(claims, authorised=Decimal(authorised), used=Decimal(used), today=today)

    assert found == [claim(period, quantity) for period, quantity in rest]
    assert {one.on for one in schedule_rest(claims, authorised=Decimal(100), used=Decimal(), today=day(3))} == {day(3)}


ROWS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=1, max_size=5)
CLAIMS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 80)), max_size=6)


@given(st.integers(0, 100), st.integers(0, 60), ROWS, CLAIMS, CLAIMS)
def test_no_period_is_starved_and_nothing_is_kept_back(
    stock: int, floor: int, rows: list[tuple[int, int]], promised: list[tuple[int, int]], asked: list[tuple[int, int]]
) -> None:
    """Against plain whole numbers: stock by period, walked one piece after the other."""
    plan = PlanInput(TODAY, Decimal(stock), Decimal(floor), periods=periods(rows))
    supply = FamilySupply(UAV, plan, 1, tuple(claim(*one) for one in promised))
    asks = [claim(*one) for one in asked]

    taken = [int(one) for one in allocate_spare(supply, asks, decimals=0)]

    last = len(rows) - 1
    path, level = [], stock - floor
    for place, (made, allotted) in enumerate(rows):
        level += made - allotted - sum(quantity for period, quantity in promised if min(period, last) == place)
        path.append(level)
    pieces = sorted((period, place) for place, (period, quantity) in enumerate(asked) for _ in range(quantity))
    gone = [0] * len(asked)
    for period, place in pieces:
        later = slice(min(period, last), None)
        if min(path[later]) >= 1:
            path[later] = [one - 1 for one in path[later]]
            gone[place] += 1
    assert taken == gone


RAISES = st.lists(
    st.tuples(st.integers(-40, 500), st.integers(1, 30), st.integers(0, 10_000), st.booleans()), min_size=1, max_size=4
)


@given(st.integers(0, 60), ROWS, RAISES, st.integers(0, 4), st.integers(0, 400))
def test_of_added_output_our_own_forces_get_their_share_before_anything_is_spared(
    stock: int, rows: list[tuple[int, int]], raised: list[tuple[int, int, int, bool]], period: int, asked: int
) -> None:
    """Against whole hundredths of a per cent, month by month: what a month makes is there on its last day, less our share."""
    raises = tuple(
        OutputRaise("P", "M", START + timedelta(days=days), Decimal(made), counts, Decimal(share) / 100)
        for days, made, share, counts in raised
    )
    plan = PlanInput(TODAY, Decimal(stock), Decimal(), periods=periods(rows))
    supply = FamilySupply(UAV, plan, 1, raises=raises)

    [taken] = allocate_spare(supply, [claim(period, asked)], decimals=0)

    levels, level = [], stock * 10_000
    first = START
    for made, allotted in rows:
        level += (made - allotted) * 10_000
        for on, output, share, counts in ((one.from_on, *rest[1:]) for one, rest in zip(raises, raised, strict=True)):
            ends = [_end_of_month(on, number) for number in range(1, 60)]
            months = sum(first <= end < first + timedelta(days=DAYS) for end in ends)
            level += months * output * (10_000 - share) if counts else 0
        first += timedelta(days=DAYS)
        levels.append(level)
    assert taken == min(asked, max(0, min(levels[min(period, len(rows) - 1) :]) // 10_000))


def _end_of_month(on: date, number: int) -> date:
    """The last day of a month that is counted from a day: the day before its namesake, or the last of a shorter month."""
    year, month = divmod(on.year * 12 + on.month - 1 + number, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(on.day, last)) - timedelta(days=1)
