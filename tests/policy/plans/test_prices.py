"""The price of each year of a long-term contract."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from licensing.policy.plans.prices import PricePath, build_price_path

TEN_YEARS = {
    "term_years": 10,
    "annual_min": "300",
    "annual_max": "500",
    "base_price": "1000.00",
    "indexation_percent": "3",
    "start_on": "2027-07-01",
}


def path_of(**changed: object) -> PricePath:
    path = build_price_path(TEN_YEARS | changed, 2)
    assert path is not None
    return path


def test_lt_03_yearly_prices() -> None:
    path = path_of()

    assert [str(year.price) for year in path.years[:5]] == ["1000.00", "1030.00", "1060.90", "1092.73", "1125.51"]
    assert [year.starts_on for year in path.years[:2]] == [date(2027, 7, 1), date(2028, 7, 1)]
    # 300 times the sum of all ten prices, each rounded by itself.
    assert path.total_least == sum(300 * year.price for year in path.years)
    assert (path.years[0].least, path.years[1].most) == (Decimal("300000.00"), Decimal("515000.00"))


def test_an_indexed_price_follows_wages_and_materials() -> None:
    formula = {"a": "0.2", "b": "0.5", "c": "0.3", "labour_growth": "10", "material_growth": "-10"}

    path = path_of(indexation_percent=None, index_formula=formula)

    # 1000 * (0.2 + 0.5 * 1.1 + 0.3 * 0.9), and of the year after with 1.21 and 0.81.
    assert [str(year.price) for year in path.years[1:3]] == ["1020.00", "1048.00"]


def test_without_a_word_of_indexation_the_price_stays() -> None:
    assert {year.price for year in path_of(indexation_percent=None).years} == {Decimal("1000.00")}


def test_without_a_quantity_there_is_no_value() -> None:
    path = path_of(annual_min=None)

    assert (path.total_least, path.years[0].least) == (None, None)
    assert path.total_most is not None


@pytest.mark.parametrize("missing", [{"base_price": None}, {"base_price": "0"}, {"term_years": None}])
def test_nothing_is_computed_without_a_price_or_a_term(missing: dict[str, object]) -> None:
    assert build_price_path(TEN_YEARS | missing, 2) is None


@given(
    percent=some.decimals(Decimal(-99), 100, places=4),
    years=some.integers(1, 50),
    base=some.decimals(Decimal("0.01"), 10**9, places=2),
)
def test_rounding_never_carries_into_the_next_year(percent: Decimal, years: int, base: Decimal) -> None:
    path = path_of(base_price=str(base), indexation_percent=str(percent), term_years=years)

    for number, year in enumerate(path.years):
        assert abs(Fraction(year.price) - Fraction(base) * (1 + Fraction(percent) / 100) ** number) <= Fraction(1, 200)
