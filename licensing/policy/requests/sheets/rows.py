"""Rows that may be no lines: hidden ones, totals, headings that are repeated, notes. Whoever imports is asked about each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from licensing.policy.requests.fields import Field
from licensing.policy.requests.sheets.cells import CellKind, Row, Sheet
from licensing.policy.requests.sheets.headings import COLUMNS, Names, identify_heading
from licensing.policy.requests.types import Money, Quantity

_TOTAL: Final = re.compile(
    r"(grand |sub)?-?(total|sum|altogether|in all)\b|(разом|всього|усього|підсумок|підсумки|загалом|підсум|итого|всего)\b",
    re.IGNORECASE,
)


class Oddity(StrEnum):
    """Why a row may be no line."""

    HIDDEN = "hidden"
    TOTAL = "total"
    HEADINGS = "headings"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class OddRow:
    """A row to ask about, with what stands in it."""

    number: int
    oddity: Oddity
    text: str


def find_odd_rows(sheet: Sheet, head_row: int, columns: Mapping[int, str], names: Names) -> list[OddRow]:
    """The rows under the headings that may be no lines, each for the first reason that fits."""
    return list(_find(list_line_rows(sheet, head_row), columns, names))


def list_line_rows(sheet: Sheet, head_row: int) -> list[Row]:
    """The rows under the headings. Rows that hold nothing are none, wherever they stand."""
    return [row for row in sheet.rows if row.number > head_row and row.filled]


def _find(rows: Sequence[Row], columns: Mapping[int, str], names: Names) -> Iterator[OddRow]:
    for row in rows:
        if oddity := _find_oddity(row, columns, names):
            yield OddRow(row.number, oddity, " · ".join(row.get(column).text for column in row.filled[:6])[:200])


def _find_oddity(row: Row, columns: Mapping[int, str], names: Names) -> Oddity | None:
    read = {columns[place]: row.get(place) for place in row.filled if place in columns}
    if row.is_hidden:
        return Oddity.HIDDEN
    if _is_repeated_heading(row, columns, names):
        return Oddity.HEADINGS
    if _says_total(row) or _holds_only_sums(read):
        return Oddity.TOTAL
    # One cell alone, such as the heading of a group of lines; or only what stands in columns that are not read.
    if len(read) <= 1 and len(columns) > 1:
        return Oddity.NOTE
    return None


def _is_repeated_heading(row: Row, columns: Mapping[int, str], names: Names) -> bool:
    same = [place for place, name in columns.items() if identify_heading(row.get(place).text, names) == name]
    return len(same) > 1


def _says_total(row: Row) -> bool:
    first = next((cell for cell in map(row.get, row.filled) if cell.kind is CellKind.TEXT), None)
    return first is not None and _TOTAL.match(first.text) is not None


def _holds_only_sums(read: Mapping[str, object]) -> bool:
    """Amounts under amounts, without the name and the unit that every line has."""
    return bool(read) and "name" not in read and "unit" not in read and all(_is_amount(COLUMNS[name]) for name in read)


def _is_amount(field: Field) -> bool:
    return isinstance(field.type, Quantity | Money)
