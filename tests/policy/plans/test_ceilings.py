"""What a grant allows the requests under it, year by year, and on which line their goods stand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from licensing.policy.plans.ceilings import (
    Line,
    ProjectKey,
    ProjectValue,
    ProjectVolume,
    ReviewPoint,
    Term,
    build_ceilings,
    build_project_ceilings,
    find_line,
    list_review_points,
    read_term,
)
from licensing.policy.plans.parents import Ceiling
from licensing.policy.supply.families import Goods

TERMS: dict[str, Any] = {
    "term_years": 3,
    "start_on": "2026-03-01",
    "annual_max": "500",
    "unit": "NAR",
    "base_price": "1000.00",
    "currency": "EUR",
    "indexation_percent": "3",
}
DRONE = Line(1, "NAR", "Drone", Goods("Maker", "D-1"), "uav", Decimal(400), Decimal(1000), "EUR")


def test_a_line_within_what_a_year_takes_is_meant_for_every_year_at_the_price_of_that_year() -> None:
    found = build_ceilings([DRONE], TERMS)

    assert [(one.year, one.quantity, one.price) for one in found if one.year] == [
        (1, Decimal(400), Decimal("1000.00")),
        (2, Decimal(400), Decimal("1030.00")),
        (3, Decimal(400), Decimal("1060.90")),
    ]
    [whole] = [one for one in found if one.year is None]
    assert (whole.quantity, whole.value) == (None, Decimal("1236360.00"))


def test_a_line_beyond_what_a_year_takes_is_meant_for_the_whole_time() -> None:
    found = build_ceilings([Line(1, "NAR", "Drone", quantity=Decimal(1200))], TERMS)

    assert {(one.year, one.quantity) for one in found} == {(year, Decimal(500)) for year in (1, 2, 3)} | {(None, Decimal(1200))}


def test_several_lines_in_the_unit_of_the_contract_share_what_a_year_takes() -> None:
    found = build_ceilings([DRONE, Line(2, "NAR", "Mast", quantity=Decimal(9))], TERMS)

    assert {(one.line, one.year, one.quantity) for one in found} == {
        (1, None, Decimal(400)),
        (2, None, Decimal(9)),
        *((None, year, Decimal(500)) for year in (1, 2, 3)),
    }


def test_without_years_a_grant_limits_volume_and_value_and_what_was_not_granted_allows_nothing() -> None:
    found = build_ceilings([DRONE, Line(2, "NAR", "Mast", quantity=Decimal(0))], None)

    assert [(one.line, one.year, one.quantity, one.value) for one in found] == [(1, None, Decimal(400), Decimal(400_000))]


def test_a_term_ends_the_day_before_it_would_begin_again() -> None:
    term = read_term(TERMS, today=date(2026, 1, 1))

    assert term is not None
    assert [term.get_last_day(year) for year in (1, 3)] == [date(2027, 2, 28), date(2029, 2, 28)]
    assert read_term({}, today=date(2026, 1, 1)) is None
    assert read_term({"term_years": 2}, today=date(2026, 1, 1)) == Term(date(2026, 1, 1), 2)


MAST = Line(2, "NAR", "Mast", Goods("Maker", ""), "mast")
OPEN = Line(7, "NAR")


@pytest.mark.parametrize(
    ("lines", "name", "goods", "family", "number", "found"),
    [
        ([DRONE, MAST], "Anything", Goods(model="d – 1"), None, None, 1),
        ([DRONE, MAST], "mast", Goods(), None, None, 2),
        ([DRONE, MAST], "Other", Goods(), "mast", None, 2),
        # Of one family, and another model.
        ([DRONE, MAST], "Drone", Goods(model="D-2"), "uav", None, None),
        ([DRONE, MAST], "Drone", Goods(model="D-1"), "uav", 2, None),
        ([DRONE, MAST], "Drone", Goods(model="D-1"), "uav", 1, 1),
        ([DRONE, Line(3, "NAR", "Drone", Goods("Maker", "D-1"))], "Drone", Goods(model="D-1"), None, None, None),
        ([DRONE, Line(3, "NAR", "Drone", Goods("Maker", "D-1"))], "Drone", Goods(model="D-1"), None, 3, 3),
        ([OPEN], "Anything", Goods(), None, None, 7),
        ([OPEN, MAST], "Anything", Goods(), None, None, None),
        ([OPEN, MAST], "Anything", Goods(), None, 7, 7),
        ([DRONE], "Drone", Goods(), None, 9, None),
    ],
)
def test_goods_are_found_by_model_family_or_name_and_a_named_line_must_be_of_them(
    lines: list[Line], name: str, goods: Goods, family: str | None, number: int | None, found: int | None
) -> None:
    line = find_line(lines, name, goods, family, number=number)

    assert (line.number if line else None) == found


def _approve(volumes: dict[str, Any], value: Any, known: Any = None) -> dict[ProjectKey, Ceiling]:
    given = [
        ProjectVolume(
            family,
            "NAR",
            Decimal(sum(years.values()) if isinstance(years, dict) else years),
            {year: Decimal(one) for year, one in years.items()} if isinstance(years, dict) else {},
        )
        for family, years in volumes.items()
    ]
    return build_project_ceilings(given, value, known or {})


def test_a_family_keeps_its_line_and_what_is_approved_no_more_has_nothing_left() -> None:
    first = _approve({"uav": 9, "missiles": 5}, ProjectValue(Decimal(70), "EUR"))

    later = _approve({"vessels": 1, "missiles": 4}, None, first)

    assert {family: (one.line, one.quantity) for (family, _year), one in later.items() if family} == {
        "uav": (1, Decimal(0)),
        "missiles": (2, Decimal(4)),
        "vessels": (3, Decimal(1)),
    }
    assert (first["", None].value, later["", None].value) == (Decimal(70), None)


def test_years_have_ceilings_of_their_own_and_one_that_is_named_no_more_has_nothing_left_beside_others() -> None:
    value = ProjectValue(Decimal(70), "EUR", {2027: Decimal(30), 2028: Decimal(40)})
    first = _approve({"uav": {2027: 4, 2028: 5}, "missiles": {2027: 5}}, value)

    later = _approve({"uav": {2028: 5, 2029: 6}, "missiles": 4}, ProjectValue(Decimal(70), "EUR"), first)

    assert {key: one.quantity for key, one in first.items() if key[0] == "uav"} == {
        ("uav", None): 9,
        ("uav", 2027): 4,
        ("uav", 2028): 5,
    }
    assert {key: (one.line, one.year, one.quantity) for key, one in later.items() if key[0]} == {
        ("uav", None): (1, None, 11),
        ("uav", 2027): (1, 2027, 0),
        ("uav", 2028): (1, 2028, 5),
        ("uav", 2029): (1, 2029, 6),
        ("missiles", None): (2, None, 4),
        ("missiles", 2027): (2, 2027, None),
    }
    assert [(first["", year].value, later["", year].value) for year in (None, 2027)] == [(70, 70), (30, None)]


def test_a_day_falls_in_the_year_of_a_term_that_runs_on_it() -> None:
    term = Term(date(2026, 3, 1), 3)
    days = [date(2025, 1, 1), date(2026, 3, 1), date(2027, 2, 28), date(2027, 3, 1), date(2029, 2, 28), date(2035, 1, 1)]

    assert [term.find_year(day) for day in days] == [1, 1, 1, 2, 3, 3]


def test_review_points_are_numbered_by_their_days_and_need_one() -> None:
    part = {"review_points": [{"on": "2031-03-01", "subject": "Prices"}, {"subject": "Never"}, {"on": "2029-03-01"}]}

    assert list_review_points(part) == [
        ReviewPoint(1, date(2029, 3, 1), ""),
        ReviewPoint(2, date(2031, 3, 1), "Prices"),
    ]
    assert list_review_points(None) == list_review_points({}) == []
