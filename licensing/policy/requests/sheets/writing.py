"""Items written as a sheet in the form in which they are read: what is exported and imported again is the same."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font

from licensing.policy.exact import to_decimal
from licensing.policy.input.numbers import format_for_typing
from licensing.policy.requests.fields import Field
from licensing.policy.requests.sheets.cells import CERTAIN_DIGITS
from licensing.policy.requests.sheets.delimited import guard_text, write_delimited
from licensing.policy.requests.sheets.headings import COLUMNS
from licensing.policy.requests.sheets.workbooks import escape_text
from licensing.policy.requests.types import Money, Percent, Quantity

Items = Iterable[Mapping[str, Any]]


def write_csv(items: Items) -> bytes:
    """The headings and a line for each item, as CSV."""
    lines = ([guard_text(_write_text(field, item.get(name))) for name, field in COLUMNS.items()] for item in items)
    return write_delimited([COLUMNS, *lines])


def write_xlsx(items: Items, notes: Sequence[Sequence[str]] = ()) -> bytes:
    """A sheet with the headings and a line for each item, and one of notes on the columns; the first note is its heading."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "items"
    sheet.append(list(COLUMNS))
    for place, head in enumerate(sheet[1], 1):
        head.font = Font(bold=True)
        sheet.column_dimensions[head.column_letter].width = 40 if place == 1 else 18
    sheet.freeze_panes = "A2"
    for row, item in enumerate(items, 2):
        for column, (name, field) in enumerate(COLUMNS.items(), 1):
            if item.get(name) not in (None, "", []):
                _write_cell(sheet.cell(row, column), field, item[name])
    if notes:
        _write_notes(book, notes)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _write_notes(book: Workbook, notes: Sequence[Sequence[str]]) -> None:
    sheet = book.create_sheet("columns")
    for note in notes:
        sheet.append([escape_text(text) for text in note])
    for cell in (cell for row in sheet.iter_rows() for cell in row):
        # A code of somebody's list may begin like a formula; it is a text all the same.
        cell.data_type = "s"
    for letters, width in (("A", 18), ("B", 28), ("C", 110)):
        sheet.column_dimensions[letters].width = width


def _write_cell(cell: Cell, field: Field, value: Any) -> None:
    """A number that a spreadsheet program keeps exactly as a number, so that it can be summed; anything else as text."""
    number = to_decimal(value) if _is_exact(field) else None
    if number is not None and _count_digits(number) <= CERTAIN_DIGITS:
        cell.value = number
        return
    cell.value = escape_text(_write_text(field, value))
    # Set after the value: a text that begins with an equals sign would be taken for a formula.
    cell.data_type = "s"
    cell.number_format = "@"


def _write_text(field: Field, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ";".join(map(str, value))
    number = to_decimal(value) if _is_exact(field) else None
    return str(value) if number is None else format_for_typing(number)


def _is_exact(field: Field) -> bool:
    return isinstance(field.type, Quantity | Money | Percent)


def _count_digits(number: Decimal) -> int:
    return len(number.normalize().as_tuple().digits)
