"""Rows that may be no lines."""

from __future__ import annotations

import pytest

from licensing.policy.requests.sheets.cells import Row, Sheet, read_number_cell, read_text_cell
from licensing.policy.requests.sheets.rows import Oddity, find_odd_rows
from tests.policy.requests.sheets.books import LANGUAGE

COLUMNS = {0: "name", 1: "quantity", 2: "unit", 3: "unit_price"}


def odd(*cells: str, hidden: bool = False) -> Oddity | None:
    read = [read_number_cell(cell, "General") if cell.isdigit() else read_text_cell(cell) for cell in cells]
    sheet = Sheet("s", [Row(1, [read_text_cell("name")]), Row(2, read, hidden)])
    return next((row.oddity for row in find_odd_rows(sheet, 1, COLUMNS, LANGUAGE.headings)), None)


@pytest.mark.parametrize(
    ("cells", "oddity"),
    [
        (("Drone", "3", "NAR", "5"), None),
        (("", "3", "NAR", "5"), None),
        (("Drone", "3"), None),
        (("Разом", "7", "NAR"), Oddity.TOTAL),
        (("ВСЬОГО:", "7"), Oddity.TOTAL),
        (("Grand total", "", "", "900"), Oddity.TOTAL),
        (("", "7", "", "900"), Oddity.TOTAL),
        (("Totaliser", "7", "NAR"), None),
        (("Spare parts",), Oddity.NOTE),
        (("", "", "", "", "signed: Ivanov"), Oddity.NOTE),
        (("Name", "Quantity", "Unit", "Price"), Oddity.HEADINGS),
    ],
)
def test_a_row_is_asked_about_for_what_it_looks_like(cells: tuple[str, ...], oddity: Oddity | None) -> None:
    assert odd(*cells) == oddity


def test_a_hidden_row_is_asked_about_whatever_it_holds() -> None:
    assert odd("Drone", "3", "NAR", hidden=True) is Oddity.HIDDEN
