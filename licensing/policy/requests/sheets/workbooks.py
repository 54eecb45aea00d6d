"""XLSX read as it is seen: every sheet with what is hidden in it, formulas by their last value, numbers by their digits.

We read the XML ourselves. The library that we write workbooks with gives either formulas or their values; while it streams,
neither hidden rows nor merged cells; and otherwise it needs a gigabyte for a sheet that somebody formatted to the bottom.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from xml.etree.ElementTree import Element, ParseError, fromstring, iterparse

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from licensing.errors import Gap, Invalid
from licensing.messages import Message
from licensing.policy.requests.sheets.cells import (
    EMPTY_CELL,
    Book,
    Cell,
    CellKind,
    Row,
    Sheet,
    name_column,
    read_number_cell,
    read_text_cell,
)

# What a file unpacks to is looked at before it is unpacked.
LARGEST_UNPACKED: Final = 60 * 1024 * 1024
MOST_COLUMNS: Final = 200
# More rows that hold something than this are refused while they are read; how many of them are lines is counted later.
MOST_ROWS: Final = 20_000
# What a damaged or forged file makes our reading, the XML parser or the archive raise.
_BROKEN: Final = (
    *(zipfile.BadZipFile, ParseError, KeyError, IndexError, ValueError, ArithmeticError),
    *(NotImplementedError, RuntimeError, EOFError, OSError, zlib.error),
)
# Under this format a cell holds what was typed, whatever it looks like.
_TEXT_FORMAT: Final = "@"
_MERGED = Cell(CellKind.MERGED)
# Formats by number that are no part of the file and that programs show as dates in one language or another.
_DATE_NUMBERS: Final = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
# What would be read as such a character where it is only text; the first sign is written as one itself.
_LIKE_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class Styles:
    """The texts that cells share, and the number format of every style."""

    texts: Sequence[str]
    formats: Sequence[str]
    dates: frozenset[int]


def read_workbook(content: bytes) -> Book:
    """Read every sheet of an XLSX file. Raises Invalid where it is broken or unpacks to more than we read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > LARGEST_UNPACKED:
                raise Invalid(gaps=[Gap("too_large", "file", Message("The file unpacks to more than we read."))])
            return _read_sheets(packed)
    except _BROKEN as broken:
        sentence = Message("This XLSX file is damaged. Open it in your spreadsheet program and save it again.")
        raise Invalid(gaps=[Gap("wrong_form", "file", sentence)]) from broken


def escape_text(text: str) -> str:
    """A text as a workbook carries it: `_x0041_` in somebody's name of goods is no letter A."""
    return _LIKE_ESCAPE.sub("_x005F_", text)


def _read_sheets(packed: zipfile.ZipFile) -> Book:
    path = _find_workbook(packed)
    related = _read_relations(packed, path)
    root = _read_part(packed, path)
    styles = Styles(
        _read_shared_texts(packed, _target_of(related, "sharedStrings")), *_read_formats(packed, _target_of(related, "styles"))
    )
    sheets = []
    for one in _walk(root, "sheet"):
        kind, target = related[_attribute(one, "id")]
        # A chart can have a sheet to itself, which has no cells.
        if kind == "worksheet":
            sheet = _read_sheet(packed, target, styles)
            sheets.append(replace(sheet, name=one.get("name", ""), is_hidden=one.get("state", "visible") != "visible"))
    if not sheets:
        raise KeyError("sheet")
    return Book(sheets)


def _read_sheet(packed: zipfile.ZipFile, path: str, styles: Styles) -> Sheet:
    rows: list[Row] = []
    hidden: set[int] = set()
    merged: list[str] = []
    number = 0
    with packed.open(path) as source:
        for _event, element in iterparse(source):  # noqa: S314
            match _local(element.tag):
                case "row":
                    number = int(element.get("r") or number + 1)
                    if cells := _read_cells(element, styles):
                        rows.append(Row(number, cells, element.get("hidden") in ("1", "true")))
                    _refuse_too_many(rows)
                    element.clear()
                case "col" if element.get("hidden") in ("1", "true"):
                    first, last = int(element.get("min", "1")), int(element.get("max", "1"))
                    hidden.update(range(first - 1, min(last, MOST_COLUMNS)))
                case "mergeCell":
                    merged.append(element.get("ref", ""))
    return Sheet("", _mark_merged(rows, merged), hidden_columns=frozenset(hidden))


def _refuse_too_many(rows: Sequence[Row]) -> None:
    if len(rows) > MOST_ROWS:
        raise Invalid(
            gaps=[Gap("too_many", "file", Message("A sheet of this file has more than %(most)s rows.", most=MOST_ROWS))]
        )


def _read_cells(row: Element, styles: Styles) -> list[Cell]:
    """The cells of a row up to the last one that holds something; none for a row that is only formatted."""
    cells: list[Cell] = []
    column = -1
    for element in row:
        column = _parse_column(element.get("r", "")) if element.get("r") else column + 1
        cell = _read_cell(element, styles)
        if cell is EMPTY_CELL:
            continue
        if column >= MOST_COLUMNS:
            sentence = Message(
                "Column %(column)s: we read at most %(most)s columns.", column=name_column(column), most=MOST_COLUMNS
            )
            raise Invalid(gaps=[Gap("too_many", "file", sentence)])
        cells.extend([EMPTY_CELL] * (column + 1 - len(cells)))
        cells[column] = cell
    return cells


