"""One row of a sheet as an item of the request: each cell by the type of its field, with what cannot be read as it is seen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.translation import gettext_noop

from licensing.messages import Message
from licensing.policy.exact import format_decimal
from licensing.policy.input.numbers import parse_number
from licensing.policy.requests.fields import Field
from licensing.policy.requests.sheets.cells import CERTAIN_DIGITS, Cell, CellKind, Row
from licensing.policy.requests.sheets.headings import COLUMNS
from licensing.policy.requests.types import Choice, Code, Codes, Money, Percent, Prose, Quantity, Whole

# Words that stand for a code of a field, in lower case: the names of units and countries, what people write for pieces.
Vocabulary = Mapping[str, Mapping[str, str]]
# A Cyrillic М looks like the Latin one that begins every code of the control list.
_LATIN: Final = str.maketrans("АВСЕНІКМОРТХУ", "ABCEHIKMOPTXY")


_UNREADABLE: Final[Mapping[CellKind, str]] = {
    CellKind.NOT_CALCULATED: gettext_noop(
        "This cell holds a formula without a value. Open the file in your spreadsheet program, save it, and send it again."
    ),
    CellKind.ERROR: gettext_noop("This cell shows an error, %(shown)s."),
    CellKind.FLAG: gettext_noop("This cell holds the logical value %(shown)s and no text or number."),
    CellKind.DATE: gettext_noop("This cell holds a date. Format it as text, and write what is meant."),
    CellKind.MERGED: gettext_noop("This cell is merged with another. Undo that, and write the value in each of them."),
    CellKind.ILLEGIBLE: gettext_noop("This cell holds a character that cannot be read, here %(shown)s. Write the text again."),
    CellKind.TOO_LONG: gettext_noop(
        "This number has more than %(digits)s digits, and its last ones are lost. Format the cell as text, and write it again."
    ),
}


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong in a cell, or worth knowing about it, by the column counted from nought."""

    column: int
    message: Message


@dataclass(frozen=True, slots=True)
class Line:
    """A row as an item of the request document. A cell with a fault is left out of it."""

    row: int
    item: Mapping[str, Any]
    faults: Sequence[CellFault] = ()
    notes: Sequence[CellFault] = ()


def read_line(row: Row, columns: Mapping[int, str], vocabulary: Vocabulary) -> Line:
    """Read a row by the fields of its columns; an empty cell is left out."""
    item: dict[str, Any] = {}
    faults, notes = [], []
    for place, name in columns.items():
        cell = row.get(place)
        value = _read_value(COLUMNS[name], cell, vocabulary.get(name, {}))
        if isinstance(value, Message):
            faults.append(CellFault(place, value))
        elif value is not None:
            item[name] = value
            if note := _find_note(COLUMNS[name], cell):
                notes.append(CellFault(place, note))
    return Line(row.number, item, faults, notes)


def _read_value(field: Field, cell: Cell, words: Mapping[str, str]) -> Any:
    """A cell as the document writes it, None where it is empty, or what is wrong with it."""
    if cell.kind is CellKind.EMPTY:
        return None
    if cell.kind not in (CellKind.TEXT, CellKind.NUMBER):
        return _describe_unreadable(cell)
    if isinstance(field.type, Quantity | Money | Percent | Whole):
        return _read_number(field, cell)
    text = _read_text(cell)
    match field.type:
        case Codes():
            return [code for code in re.split(r"[;,\s]+", _write_in_latin(text)) if code]
        case Code():
            return words.get(_normalise_word(text)) or _write_in_latin(text)
        case Choice(options):
            return words.get(_normalise_word(text)) or (text.lower() if text.lower() in options.values else text)
        case Prose():
            # Spreadsheet programs end the lines within a cell with two characters.
            return text.replace("\r\n", "\n")
    return text


def _read_number(field: Field, cell: Cell) -> Any:
    if cell.kind is CellKind.TEXT:
        number = parse_number(cell.text)
        return number if isinstance(number, Message) else _write_number(field, number)
    number = Decimal(cell.text)
    if cell.digits and Decimal(cell.digits) == number * 100 and "%" in cell.shown:
        return Message("This cell shows a share, %(shown)s. Write the number itself.", shown=cell.shown)
    return _write_number(field, number)


def _write_number(field: Field, number: Decimal) -> Any:
    if isinstance(field.type, Whole):
        return int(number) if number == number.to_integral_value() else format_decimal(number)
    return format_decimal(number)


def _read_text(cell: Cell) -> str:
    """What a person reads in the cell: `0012345` where the format of a number says so."""
    if cell.kind is CellKind.NUMBER:
        return cell.shown or cell.text
    return cell.text


def _find_note(field: Field, cell: Cell) -> Message | None:
    """Where the sheet shows a number otherwise than it holds it, what will be imported."""
    if cell.kind is not CellKind.NUMBER:
        return None
    if not cell.shown:
        return Message("The sheet shows %(held)s in a form of its own; %(held)s is read.", held=cell.text)
    if isinstance(field.type, Quantity | Money | Percent | Whole) and _differs(cell):
        return Message(
            "The sheet shows %(shown)s, but the cell holds %(held)s; %(held)s is read.", shown=cell.shown, held=cell.text
        )
    return None


def _differs(cell: Cell) -> bool:
    try:
        return Decimal(cell.digits) != Decimal(cell.text)
    except InvalidOperation:
        return True


def _describe_unreadable(cell: Cell) -> Message:
    sentence = _UNREADABLE[cell.kind]
    return Message(sentence, shown=cell.text, digits=CERTAIN_DIGITS)


def _write_in_latin(text: str) -> str:
    """A code in capitals; where Cyrillic letters that look alike were typed, in Latin ones."""
    upper = text.upper()
    latin = upper.translate(_LATIN)
    return latin if latin.isascii() else upper


def _normalise_word(text: str) -> str:
    return " ".join(text.casefold().rstrip(".").split())
