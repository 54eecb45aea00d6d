"""The rows of a list that is a text file: decoded, cut into cells, each with the line on which it begins."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from licensing.messages import Message
from licensing.policy.assessment.lists.entries import LONGEST_NAME, ListFault

# The sign with which some programs end a text file.
_END_OF_FILE: Final = "\x1a"
_MISSING: Final = Message("This must not be empty.")
_LONG: Final = Message("This is longer than a name can be.")


class BrokenFile(Exception):
    """A file that cannot be read on from a place; the fault says which."""

    def __init__(self, fault: ListFault) -> None:
        super().__init__(str(fault.line))
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line on which it begins, and its cells."""

    line: int
    cells: Sequence[str]


def decode_text(content: bytes) -> str:
    """The text of a file in UTF-8, with or without its mark. Raises BrokenFile with the line that is none."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = content.count(b"\n", 0, broken.start) + 1
        raise BrokenFile(ListFault(line, "–", Message("This is no text in UTF-8."))) from broken


def cut_rows(content: bytes, *, separator: str) -> Iterator[Row]:
    """The rows that hold something. Raises BrokenFile where a quotation is not closed, or a line is no row."""
    text = decode_text(content)
    # Of tab text a quotation mark is a sign like any other.
    lines = io.StringIO(text, newline="")
    if separator == "\t":
        reader = csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE, strict=True)
    else:
        reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as broken:
            raise BrokenFile(
                ListFault(line, "–", Message("The row is broken: a quotation is not closed, or open."))
            ) from broken
        cells = [one.replace("\x00", "").strip() for one in cells]
        if any(cells) and cells != [_END_OF_FILE]:
            yield Row(line, cells)


def find_width_fault(row: Row, width: int) -> ListFault | None:
    """The fault of a row that has not exactly so many cells."""
    if len(row.cells) == width:
        return None
    words = Message("The row has %(found)d columns; %(wanted)d belong there.", found=len(row.cells), wanted=width)
    return ListFault(row.line, str(min(len(row.cells), width) + (len(row.cells) < width)), words)


def find_name_fault(line: int, column: str, text: str) -> ListFault | None:
    """The fault of a name or reference that is missing or endless."""
    if not text:
        return ListFault(line, column, _MISSING)
    return ListFault(line, column, _LONG) if len(text) > LONGEST_NAME else None


def read_header(rows: Iterator[Row], *, required: Sequence[str], optional: Sequence[str] = ()) -> list[str]:
    """The headings of a file, in its order. Raises BrokenFile where one is missing, unknown or doubled."""
    first = next(rows, None)
    found = [one.casefold() for one in first.cells] if first else []
    line = first.line if first else 1
    for name in required:
        if name not in found:
            raise BrokenFile(ListFault(line, name, Message("The first line must name this column.")))
    for place, name in enumerate(found, 1):
        if name not in required and name not in optional:
            raise BrokenFile(ListFault(line, name or str(place), Message("A list of this shape has no such column.")))
        if found.index(name) != place - 1:
            raise BrokenFile(ListFault(line, name, Message("This column stands there twice.")))
    return found


def name_cells(row: Row, headings: Sequence[str]) -> Mapping[str, str]:
    """The cells of a row by their headings."""
    return dict(zip(headings, row.cells, strict=True))
