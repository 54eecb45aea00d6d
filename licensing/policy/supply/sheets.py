"""The periods of a supply plan as a sheet (CSV) or as lines that somebody types: read, and written out again."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from licensing.errors import Gap, Invalid
from licensing.messages import Message, Text
from licensing.policy.exact import format_decimal
from licensing.policy.input.numbers import parse_number
from licensing.policy.requests.sheets.cells import Row
from licensing.policy.requests.sheets.delimited import DelimitedText
from licensing.policy.requests.sheets.files import read_text_file
from licensing.policy.supply.plans import COLUMNS, PlannedPeriod
from licensing.policy.supply.spare import Claim

# A comma comes last: it also parts decimals.
_SEPARATORS: Final = (";", "\t", ",")
_MOST_LINES: Final = 1000
_DELIVERY_CELLS: Final = 3


@dataclass(frozen=True, slots=True)
class PeriodFault:
    """What is wrong in a sheet, by its line and the name of its column, which is empty where it is of the whole line."""

    line: int
    column: str
    sentence: str


def read_sheet_file(content: bytes) -> DelimitedText:
    """The text of a sheet that was sent as a file. Raises Invalid with what the file really is, where it is no such sheet."""
    return read_text_file(content, count_headings=lambda rows: max(map(_count_named, rows), default=0))


def find_period_faults(text: str, gaps: Sequence[Gap]) -> list[PeriodFault]:
    """What of some gaps speaks of the periods of a sheet, by line and column."""
    numbers = [number for number, _cells in _split_rows(text)]
    found = []
    for gap in gaps:
        name, _dot, rest = gap.path.partition(".")
        place, _dot, column = rest.partition(".")
        if name == "periods":
            found.append(PeriodFault(numbers[int(place)] if place else 0, column, gap.sentence))
    return found


def read_periods(text: str) -> tuple[PlannedPeriod, ...]:
    """The periods of a sheet; a first line with the names of the columns may be left out.

    Raises Invalid with every cell that cannot be read, by line and column.
    """
    rows = _split_rows(text)
    found: list[Gap] = []
    periods = [_read_period(place, number, cells, found) for place, (number, cells) in enumerate(rows)]
    if found:
        raise Invalid(gaps=found)
    return tuple(one for one in periods if one is not None)


def read_deliveries(text: str) -> dict[int, list[Claim]]:
    """Deliveries as somebody types them, one in a line: number of the item, day and quantity.

    Raises Invalid with every line that cannot be read.
    """
    found: list[Gap] = []
    claims: dict[int, list[Claim]] = {}
    for place, (number, line) in enumerate(_number_lines(text)):
        cells = [cell.strip() for cell in line.replace("\t", ";").split(";")]
        if len(cells) != _DELIVERY_CELLS or not (cells[0].isascii() and cells[0].isdigit() and len(cells[0]) <= 4):
            sentence = Message("Line %(line)d: write the number of the item, the day and the quantity.", line=number)
            found.append(Gap("invalid", f"deliveries.{place}", sentence))
            continue
        day = _read_day(f"deliveries.{place}", cells[1], found)
        quantity = _read_amount(f"deliveries.{place}", cells[2], found)
        if day is not None and quantity is not None:
            claims.setdefault(int(cells[0]), []).append(Claim(day, quantity))
    if found:
        raise Invalid(gaps=found)
    return claims


def write_periods(periods: Sequence[PlannedPeriod]) -> str:
    """The sheet of periods that `read_periods` reads."""
    target = io.StringIO()
    sheet = csv.writer(target, delimiter=";", lineterminator="\n")
    sheet.writerow(COLUMNS)
    for one in periods:
        amounts = [format_decimal(amount) for amount in (one.planned, one.confirmed, one.allocation)]
        sheet.writerow([one.first_on.isoformat(), one.last_on.isoformat(), *amounts])
    return target.getvalue()


def _split_rows(text: str) -> list[tuple[int, list[str]]]:
    """The cells of each line of a sheet with its number, without the names of the columns."""
    lines = _number_lines(text.lstrip("\ufeff"))
    separator = next((one for one in _SEPARATORS if lines and one in lines[0][1]), _SEPARATORS[0])
    rows = [(number, [cell.strip() for cell in next(csv.reader([line], delimiter=separator))]) for number, line in lines]
    return rows[1:] if rows and tuple(rows[0][1]) == COLUMNS else rows


def _count_named(row: Row) -> int:
    return sum(cell.text in COLUMNS for cell in row.cells)


def _number_lines(text: str) -> list[tuple[int, str]]:
    """The lines in which something stands, each by the number that it has where it was written, the headings counted."""
    return [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()][:_MOST_LINES]


def _read_period(place: int, number: int, cells: Sequence[str], found: list[Gap]) -> PlannedPeriod | None:
    if len(cells) != len(COLUMNS):
        words = {"line": number, "found": len(cells), "wanted": len(COLUMNS)}
        sentence = Message("Line %(line)d has %(found)d cells instead of %(wanted)d.", **words)
        found.append(Gap("cells", f"periods.{place}", sentence))
        return None
    first_on, last_on = (_read_day(f"periods.{place}.{COLUMNS[index]}", cells[index], found) for index in (0, 1))
    planned, confirmed, allocation = (
        _read_amount(f"periods.{place}.{COLUMNS[index]}", cells[index], found) for index in (2, 3, 4)
    )
    if first_on is None or last_on is None or planned is None or confirmed is None or allocation is None:
        return None
    return PlannedPeriod(first_on, last_on, planned, confirmed, allocation)


def _read_day(path: str, cell: str, found: list[Gap]) -> date | None:
    try:
        return date.fromisoformat(cell)
    except ValueError:
        found.append(Gap("invalid", path, Message("There is no such day; write YYYY-MM-DD.")))
        return None


def _read_amount(path: str, cell: str, found: list[Gap]) -> Decimal | None:
    number: Decimal | Text = parse_number(cell)
    if isinstance(number, Decimal):
        return number
    found.append(Gap("invalid", path, number))
    return None
