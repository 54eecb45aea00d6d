"""What a project says year by year comes to its whole, within the years of its plan."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from licensing.policy.plans.countries.years import (
    cut_to_year,
    find_outside_gaps,
    find_year_gaps,
    list_years,
    read_years,
    write_years,
)

PERIOD = list_years(date(2026, 12, 31), date(2029, 1, 1))


def _codes(years: dict[int, str], whole: str | None) -> list[tuple[str, str]]:
    given = {year: Decimal(figure) for year, figure in years.items()}
    gaps = find_year_gaps("years.0", given, None if whole is None else Decimal(whole), period=PERIOD, decimals=0, unit="NAR")
    return [(gap.code, gap.path) for gap in gaps]


def test_years_come_to_the_whole_exactly_and_lie_within_the_plan() -> None:
    assert list(PERIOD) == [2026, 2027, 2028, 2029]
    assert _codes({}, "120") == []
    assert _codes({2027: "40", 2028: "80"}, "120") == []
    assert _codes({2027: "40", 2028: "79"}, "120") == [("not_whole", "years.0")]
    assert _codes({2030: "120"}, "120") == [("out_of_range", "years.0.2030")]
    assert _codes({2027: "119.5", 2028: "0.5"}, "120") == [("invalid", "years.0.2027"), ("invalid", "years.0.2028")]
    assert _codes({2027: "120", 2028: "0"}, "120") == [("invalid", "years.0.2028")]
    assert _codes({2027: "40"}, None) == [("not_whole", "years.0")]


def test_what_a_plan_reaches_no_more_is_named_by_project_and_year() -> None:
    gaps = list(find_outside_gaps({2: {2031, 2027}, 1: {2028}}, PERIOD))

    assert [str(gap.message) for gap in gaps] == ["Project 2 plans for 2031, into which the plan does not reach."]


def test_years_are_stored_as_exact_text_in_their_order() -> None:
    years = {2028: Decimal("80.500"), 2027: Decimal(40)}

    assert (write_years(years), read_years(write_years(years))) == (
        {"2027": "40", "2028": "80.5"},
        {2027: Decimal(40), 2028: Decimal("80.5")},
    )


def test_a_year_is_made_within_what_the_plan_has_of_it() -> None:
    first, last = date(2026, 12, 31), date(2029, 1, 1)

    assert [cut_to_year(year, first, last) for year in (2026, 2027, 2029)] == [
        (date(2026, 12, 31), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2027, 12, 31)),
        (date(2029, 1, 1), date(2029, 1, 1)),
    ]
