"""A price that is not that of the path in its year is told with both prices."""

from __future__ import annotations

from decimal import Decimal

from licensing.policy.plans.deviations import list_deviations
from licensing.policy.plans.parents import Ceiling, Share

PATH = [Ceiling(1, 2, "NAR", Decimal(500), "EUR", None, Decimal("1030.00"))]


def _share(price: str, currency: str = "EUR", *, item: int = 1, year: int = 2) -> Share:
    return Share("a", item, 1, year, "NAR", Decimal(price), currency)


def test_the_price_of_the_path_is_no_deviation_and_another_one_or_currency_is() -> None:
    asked = [_share("1030"), _share("1050", item=2), _share("1030", "USD", item=3), _share("9", item=4, year=3)]

    found = list_deviations(asked, PATH)

    assert [one.item for one in found] == [2, 3]
    assert str(found[0].message) == "Item 2: its price of 1,050 EUR is not that of the price path for year 2, 1,030 EUR."