def _read_cell(element: Element, styles: Styles) -> Cell:
    parts = {_local(part.tag): part for part in element}
    kind, value = element.get("t", "n"), (parts["v"].text or "") if "v" in parts else ""
    style = int(element.get("s") or 0)
    if kind == "inlineStr":
        is_text = _find_format(style, styles) == _TEXT_FORMAT
        return read_text_cell(_read_rich_text(parts["is"]), is_certain=is_text) if "is" in parts else EMPTY_CELL
    if value:
        return _read_value_of(kind, value, style, styles)
    # A program that writes a formula without opening it leaves no value; there is nothing that a person has seen.
    return Cell(CellKind.NOT_CALCULATED) if "f" in parts and kind != "str" else EMPTY_CELL


def _read_value_of(kind: str, value: str, style: int, styles: Styles) -> Cell:
    match kind:
        case "s":
            return read_text_cell(styles.texts[int(value)], is_certain=_find_format(style, styles) == _TEXT_FORMAT)
        case "str":
            return read_text_cell(_unescape(value))
        case "b":
            return Cell(CellKind.FLAG, "TRUE" if value in ("1", "true") else "FALSE")
        case "e":
            return Cell(CellKind.ERROR, value)
        case "d":
            return Cell(CellKind.DATE, value)
    if style in styles.dates:
        return Cell(CellKind.DATE, value)
    return read_number_cell(value, _find_format(style, styles))


def _find_format(style: int, styles: Styles) -> str:
    return styles.formats[style] if style < len(styles.formats) else "General"


def _mark_merged(rows: Sequence[Row], merged: Sequence[str]) -> list[Row]:
    """Rows in which the cells that another one covers are marked: a person sees its value there, the file holds none."""
    covered: dict[int, set[int]] = {}
    known = {row.number for row in rows}
    for area in merged:
        first, _colon, last = area.partition(":")
        (left, top), (right, bottom) = _parse_place(first), _parse_place(last or first)
        for number in known.intersection(range(top, bottom + 1)) if bottom - top < MOST_ROWS else known:
            columns = range(left, min(right, MOST_COLUMNS) + 1)
            covered.setdefault(number, set()).update(one for one in columns if (one, number) != (left, top))
    return [_cover(row, covered[row.number]) if row.number in covered else row for row in rows]


def _cover(row: Row, columns: set[int]) -> Row:
    width = max(len(row.cells), *(column + 1 for column in columns), 0) if columns else len(row.cells)
    cells = [_MERGED if column in columns and row.get(column) is EMPTY_CELL else row.get(column) for column in range(width)]
    return replace(row, cells=cells)


def _read_shared_texts(packed: zipfile.ZipFile, path: str) -> list[str]:
    if not path:
        return []
    texts = []
    with packed.open(path) as source:
        for _event, element in iterparse(source):  # noqa: S314
            if _local(element.tag) == "si":
                texts.append(_read_rich_text(element))
                element.clear()
    return texts


def _read_formats(packed: zipfile.ZipFile, path: str) -> tuple[list[str], frozenset[int]]:
    """The number format of every style, and which of them show dates."""
    if not path:
        return [], frozenset()
    root = _read_part(packed, path)
    own = {int(one.get("numFmtId", "0")): one.get("formatCode", "") for one in _walk(root, "numFmt")}
    numbers = [
        int(style.get("numFmtId", "0")) for group in _walk(root, "cellXfs") for style in group if _local(style.tag) == "xf"
    ]
    formats = [own.get(number, BUILTIN_FORMATS.get(number, "General")) for number in numbers]
    dates = {
        place
        for place, (number, code) in enumerate(zip(numbers, formats, strict=True))
        if (number in _DATE_NUMBERS and number not in own) or is_date_format(code)
    }
    return formats, frozenset(dates)


def _read_rich_text(element: Element) -> str:
    """The text of a cell, without the readings that Japanese programs put beside it."""
    parts = []
    for child in element:
        match _local(child.tag):
            case "t":
                parts.append(child.text or "")
            case "r":
                parts += [one.text or "" for one in child if _local(one.tag) == "t"]
    return _unescape("".join(parts))


def _unescape(text: str) -> str:
    """Characters that XML cannot hold are written `_x000D_`; those beyond the first 65,536 as two halves, which are joined."""
    if "_x" not in text:
        return text
    plain = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _find_workbook(packed: zipfile.ZipFile) -> str:
    related = _read_relations(packed, "")
    return _target_of(related, "officeDocument") or "xl/workbook.xml"


def _read_relations(packed: zipfile.ZipFile, path: str) -> Mapping[str, tuple[str, str]]:
    """What a part refers to: the last word of the kind, and the path within the file, by identifier."""
    folder, name = posixpath.split(path)
    root = _read_part(packed, posixpath.join(folder, "_rels", f"{name}.rels"))
    return {
        one.get("Id", ""): (
            one.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, one.get("Target", ""))).lstrip("/"),
        )
        for one in root
        if one.get("TargetMode") != "External"
    }


def _target_of(related: Mapping[str, tuple[str, str]], kind: str) -> str:
    return next((target for found, target in related.values() if found == kind), "")


def _read_part(packed: zipfile.ZipFile, path: str) -> Element:
    # Entities are not fetched from outside, and the parser itself refuses to multiply those within (expat 2.4.1 and later).
    return fromstring(packed.read(path))  # noqa: S314


def _walk(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter() if _local(element.tag) == name)


def _attribute(element: Element, name: str) -> str:
    """An attribute by its name without the namespace, of which there are two."""
    return next((value for key, value in element.attrib.items() if key.startswith("{") and _local(key) == name), "")


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def _parse_place(place: str) -> tuple[int, int]:
    """Column from nought and row from one: `B7` is (1, 7)."""
    letters = place.rstrip("0123456789")
    return _parse_column(place), int(place[len(letters) :])


def _parse_column(place: str) -> int:
    number = 0
    for letter in place.rstrip("0123456789"):
        number = number * 26 + ord(letter.upper()) - ord("A") + 1
    if not 1 <= number <= 20_000:
        raise ValueError(place)
    return number - 1
