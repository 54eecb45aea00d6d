"""The table of goods: read as it was typed, with each fault at its field, and filled in again."""

from __future__ import annotations

from decimal import Decimal

from licensing.errors import Gap
from licensing.policy.plans.interests import MOST_YEARS, WantedLine, YearVolume
from licensing.portal.plans.interest_form import GoodsTable, fill_in_lines

TYPED = {
    "rows": "3",
    "unit-1": "NAR",
    "family-2": "uav",
    "goods-2": "left over",
    "unit-2": "KGM",
    "y2027-2": "1 040,5",
    "goods-3": "Vessels",
    "unit-3": "NAR",
    "y2028-3": "many",
}


def test_empty_rows_make_no_line_and_a_family_has_its_own_unit() -> None:
    table = GoodsTable(TYPED, 2026)

    lines = table.read_lines()

    assert lines == (
        WantedLine((YearVolume(2027, Decimal("1040.5")),), family="uav"),
        WantedLine((), goods="Vessels", unit="NAR"),
    )
    assert [gap.path for gap in table.gaps] == ["lines.1.y2028"]


def test_each_fault_leads_to_the_field_it_came_from() -> None:
    table = GoodsTable(TYPED, 2026)
    lines = table.read_lines()
    paths = ["title", "lines", "lines.0.family", "lines.0.volumes.0.quantity", "lines.1.volumes", "lines.1.y2028"]

    faults = table.list_faults([Gap("wrong", path, "Wrong.") for path in paths], lines)

    assert [fault.anchor for fault in faults] == [
        "id_title",
        "id_goods-1",
        "id_family-2",
        "id_y2027-2",
        "id_y2026-3",
        "id_y2028-3",
    ]


def test_lines_are_filled_in_as_they_would_be_typed() -> None:
    lines = (WantedLine((YearVolume(2027, Decimal(7)),), family="uav", unit="NAR"),)

    typed = fill_in_lines(lines)

    assert GoodsTable(typed, 2026).read_lines() == (WantedLine((YearVolume(2027, Decimal(7)),), family="uav"),)


def test_rows_have_a_bound_whatever_is_sent() -> None:
    assert [GoodsTable({"rows": sent}, 2026).number for sent in ("", "0", "9999", "٣", "-1", "12")] == [3, 1, 3, 3, 3, 12]


def test_years_that_an_offer_names_have_a_column_and_one_more_is_given_on_demand() -> None:
    offered = fill_in_lines([WantedLine((YearVolume(2034, Decimal(7)),), family="uav")])
    assert GoodsTable(offered, 2026).years == [2026, 2027, 2028, 2029, 2030, 2034]
    assert GoodsTable(offered, 2026).read_lines() == (WantedLine((YearVolume(2034, Decimal(7)),), family="uav"),)

    more = GoodsTable(TYPED | {"years": "5", "more_years": "1"}, 2026)
    assert (more.years[-1], more.number, more.wants_more) == (2031, 3, True)
    # One that has passed is shown with its fault; one that could never be meant has no column, however many are asked for.
    assert GoodsTable({"y2025-1": "3", "y0001-1": "3", "y9999-1": "3", "years": "999"}, 2026).years[0] == 2025
    assert GoodsTable({"years": "999", "more_years": "1"}, 2026).years[-1] == 2026 + MOST_YEARS
