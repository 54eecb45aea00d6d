"""XLSX files: what each cell holds, what is hidden or merged, and what is damaged."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.chartsheet import Chartsheet

from licensing.errors import Invalid
from licensing.policy.requests.sheets.cells import CellKind
from licensing.policy.requests.sheets.workbooks import MOST_COLUMNS, MOST_ROWS, read_workbook
from tests.policy.requests.sheets.books import workbook


def kinds(content: bytes) -> list[CellKind]:
    [row] = read_workbook(content).sheets[0].rows
    return [cell.kind for cell in row.cells]


def test_each_cell_has_the_kind_of_what_it_holds() -> None:
    day = dt.date(2026, 3, 31)

    found = kinds(workbook([["text", 1.5, True, day, "=1+1", None, "#N/A", 10**15]]))

    assert found == [
        CellKind.TEXT,
        CellKind.NUMBER,
        CellKind.FLAG,
        CellKind.DATE,
        CellKind.NOT_CALCULATED,
        CellKind.EMPTY,
        CellKind.ERROR,
        CellKind.TOO_LONG,
    ]


def test_what_is_hidden_is_marked() -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[2].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.parent.create_sheet("more").sheet_state = "veryHidden"

    book = read_workbook(workbook([["a", "b"], ["c", "d"]], hide))

    assert [(sheet.name, sheet.is_hidden) for sheet in book.sheets] == [("Sheet", False), ("more", True)]
    assert [row.is_hidden for row in book.sheets[0].rows] == [False, True]
    assert book.sheets[0].hidden_columns == {1}


def test_rows_that_are_only_formatted_are_no_rows() -> None:
    def format_far_down(sheet: Any) -> None:
        for number in range(2, 3000):
            sheet.cell(number, 1).number_format = "0.00"
        sheet.cell(3000, 1).value = "last"

    sheet = read_workbook(workbook([["first"]], format_far_down)).sheets[0]

    assert [row.number for row in sheet.rows] == [1, 3000]


def test_cells_under_a_merged_one_are_marked() -> None:
    rows = (
        read_workbook(workbook([["a", "b"], [None, "d"], ["e", None]], lambda sheet: sheet.merge_cells("A1:A2"))).sheets[0].rows
    )

    assert [[cell.kind for cell in row.cells] for row in rows] == [
        [CellKind.TEXT, CellKind.TEXT],
        [CellKind.MERGED, CellKind.TEXT],
        [CellKind.TEXT],
    ]


def test_a_sheet_with_a_chart_alone_is_passed_over() -> None:
    book = Workbook()
    book._sheets.insert(0, Chartsheet(title="chart", parent=book))
    sheet: Any = book.worksheets[0]
    sheet.append(["a"])
    out = io.BytesIO()
    book.save(out)

    assert [sheet.name for sheet in read_workbook(out.getvalue()).sheets] == ["Sheet"]


@pytest.mark.parametrize(
    ("rows", "refusal"),
    [
        ([["a"]] * (MOST_ROWS + 1), "A sheet of this file has more than 20000 rows."),
        ([[None] * MOST_COLUMNS + ["far"]], "Column GS: we read at most 200 columns."),
    ],
)
def test_what_is_too_large_is_refused_and_never_cut(rows: list[list[Any]], refusal: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_workbook(workbook(rows))

    assert [gap.sentence for gap in refused.value.gaps] == [refusal]


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/workbook.xml", b"<workbook"),
        ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row r='x'/></sheetData></worksheet>"),
        (
            "xl/worksheets/sheet1.xml",
            b"<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>99</v></c></row></sheetData></worksheet>",
        ),
        (
            "xl/worksheets/sheet1.xml",
            b"<worksheet><sheetData><row r='1'><c r='A1'><v>many</v></c></row></sheetData></worksheet>",
        ),
        ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row r='1'><c r='??'><v>1</v></c></row></sheetData></worksheet>"),
        ("xl/worksheets/sheet1.xml", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><worksheet>&b;</worksheet>'),
    ],
)
def test_a_damaged_or_forged_file_is_called_damaged(part: str, content: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([["a"]]))) as whole, zipfile.ZipFile(out, "w") as forged:
        for name in whole.namelist():
            forged.writestr(name, content if name == part else whole.read(name))

    with pytest.raises(Invalid) as refused:
        read_workbook(out.getvalue())

    assert "damaged" in refused.value.gaps[0].sentence


def test_a_file_that_unpacks_to_too_much_is_not_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * (61 * 1024 * 1024))

    with pytest.raises(Invalid) as refused:
        read_workbook(out.getvalue())

    assert refused.value.gaps[0].sentence == "The file unpacks to more than we read."
