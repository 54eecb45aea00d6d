"""Makers and investors: what a row must say, and what is made against what is planned, by year, against a model by months."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.choices import MakerOwnership
from licensing.policy.plans.countries.participants import (
    CapacityDraft,
    CapacityStep,
    MakerYear,
    ParticipantDraft,
    PlannedShare,
    compare_capacity,
    find_capacity_gaps,
    find_participant_gaps,
    find_step,
)

TODAY = date(2026, 11, 29)
FUND = ParticipantDraft("Fund", "DK", MakerOwnership.PUBLIC, makes=False, invests=True)
CAPACITY = CapacityDraft("uav", Decimal(100), TODAY)


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"name": " "}, ["name"]),
        ({"country": "ZQ"}, ["country"]),
        ({"invests": False}, ["makes"]),
        ({"capabilities": "UAVs"}, ["capabilities"]),
        ({"capabilities": "UAVs", "makes": True}, []),
    ],
)
def test_a_row_says_who_it_is_and_what_it_does(changed: dict[str, object], found: list[str]) -> None:
    draft = replace(FUND, **changed)  # type: ignore[arg-type]  # each by its own field

    assert [gap.path for gap in find_participant_gaps(draft, countries={"DK"})] == found


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, []),
        ({"per_month": Decimal(0)}, []),
        ({"per_month": Decimal(-1)}, ["per_month"]),
        ({"per_month": Decimal("0.5")}, ["per_month"]),
        ({"family": "tanks"}, ["family"]),
        ({"from_on": date(2042, 1, 1)}, ["from_on"]),
    ],
)
def test_a_capacity_is_of_a_family_in_its_unit(changed: dict[str, object], found: list[str]) -> None:
    draft = replace(CAPACITY, **changed)  # type: ignore[arg-type]  # each by its own field

    assert [gap.path for gap in find_capacity_gaps(draft, decimals={"uav": 0}, today=TODAY)] == found


def test_the_later_of_two_rows_of_one_day_holds() -> None:
    steps = [CapacityStep(TODAY, Decimal(100)), CapacityStep(TODAY, Decimal(10)), CapacityStep(date(2025, 1, 1), Decimal(1))]

    assert find_step(steps, TODAY) == steps[1]
    assert find_step(steps, date(2026, 1, 1)) == steps[2]
    assert find_step(steps, date(2024, 1, 1)) is None


def test_a_volume_is_spread_over_the_months_of_its_plan() -> None:
    # November 2026 to April 2027: two months of six in the first year.
    share = PlannedShare(Decimal(600), TODAY, date(2027, 4, 1))
    steps = [CapacityStep(date(2026, 1, 1), Decimal(90)), CapacityStep(date(2027, 2, 1), Decimal(120))]
    raises = [CapacityStep(date(2027, 3, 15), Decimal(50))]

    assert compare_capacity(steps, raises, [share]) == [
        MakerYear(2026, Decimal(180), Decimal(200)),
        MakerYear(2027, Decimal(90 + 120 + 120 + 170), Decimal(400)),
    ]
    assert [one.is_short for one in compare_capacity(steps, raises, [share])] == [True, False]


def test_years_are_counted_in_the_decimals_of_the_unit() -> None:
    share = PlannedShare(Decimal(100), date(2026, 11, 1), date(2027, 1, 31))

    assert [one.planned for one in compare_capacity([], [], [share], decimals=0)] == [Decimal(67), Decimal(33)]


def test_what_nobody_plans_is_compared_with_nothing() -> None:
    assert compare_capacity([CapacityStep(TODAY, Decimal(5))], [], []) == []


_DAYS = st.dates(date(2026, 1, 1), date(2032, 12, 31))
_STEPS = st.lists(st.builds(CapacityStep, _DAYS, st.integers(0, 500).map(Decimal)), max_size=4)
_SHARES = st.lists(
    st.builds(
        lambda quantity, first, days: PlannedShare(quantity, first, first + timedelta(days=days)),
        st.integers(1, 10**6).map(lambda one: Decimal(one) / 1000),
        _DAYS,
        st.integers(0, 1500),
    ),
    max_size=4,
)


@given(_STEPS, _STEPS, _SHARES)
def test_years_add_up_to_the_volumes_and_each_month_makes_once(
    steps: list[CapacityStep], raises: list[CapacityStep], shares: list[PlannedShare]
) -> None:
    years = compare_capacity(steps, raises, shares)

    # By the first days of months, each asked of each period, and not by numbers of months.
    made: dict[int, Decimal] = {}
    day = date(2026, 1, 1)
    while day < date(2038, 1, 1):
        if any(share.first_on.replace(day=1) <= day <= share.last_on for share in shares):
            begun = [
                one for _day, one in sorted(((one.from_on, one) for one in steps if one.from_on <= day), key=lambda x: x[0])
            ]
            added = sum(one.per_month for one in raises if one.from_on <= day)
            made[day.year] = made.get(day.year, Decimal()) + (begun[-1].per_month if begun else 0) + added
        day = (day + timedelta(days=32)).replace(day=1)
    assert {one.year: one.made for one in years} == made
    assert sum(one.planned for one in years) == sum(share.quantity for share in shares)
    assert all(one.planned >= 0 for one in years)
