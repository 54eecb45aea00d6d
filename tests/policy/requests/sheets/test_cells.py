"""Cells as a sheet shows them: numbers by 15 digits and by their format, texts that are errors, columns by their letters."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.policy.requests.sheets.cells import (
    EMPTY_CELL,
    CellKind,
    Row,
    name_column,
    read_number_cell,
    read_text_cell,
    render_number,
)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("57.699999999999996", "57.7"),
        ("0.30000000000000004", "0.3"),
        ("40", "40"),
        ("4000", "4000"),
        ("1.2E+6", "1200000"),
        ("-0", "0"),
        ("123456789012.345", "123456789012.345"),
    ],
)
def test_a_number_is_what_its_certain_digits_say(written: str, text: str) -> None:
    assert read_number_cell(written, "General").text == text


@pytest.mark.parametrize("written", ["1234567890123456", "9.00719925474099E+18"])
def test_a_number_of_more_digits_than_are_kept_is_none(written: str) -> None:
    assert read_number_cell(written, "0").kind is CellKind.TOO_LONG


@pytest.mark.parametrize(
    ("value", "code", "shown", "digits"),
    [
        ("1234.5", "#,##0", "1235", "1235"),
        ("1234.5", "#,##0.00", "1234.50", "1234.50"),
        ("12345", "0000000000", "0000012345", "0000012345"),
        ("0.5", "0%", "50%", "50"),
        ("0.125", "0.0%", "12.5%", "12.5"),
        ("1500000", "0.0,,", "1.5", "1.5"),
        ("1500", "#,##0,", "2", "2"),
        ("42", '"SN-"0000', "SN-0042", "0042"),
        ("7", '0" шт."', "7 шт.", "7"),
        ("1234.5", '#,##0.00\\ "₴"', "1234.50 ₴", "1234.50"),
        ("1234.5", "[$€-407]#,##0.00", "€1234.50", "1234.50"),
        ("-5", "0.00;(0.00)", "(5.00)", "-5.00"),
        ("0", '0;-0;"—"', "", ""),
        ("0.5", ".00", ".50", ".50"),
        ("12.5", "0.###", "12.5", "12.5"),
        ("12", "[Red]0", "12", "12"),
        ("12", "@", "12", "12"),
        ("1234567", "0.00E+00", "", ""),
        ("0.25", "# ?/?", "", ""),
    ],
)
def test_a_format_shows_a_number_in_its_own_way(value: str, code: str, shown: str, digits: str) -> None:
    assert render_number(Decimal(value), code) == (shown, digits)


def test_what_a_failed_formula_left_is_an_error_even_as_text() -> None:
    assert read_text_cell("#N/A", is_certain=True).kind is CellKind.TEXT
    assert [read_text_cell(text).kind for text in ("#N/A", " #ref! ", "#ССЫЛКА!", "#ДІЛ/0!")] == [CellKind.ERROR] * 4
    assert read_text_cell("# 5").kind is CellKind.TEXT


def test_a_row_is_empty_beyond_its_end() -> None:
    row = Row(7, [read_text_cell("a"), read_text_cell("  ")])

    assert (row.get(5), row.filled) == (EMPTY_CELL, [0])


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_letters(column: int, letters: str) -> None:
    assert name_column(column) == letters
