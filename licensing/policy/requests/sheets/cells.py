"""A sheet as a person sees it: rows of cells, each with what it holds, how it is shown, and what keeps it from being read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from typing import Final

# Spreadsheet programs keep numbers as binary floats of which 15 decimal digits are certain; they show no more than these.
CERTAIN_DIGITS: Final = 15
_CERTAIN: Final = Context(prec=CERTAIN_DIGITS, rounding=ROUND_HALF_UP)
# What programs write where a formula failed, in the languages in which such sheets reach us.
ERRORS: Final = frozenset(
    """
    #N/A #REF! #VALUE! #DIV/0! #NAME? #NUM! #NULL! #SPILL! #CALC! #GETTING_DATA #Н/Д #ССЫЛКА! #ЗНАЧ! #ДЕЛ/0! #ИМЯ? #ЧИСЛО!
    #ПУСТО! #ПОСИЛАННЯ! #ЗНАЧЕННЯ! #ДІЛ/0! #ІМ'Я?
    """.split()  # noqa: SIM905
)
# Can be written into a file in a roundabout way, and is held by no database: a NUL, and half of a character.
_ILLEGIBLE = re.compile("[\0\ud800-\udfff]")
# Literals of a number format, which are shown as they stand: quoted, escaped, or one of the signs that need neither.
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|_.|\*.|\[[^\]]*\]')
_DIGITS = re.compile(r"(?P<before>[^0#?.,%]*)(?P<whole>[0#?,]*)(?P<part>\.[0#?]*)?(?P<scale>,*)(?P<after>[^0#?.,]*)")


class CellKind(StrEnum):
    """What a cell holds. A number is exact to 15 digits; what cannot be read as it is seen has a kind of its own."""

    EMPTY = "empty"
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    FLAG = "flag"
    ERROR = "error"
    NOT_CALCULATED = "not_calculated"
    MERGED = "merged"
    TOO_LONG = "too_long"
    ILLEGIBLE = "illegible"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `text` is what it holds, written plainly; `shown` is what the sheet shows, without the gaps between thousands.

    `digits` is the number in what is shown, without the words and signs around it. Both are empty where a number has a format
    that we cannot render.
    """

    kind: CellKind
    text: str = ""
    shown: str = ""
    digits: str = ""


