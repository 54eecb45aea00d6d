"""A file read as lines of items: what was recognised in it, what somebody chose instead, and what is still to be decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from licensing.messages import JoinedText, Message, Text
from licensing.policy.requests.sections import MOST_ITEMS
from licensing.policy.requests.sheets.cells import Book, Sheet, name_column
from licensing.policy.requests.sheets.files import read_book
from licensing.policy.requests.sheets.headings import COLUMNS, NEEDED, Names, choose_sheet, count_headings, find_headings
from licensing.policy.requests.sheets.lines import Line, Vocabulary, read_line
from licensing.policy.requests.sheets.rows import OddRow, find_odd_rows, list_line_rows

KEEP: Final = "keep"
SKIP: Final = "skip"
# What stands for the field of a column on which nobody has decided yet.
UNDECIDED: Final = "?"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person who imports has decided; what is left out is recognised.

    `columns` names the field of each column that is read, all of them or none; `rows` says of odd rows whether to keep them.
    """

    sheet: int | None = None
    encoding: str = ""
    separator: str = ""
    head_row: int | None = None
    columns: Mapping[int, str] | None = None
    rows: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Language:
    """What words in a sheet stand for: headings, and names of codes."""

    headings: Names
    vocabulary: Vocabulary


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it is read under some choices. Nothing may be imported while there are `problems`."""

    book: Book
    sheet: int
    head_row: int
    columns: Mapping[int, str]
    undecided: Mapping[int, str]
    odd_rows: Sequence[OddRow]
    lines: Sequence[Line]
    problems: Sequence[Text]

    @property
    def chosen(self) -> Sheet:
        """The sheet that is read."""
        return self.book.sheets[self.sheet]


def read_file(content: bytes, choices: Choices, language: Language) -> Reading:
    """Read a file. Raises Invalid when it is no sheet; whatever else keeps it from being imported is among its problems."""
    count = partial(count_headings, names=language.headings)
    book = read_book(content, encoding=choices.encoding, separator=choices.separator, count_headings=count)
    place = choices.sheet if choices.sheet is not None else choose_sheet(book, language.headings)
    place = place if 0 <= place < len(book.sheets) else 0
    sheet = book.sheets[place]
    headings = find_headings(sheet, language.headings, row=choices.head_row)
    columns, undecided = headings.columns, headings.undecided
    if choices.columns is not None:
        columns = {column: name for column, name in sorted(choices.columns.items()) if name in COLUMNS}
        undecided = {column: name for column, name in undecided.items() if choices.columns.get(column) == UNDECIDED}
    odd = find_odd_rows(sheet, headings.row, columns, language.headings)
    lines = _read_lines(sheet, headings.row, columns, odd, choices, language)
    problems = list(_find_problems(columns, undecided, odd, lines, choices))
    return Reading(book, place, headings.row, columns, undecided, odd, lines, problems)


def _read_lines(
    sheet: Sheet, head_row: int, columns: Mapping[int, str], odd: Sequence[OddRow], choices: Choices, language: Language
) -> list[Line]:
    """The rows that are lines: all but the odd ones, and those of the odd ones that somebody kept."""
    left_out = {row.number for row in odd if choices.rows.get(row.number) != KEEP}
    rows = [row for row in list_line_rows(sheet, head_row) if row.number not in left_out]
    return [read_line(row, columns, language.vocabulary) for row in rows]


def _find_problems(
    columns: Mapping[int, str], undecided: Mapping[int, str], odd: Sequence[OddRow], lines: Sequence[Line], choices: Choices
) -> Iterator[Text]:
    yield from _find_column_problems(columns, undecided)
    open_rows = [str(row.number) for row in odd if choices.rows.get(row.number) not in (KEEP, SKIP)]
    if open_rows:
        shown = ", ".join(open_rows[:10]) + (" …" if len(open_rows) > 10 else "")
        yield Message("Say which of these rows are lines: %(rows)s.", rows=shown)
    elif not lines:
        yield Message("There are no lines under the headings.")
    if len(lines) > MOST_ITEMS:
        yield Message("At most %(most)s lines at a time; there are %(count)s.", most=MOST_ITEMS, count=len(lines))


def _find_column_problems(columns: Mapping[int, str], undecided: Mapping[int, str]) -> Iterator[Text]:
    for place, name in undecided.items():
        letters = name_column(place)
        yield Message("Column %(column)s: say whether it is to be read as “%(label)s”.", column=letters, label=_label(name))
    counted = Counter(columns.values())
    for name in (one for one, count in counted.items() if count > 1):
        taken = JoinedText(*(name_column(place) for place, one in columns.items() if one == name), separator=", ")
        yield Message("Columns %(columns)s are all to be read as “%(label)s”: choose one.", columns=taken, label=_label(name))
    for name in NEEDED:
        if name not in counted and name not in undecided.values():
            yield Message("No column is read as “%(label)s”, which every line needs: choose one.", label=_label(name))


def _label(name: str) -> Any:
    return COLUMNS[name].label
