"""A row as an item: every cell by the type of its field, or what is wrong with it."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.policy.requests.sheets.cells import Cell, CellKind, Row, read_number_cell, read_text_cell
from licensing.policy.requests.sheets.lines import Line, read_line

WORDS = {"unit": {"шт": "NAR"}, "condition": {"нове": "new"}}


def line(name: str, cell: Cell) -> Line:
    return read_line(Row(2, [cell]), {0: name}, WORDS)


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("quantity", read_text_cell("1 234,50"), "1234.5"),
        ("quantity", read_number_cell("1234.5", "#,##0.00"), "1234.5"),
        ("unit", read_text_cell("ШТ."), "NAR"),
        ("unit", read_text_cell("nar"), "NAR"),
        ("currency", read_text_cell("ЕUR"), "EUR"),
        ("control_entries", read_text_cell("МL10; ml11,ML3.a"), ["ML10", "ML11", "ML3.A"]),
        ("condition", read_text_cell("Нове"), "new"),
        ("condition", read_text_cell("USED"), "used"),
        ("condition", read_text_cell("Broken"), "Broken"),
        ("model", read_number_cell("42", "0000"), "0042"),
        ("model", read_number_cell("5000", "#,##0"), "5000"),
        ("uktzed", read_number_cell("102290500", "0000000000"), "0102290500"),
        ("serial_numbers", read_text_cell("1\r\n2"), "1\n2"),
        ("name", read_text_cell("TRUE"), "TRUE"),
    ],
)
def test_a_cell_becomes_a_value_of_its_field(name: str, cell: Cell, value: Any) -> None:
    read = line(name, cell)

    assert (read.item, read.faults, read.notes) == ({name: value}, [], [])


@pytest.mark.parametrize(
    ("name", "cell", "refusal"),
    [
        ("quantity", read_text_cell("1.000"), "“1.000” may mean 1000 or 1."),
        ("quantity", read_text_cell("a few"), "This is not a number."),
        ("quantity", read_number_cell("0.5", "0%"), "This cell shows a share, 50%."),
        ("name", Cell(CellKind.FLAG, "TRUE"), "This cell holds the logical value TRUE"),
        ("name", read_text_cell("A\0"), "This cell holds a character that cannot be read, here A\ufffd."),
        ("quantity", read_text_cell("\ud800"), "This cell holds a character that cannot be read"),
        ("name", Cell(CellKind.ERROR, "#N/A"), "This cell shows an error, #N/A."),
        ("model", Cell(CellKind.DATE, "45000"), "This cell holds a date."),
        ("unit_price", Cell(CellKind.NOT_CALCULATED), "This cell holds a formula without a value."),
        ("name", Cell(CellKind.MERGED), "This cell is merged with another."),
        ("serial_numbers", Cell(CellKind.TOO_LONG, "1234567890123456"), "This number has more than 15 digits"),
    ],
)
def test_what_is_not_read_as_it_is_seen_is_a_fault(name: str, cell: Cell, refusal: str) -> None:
    read = line(name, cell)

    assert read.item == {}
    assert [str(fault.message).startswith(refusal) for fault in read.faults] == [True]


@pytest.mark.parametrize("code", ["#,##0", "0,", "0.00E+00"])
def test_a_number_that_is_shown_otherwise_is_noted(code: str) -> None:
    read = line("quantity", read_number_cell("1234.5", code))

    assert read.item == {"quantity": "1234.5"}
    assert ["1234.5" in str(note.message) for note in read.notes] == [True]
