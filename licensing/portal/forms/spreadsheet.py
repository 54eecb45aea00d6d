"""Item lines as a spreadsheet: read from CSV or XLSX, and the empty one to fill in.

Only the form is looked at here: which column is which, and what the cells hold. What they may say is judged by the act.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils.exceptions import InvalidFileException

from licensing.errors import Gap, Invalid
from licensing.policy.input.numbers import to_plain_notation
from licensing.policy.requests.fields import Field
from licensing.policy.requests.sections import ITEM
from licensing.policy.requests.types import (
    Choice,
    Code,
    CodeList,
    Codes,
    Day,
    Money,
    Percent,
    Prose,
    Quantity,
    TariffCode,
    Whole,
)
from licensing.portal.forms.code_lists import Lists
from licensing.portal.forms.fields import Words, build_form_field
from licensing.portal.forms.parts import Part

_COLUMNS: Final[Mapping[str, Field]] = {field.name: field for field in ITEM.list_sheet_columns()}
COLUMNS: Final = tuple(_COLUMNS)
NEEDED: Final = tuple(name for name, field in _COLUMNS.items() if field.required)
MOST_ROWS: Final = 500
LARGEST: Final = 2 * 1024 * 1024
# An XLSX is a zip: what it unpacks to is looked at before it is unpacked.
_LARGEST_UNPACKED: Final = 40 * 1024 * 1024

Cells = Sequence[str]


@dataclass(frozen=True, slots=True)
class Lines:
    """Items as they were read, with the row of the sheet that each came from."""

    items: list[Part]
    rows: list[int]


def read_items(file_name: str, content: bytes) -> Lines:
    """Read item lines from a file, CSV or XLSX by its content. Raises Invalid when it is no such sheet or lacks a column.

    The lines themselves are not judged here: whoever writes them does, and `in_words` names the row of what was refused.
    """
    if len(content) > LARGEST:
        raise Invalid(gaps=[Gap("too_large", "file", _("The file is larger than 2 MB."))])
    # By the first bytes of a zip and not by the name: people rename files, and browsers guess at types.
    sheet = _read_xlsx(content) if content[:4] == b"PK\x03\x04" else _read_csv(content)
    rows = [(number, cells) for number, cells in enumerate(sheet, 1) if any(cells)]
    if not rows:
        raise Invalid(gaps=[Gap("empty", "file", _("The file is empty."))])
    heads = _read_heads(rows[0][1])
    if len(rows) == 1:
        raise Invalid(gaps=[Gap("empty", "file", _("There are no lines under the headings."))])
    if len(rows) - 1 > MOST_ROWS:
        raise Invalid(gaps=[Gap("too_many", "file", _("At most %(most)d lines at a time.") % {"most": MOST_ROWS})])
    return Lines([_read_item(heads, cells) for _number, cells in rows[1:]], [number for number, _cells in rows[1:]])


def in_words(gap: Gap, lines: Lines, offset: int) -> str:
    """A gap with the row and the column of the sheet it lies in; gaps of items that were there before keep their path."""
    steps = gap.path.split(".")
    place = int(steps[1]) - offset if len(steps) > 1 and steps[0] == "items" and steps[1].isdigit() else -1
    if not 0 <= place < len(lines.rows):
        return gap.sentence
    column = steps[2] if len(steps) > 2 else ""
    sentence = gap.sentence
    if gap.code in ("wrong_form", "required") and column in COLUMNS:
        sentence = (
            str(build_form_field(_COLUMNS[column]).wrong)
            if lines.items[place].get(column)
            else _("This cell must not be empty.")
        )
    return _("Row %(row)d, column “%(column)s”: %(sentence)s") % {
        "row": lines.rows[place],
        "column": column,
        "sentence": sentence,
    }


def build_empty_csv() -> bytes:
    """The headings alone, so that no example is imported by accident."""
    # With the mark by which Excel knows UTF-8; without it, Ukrainian names would be read in a national code page.
    out = io.StringIO()
    csv.writer(out).writerow(COLUMNS)
    return "\ufeff".encode() + out.getvalue().encode()


def build_empty_xlsx(lists: Lists) -> bytes:
    """The headings, and a second sheet that says what each column may hold."""
    book = Workbook()
    items = book.active
    assert items is not None
    items.title = "items"
    items.append(list(COLUMNS))
    for cell in items[1]:
        cell.font = Font(bold=True)
        items.column_dimensions[cell.column_letter].width = 18
    notes = book.create_sheet("columns")
    notes.append([_("Column"), _("What it is"), _("What may stand there")])
    for name, field in _COLUMNS.items():
        notes.append([name, str(field.label), _describe_allowed(field, lists)])
    for cell in (cell for row in notes.iter_rows() for cell in row):
        # A code of somebody's list may begin like a formula; it is a text all the same.
        cell.data_type = "s"
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width, notes.column_dimensions["C"].width = 18, 28, 110
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _describe_allowed(field: Field, lists: Lists) -> str:
    match field.type:
        case Codes(of):
            return _("One or several codes, parted by semicolons: ") + ", ".join(lists.get_choices(of))
        case Code(CodeList.UNITS):
            # Nobody knows these by heart, as one knows the codes of countries and currencies.
            return _with_names(lists.units.items())
        case Code(of):
            return ", ".join(lists.get_choices(of))
        case Choice(options):
            return _with_names(options.choices)
        case Quantity() | Money() | Percent() | Whole() | Day() | TariffCode():
            return str(build_form_field(field).wrong)
    return _("Text")


def _with_names(choices: Iterable[tuple[str, Words]]) -> str:
    return ", ".join(f"{code} = {name}" for code, name in choices)


def _read_heads(cells: Cells) -> list[str]:
    heads = [re.sub(r"\W+", "_", cell.strip().lower()).strip("_") for cell in cells]
    while heads and not heads[-1]:
        heads.pop()
    faults = [
        *(_("There is no column “%(name)s”.") % {"name": one} for one in heads if one not in COLUMNS),
        *(_("The column “%(name)s” is missing.") % {"name": one} for one in NEEDED if one not in heads),
        *(_("The column “%(name)s” stands there twice.") % {"name": one} for one in COLUMNS if heads.count(one) > 1),
    ]
    if faults:
        raise Invalid(gaps=[Gap("unknown_column", "file", fault) for fault in faults])
    return heads


def _read_item(heads: Sequence[str], cells: Cells) -> Part:
    """A line as the request document writes an item; an empty cell is left out."""
    return {name: _convert_cell(_COLUMNS[name], cell) for name, cell in zip(heads, cells, strict=False) if cell}


def _convert_cell(field: Field, cell: str) -> Any:
    match field.type:
        case Codes():
            # A Cyrillic М looks like the Latin one that begins every code of the list.
            return [code for code in re.split(r"[;,\s]+", cell.upper().replace("МL", "ML")) if code]
        case Quantity() | Money() | Percent():
            return to_plain_notation(cell)
        case Whole():
            return build_form_field(field).to_document(cell)
        case Code():
            return cell.upper()
        case Prose():
            # Spreadsheet programs end the lines within a cell with two characters.
            return cell.replace("\r\n", "\n")
        case Choice(options) if all(value.islower() for value in options.values):
            return cell.lower()
    return cell


def _read_csv(content: bytes) -> Iterator[Cells]:
    text = _decode_text(content)
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            yield [cell.strip() for cell in row]
    except csv.Error as broken:
        raise Invalid(gaps=[Gap("wrong_form", "file", _not_a_sheet())]) from broken


def _decode_text(content: bytes) -> str:
    """UTF-8, or the code page in which Ukrainian spreadsheet programs write CSV."""
    for encoding in ("utf-8-sig", "cp1251"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Invalid(gaps=[Gap("wrong_form", "file", _not_a_sheet())])


def _read_xlsx(content: bytes) -> Iterator[Cells]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > _LARGEST_UNPACKED:
                raise Invalid(gaps=[Gap("too_large", "file", _("The file unpacks to more than we read."))])
        # `data_only`: of a formula the value is read that the program last showed; nothing is calculated here.
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        yield from _read_cells(book.worksheets[0].iter_rows(max_row=MOST_ROWS + 2, max_col=40, values_only=True))
    except (zipfile.BadZipFile, InvalidFileException, KeyError, IndexError, ValueError, SyntaxError) as broken:
        raise Invalid(gaps=[Gap("wrong_form", "file", _not_a_sheet())]) from broken


def _read_cells(rows: Iterable[Iterable[Any]]) -> Iterator[Cells]:
    for row in rows:
        yield [_as_text(value) for value in row]


def _as_text(value: Any) -> str:
    """A cell as it is read on the screen: 40 and not 40.0, which XLSX keeps as one and the same number."""
    if isinstance(value, float):
        return format(Decimal(repr(value)).normalize(), "f")
    return "" if value is None else str(value).strip()


def _not_a_sheet() -> str:
    return _("This is not a CSV or XLSX file that we can read.")
