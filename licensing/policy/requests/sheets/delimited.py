"""Text files with one line per row (CSV): encoding and separator are recognised, and can be named by whoever knows better."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from licensing.errors import Gap, Invalid
from licensing.messages import Message
from licensing.policy.requests.sheets.cells import ERRORS, Book, Cell, Row, Sheet, read_text_cell
from licensing.policy.requests.sheets.workbooks import MOST_COLUMNS, MOST_ROWS

# The encodings in which programs write CSV here, with their names for people.
ENCODINGS: Final[Mapping[str, str]] = {
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "cp1251": "Windows-1251",
    "koi8_u": "KOI8-U",
    "cp866": "CP866",
    "mac_cyrillic": "Mac Cyrillic",
    "cp1252": "Windows-1252",
}
SEPARATORS: Final = (";", ",", "\t", "|")

# A text that a spreadsheet program would take for a formula, behind any number of apostrophes.
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")

# How well rows look like a sheet of items: how many headings of such a sheet their best row has.
Recogniser = Callable[[Sequence[Row]], int]


@dataclass(frozen=True, slots=True)
class DelimitedText:
    """A text file as it was decoded, without the line that only names its separator."""

    text: str
    encoding: str
    separator: str


def decode_delimited(content: bytes, *, encoding: str, separator: str, count_headings: Recogniser) -> DelimitedText:
    """The text of a file; what is not named is recognised. Raises Invalid where it is no text."""
    chosen = encoding if encoding in ENCODINGS else _recognise_encoding(content)
    text = _decode_text(content, chosen)
    named, text = _take_separator_line(text)
    if separator in SEPARATORS:
        used = separator
    elif named in SEPARATORS:
        used = named
    else:
        used = _recognise_separator(text, count_headings)
    return DelimitedText(text, chosen, used)


def read_delimited(content: bytes, *, encoding: str, separator: str, count_headings: Recogniser) -> Book:
    """Read a text file; what is not named is recognised. Raises Invalid where it is no text or a quotation is not closed."""
    read = decode_delimited(content, encoding=encoding, separator=separator, count_headings=count_headings)
    rows = list(_read_rows(read.text, read.separator))
    return Book([Sheet("", rows)], read.encoding, read.separator, _list_possible_encodings(content))


def write_delimited(rows: Iterable[Iterable[str]]) -> bytes:
    """Rows as CSV, in UTF-8 with the mark by which spreadsheet programs know it. Texts of people are guarded before."""
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return "\ufeff".encode() + out.getvalue().encode()


def write_sheet(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Rows of plain values as CSV: numbers exact, days as computers write them, texts guarded against spreadsheet programs."""
    return write_delimited([heads, *(map(_write_plain, row) for row in rows)])


def guard_text(text: str) -> str:
    """A text as CSV carries it: behind an apostrophe where a program would take it for a formula, or we for a failed one.

    Reading takes it off.
    """
    return f"'{text}" if _needs_guard(text) else text


def remove_guard(text: str) -> str:
    """A text without the apostrophe that `guard_text` has put before it."""
    return text[1:] if text.startswith("'") and _needs_guard(text) else text


def _write_plain(value: object) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case int():
            return str(value)
    return guard_text(str(value))


def _needs_guard(text: str) -> bool:
    return _FORMULA.match(text) is not None or text.lstrip("'").upper() in ERRORS


def _read_delimited_cell(text: str) -> Cell:
    plain = remove_guard(text)
    return read_text_cell(plain, is_certain=plain != text)


def _recognise_encoding(content: bytes) -> str:
    """By the mark at the beginning, by the noughts that UTF-16 has between plain letters, by what UTF-8 never has."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    head = content[:4096]
    if 0 in head[1::2] and 0 not in head[::2]:
        return "utf-16-le"
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # The code page in which Ukrainian spreadsheet programs write CSV.
        return "cp1251"
    return "utf-8-sig"


def _decode_text(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        text = "\x00"
    if "\x00" in text:
        raise Invalid(gaps=[Gap("wrong_form", "file", Message("This is not a CSV or XLSX file that we can read."))])
    return text.removeprefix("\ufeff")


def _list_possible_encodings(content: bytes) -> list[str]:
    """The encodings in which these bytes are text at all."""
    possible = []
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            possible.append(encoding)
    return possible


def _take_separator_line(text: str) -> tuple[str, str]:
    """The separator that a first line `sep=;` names, which spreadsheet programs obey and do not show, and the rest."""
    first, _end, rest = text.partition("\n")
    line = first.rstrip("\r").strip('"')
    if line.lower().startswith("sep=") and len(line) == 5:
        return line[4], rest
    return "", text


def _recognise_separator(text: str, count_headings: Recogniser) -> str:
    """The one that yields the most headings; of those that yield none, the one that the first lines have most of."""
    head = "\n".join(text.splitlines()[:50])

    def rank(separator: str) -> tuple[int, int]:
        rows = list(_read_rows(head, separator, strict=False))
        return count_headings(rows), sum(len(row.cells) for row in rows)

    return max(SEPARATORS, key=rank)


def _read_rows(text: str, separator: str, *, strict: bool = True) -> Iterator[Row]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
    number = filled = 0
    while True:
        number += 1
        try:
            written = next(lines, None)
        except csv.Error as broken:
            sentence = Message(
                "Row %(row)s: a quotation mark is not closed, or something stands behind a closed one.", row=number
            )
            raise Invalid(gaps=[Gap("wrong_form", "file", sentence)]) from broken
        if written is None:
            return
        cells = [_read_delimited_cell(cell.strip()) for cell in written]
        row = Row(number, cells[: max((place for place, cell in enumerate(cells, 1) if cell.text), default=0)])
        if not row.cells:
            continue
        filled += 1
        if filled > MOST_ROWS or len(row.cells) > MOST_COLUMNS:
            sentence = Message(
                "The file has more than %(rows)s rows or %(columns)s columns.", rows=MOST_ROWS, columns=MOST_COLUMNS
            )
            raise Invalid(gaps=[Gap("too_many", "file", sentence)])
        yield row