EMPTY_CELL: Final = Cell(CellKind.EMPTY)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that holds something, by its number in the sheet."""

    number: int
    cells: Sequence[Cell]
    is_hidden: bool = False

    def get(self, column: int) -> Cell:
        """The cell in a column, counted from nought; an empty one beyond the end of the row."""
        return self.cells[column] if column < len(self.cells) else EMPTY_CELL

    @property
    def filled(self) -> list[int]:
        """The columns in which something stands."""
        return [column for column, cell in enumerate(self.cells) if cell.kind not in (CellKind.EMPTY, CellKind.MERGED)]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its rows that hold something. Rows without content are left out and never counted."""

    name: str
    rows: Sequence[Row]
    is_hidden: bool = False
    hidden_columns: frozenset[int] = frozenset()

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max((len(row.cells) for row in self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Book:
    """A file as it was read. A text file has one sheet, and says in which encoding and with which separator it was read."""

    sheets: Sequence[Sheet]
    encoding: str = ""
    separator: str = ""
    offered: Sequence[str] = field(default=())


def read_text_cell(text: str, *, is_certain: bool = False) -> Cell:
    """A cell that holds text; what a failed formula left behind is an error even where it was pasted as text.

    Not so where it is certain that the text was meant: it was formatted or marked as one.
    """
    stripped = text.strip()
    if not stripped:
        return EMPTY_CELL
    if _ILLEGIBLE.search(stripped):
        return Cell(CellKind.ILLEGIBLE, _ILLEGIBLE.sub("\ufffd", stripped))
    if not is_certain and stripped.upper() in ERRORS:
        return Cell(CellKind.ERROR, stripped)
    return Cell(CellKind.TEXT, stripped, stripped)


def read_number_cell(written: str, number_format: str) -> Cell:
    """A cell that holds a number, as the file writes it. Raises ArithmeticError where that is no number."""
    exact = Decimal(written)
    if not exact.is_finite():
        return Cell(CellKind.ERROR, written)
    certain = _CERTAIN.plus(exact)
    # A whole number of more digits was an identifier once: its last digits are lost or were never certain.
    if abs(exact) >= 10**CERTAIN_DIGITS:
        return Cell(CellKind.TOO_LONG, written)
    return Cell(CellKind.NUMBER, _write_plainly(certain), *render_number(certain, number_format))


def render_number(value: Decimal, number_format: str) -> tuple[str, str]:
    """A number as a format of the spreadsheet shows it, whole and its digits alone, without the gaps between thousands.

    Empty for a format that we do not know.

    Ten digits of a code under `0000000000`, a share under `0%`, thousands under `0,` are shown otherwise than they are held.
    """
    code = _choose_section(value, number_format)
    if code in ("", "General", "@"):
        return _write_plainly(value), _write_plainly(value)
    plain, literals = _take_literals_out(code)
    found = _DIGITS.fullmatch(plain)
    if found is None or not found["whole"] + (found["part"] or ""):
        return "", ""
    whole = found["whole"]
    # Commas behind the last digit divide by a thousand each; those between digits only group.
    scale = len(whole) - len(whole.rstrip(",")) if not found["part"] else len(found["scale"])
    number = abs(value).scaleb(-3 * scale) * (100 if "%" in plain else 1)
    digits = _render_digits(number, whole.replace(",", ""), (found["part"] or "").removeprefix("."))
    sign = "-" if value < 0 and ";" not in number_format else ""
    shown = _put_literals_back(found["before"] + digits + found["after"], literals)
    return sign + shown, ("-" if value < 0 else "") + (digits or "0")


def name_column(column: int) -> str:
    """The letters of a column, counted from nought: A, B, … Z, AA."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _write_plainly(value: Decimal) -> str:
    # Normalised alone, 4000 would be written 4E+3; a number too large or too small to be read is left with its exponent.
    normal = value.normalize()
    if not -20 <= normal.adjusted() <= 20:
        return str(normal)
    text = format(normal, "f")
    return "0" if text == "-0" else text


def _choose_section(value: Decimal, number_format: str) -> str:
    """The part of a format that is for positive, negative or zero numbers."""
    sections = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', number_format)
    if value < 0 and len(sections) > 1:
        return sections[1].strip()
    if value == 0 and len(sections) > 2:
        return sections[2].strip()
    return sections[0].strip()


def _take_literals_out(code: str) -> tuple[str, list[str]]:
    """A format with a mark in place of each literal, so that a digit within it is not taken for one of the format."""
    literals: list[str] = []

    def put_aside(found: re.Match[str]) -> str:
        literals.append(found[1] or found[2] or found[3] or "")
        return "\ufff9"

    return _LITERAL.sub(put_aside, code), literals


def _put_literals_back(text: str, literals: Sequence[str]) -> str:
    for literal in literals:
        text = text.replace("\ufff9", literal, 1)
    return text.strip()


def _render_digits(number: Decimal, whole: str, part: str) -> str:
    """A number in a format's digits: at least as many as it has noughts, at most as many decimals as it has places."""
    rounded = number.quantize(Decimal(1).scaleb(-len(part)), rounding=ROUND_HALF_UP, context=Context(prec=60))
    before, _point, after = format(rounded, "f").partition(".")
    needed = len(part.rstrip("#?"))
    while len(after) > needed and after.endswith("0"):
        after = after[:-1]
    # `#` shows no nought before the point: .5
    before = before.zfill(whole.count("0")) if before != "0" or "0" in whole or not after else ""
    return f"{before}.{after}" if after else before
