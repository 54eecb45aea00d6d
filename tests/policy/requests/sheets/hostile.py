"""Sheets at their worst, each with what a person sees in it: made by a generator that knows nothing of the reader."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from hypothesis import strategies as st
from openpyxl import Workbook

from licensing.policy.requests.sheets.reading import Reading

Expected = Literal["read", "refused", "noted", "absent"]


@dataclass(frozen=True)
class Shown:
    """A cell: what is written into the file, under which format, and what must come of it.

    `read`: the value `seen`. `noted`: the value `seen`, with a word that the sheet shows it otherwise. `refused`: a fault.
    """

    written: Any
    expected: Expected
    seen: str = ""
    number_format: str = "General"


@dataclass(frozen=True)
class Line:
    """A row of goods; `blanks` are the empty rows above it."""

    name: Shown
    quantity: Shown
    blanks: int
    hidden: bool


@dataclass(frozen=True)
class Hostile:
    """A whole file: its lines, and what stands around them."""

    lines: Sequence[Line]
    titles: int
    heads: tuple[str, str, str]
    own_column: bool
    total: bool
    trap: bool


def _plain(number: Decimal) -> str:
    text = format(number.normalize(), "f")
    return "0" if text == "-0" else text


_EXACT = st.decimals(min_value=Decimal("0.001"), max_value=10**9, places=3)
_WHOLE = st.integers(1, 10**9)
_UNREADABLE = st.sampled_from(
    [
        Shown("=1+1", "refused"),
        Shown("#N/A", "refused"),
        Shown("#REF!", "refused"),
        Shown(True, "refused"),
        Shown(dt.date(2026, 10, 5), "refused"),
        Shown(10**16, "refused"),
        # Ways to write a NUL and half of a character, which no database holds.
        Shown("A_x0000_", "refused"),
        Shown("A_xD800_", "refused"),
    ]
)
_QUANTITIES = st.one_of(
    _EXACT.map(lambda n: Shown(n, "read", _plain(n))),
    _WHOLE.map(lambda n: Shown(float(n), "read", str(n), "#,##0")),
    # A sum of binary floats is never exactly the decimal that is shown.
    _WHOLE.map(lambda n: Shown(n % 10_000 / 10 + 0.1 + 0.2, "read", _plain(Decimal(n % 10_000 + 3) / 10))),
    _WHOLE.map(lambda n: Shown(n + 0.25, "noted", f"{n}.25", "#,##0")),
    _WHOLE.map(lambda n: Shown(n * 1000, "noted", str(n * 1000), "0,")),
    st.integers(1, 100).map(lambda n: Shown(n / 100, "refused", "", "0%")),
    st.integers(1, 999).map(lambda n: Shown(f"{n}.000", "refused")),
    st.integers(1, 999).map(lambda n: Shown(f"{n},500", "refused")),
    _WHOLE.map(lambda n: Shown(f"{n:,}".replace(",", "\u00a0") + ",5", "read", f"{n}.5")),
    _WHOLE.map(lambda n: Shown(f"{n}.50", "read", f"{n}.5")),
    st.sampled_from(["a few", "1e5", "12.5.1", "½", "٣", "40 pcs", "--"]).map(lambda text: Shown(text, "refused")),
    st.just(Shown(None, "absent")),
    _UNREADABLE,
)
_NAMES = st.one_of(
    st.text(st.characters(codec="cp1251", categories=("L", "N")), min_size=1, max_size=12).map(
        lambda text: Shown(f"Drone {text}", "read", f"Drone {text}")
    ),
    st.sampled_from(["Кабель; 3 жили, 2.5", 'Щогла "М"', "a\tb", "'-x", "0012", "1E5", "TRUE-7"]).map(
        lambda text: Shown(text, "read", text)
    ),
    st.just(Shown("_xD83D__xDE80_", "read", "\U0001f680")),
    st.integers(1, 9999).map(lambda n: Shown(n, "read", f"{n:06}", "000000")),
    st.integers(1000, 9999).map(lambda n: Shown(n, "read", str(n), "#,##0")),
    st.integers(1, 99).map(lambda n: Shown(n, "read", f"SN-{n:03}", '"SN-"000')),
    _UNREADABLE,
)
_HEADS = st.sampled_from([("name", "quantity", "unit"), ("Назва", "К-сть", "Од. вим."), ("Description", "QTY *", "U/M")])


def hostile_files(most_lines: int = 6) -> st.SearchStrategy[Hostile]:
    """Workbooks of a few lines."""
    return _build_files(st.builds(Line, _NAMES, _QUANTITIES, st.integers(0, 4), st.booleans()), most_lines)


def hostile_texts(most_lines: int = 6) -> st.SearchStrategy[Hostile]:
    """Text files of a few lines: nothing is hidden in them, and a formula is a text as any other."""
    return _build_files(st.builds(Line, _as_text(_NAMES), _as_text(_QUANTITIES), st.integers(0, 4), st.just(False)), most_lines)


def _as_text(cells: st.SearchStrategy[Shown]) -> st.SearchStrategy[Shown]:
    # Text files have no roundabout way to write a character.
    return cells.filter(
        lambda shown: isinstance(shown.written, str) and shown.written[:1] not in ("=", "'") and "_x" not in shown.written
    )


def _build_files(lines: st.SearchStrategy[Line], most: int) -> st.SearchStrategy[Hostile]:
    flags = (st.booleans(), st.booleans(), st.booleans())
    return st.builds(Hostile, st.lists(lines, min_size=1, max_size=most), st.integers(0, 3), _HEADS, *flags)


def lay_out(file: Hostile) -> tuple[list[list[Shown]], dict[int, Line], set[int]]:
    """The rows of the sheet; which line stands in which row; and the rows that must be asked about."""
    text = lambda words: Shown(words, "read", words)  # noqa: E731
    rows: list[list[Shown]] = [[text(f"Annex {number}")] for number in range(file.titles)]
    rows.append([text(head) for head in file.heads] + ([text("Our number")] if file.own_column else []))
    places: dict[int, Line] = {}
    asked: set[int] = set()
    for number, line in enumerate(file.lines):
        rows += [[]] * line.blanks
        rows.append([line.name, line.quantity, text("NAR")] + ([text(f"A-{number}")] if file.own_column else []))
        (asked.add if line.hidden else lambda row, line=line: places.__setitem__(row, line))(len(rows))
    if file.total:
        rows.append([text("Разом"), Shown(len(file.lines), "read", str(len(file.lines)))])
        asked.add(len(rows))
    return rows, places, asked


def to_xlsx(file: Hostile) -> bytes:
    """The file as a workbook; with a trap, a hidden sheet of other goods stands before it."""
    rows, _places, _asked = lay_out(file)
    book = Workbook()
    sheet: Any = book.active
    if file.trap:
        sheet.append(["name", "quantity", "unit"])
        sheet.append(["OLD LINE", 999, "NAR"])
        sheet.sheet_state = "hidden"
        sheet = book.create_sheet("goods")
        book.active = 1
    start = file.titles + 2
    for number, row in enumerate(rows, 1):
        for column, shown in enumerate(row, 1):
            cell = sheet.cell(number, column, shown.written)
            if shown.number_format != "General":
                cell.number_format = shown.number_format
    for line in file.lines:
        start += line.blanks
        sheet.row_dimensions[start].hidden = line.hidden
        start += 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def to_csv(file: Hostile, separator: str, encoding: str) -> bytes:
    """The file as text, without what only a workbook holds."""
    rows, _places, _asked = lay_out(file)
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(
        [["" if one.written is None else one.written for one in row] for row in rows]
    )
    return out.getvalue().encode(encoding)


def find_differences(file: Hostile, reading: Reading) -> list[str]:
    """Where what was read is not what a person sees."""
    _rows, places, asked = lay_out(file)
    found = []
    odd = {row.number for row in reading.odd_rows}
    # A line of which only the unit can be seen may be asked about as well; nothing else may be left out.
    if not asked <= odd:
        found.append(f"not asked about: {asked - odd}")
    read = {line.row: line for line in reading.lines}
    if read.keys() | odd != places.keys() | asked:
        found.append(f"rows {sorted(read)} and {sorted(odd)}, but there are {sorted(places)}")
    for number, line in read.items():
        faulty = {fault.column for fault in line.faults}
        noted = {note.column for note in line.notes}
        for column, name, shown in ((0, "name", places[number].name), (1, "quantity", places[number].quantity)):
            value = line.item.get(name)
            right = {
                "read": value == shown.seen and column not in faulty,
                "noted": value == shown.seen and column in noted,
                "refused": value is None and column in faulty,
                "absent": value is None and column not in faulty,
            }[shown.expected]
            if not right:
                found.append(f"row {number}, {name}: {shown} became {value!r}, faults {faulty}, notes {noted}")
    return found
