"""One file of reference data: read cell by cell, with every mistake named by file, row and column."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from licensing.errors import Gap
from licensing.messages import Text
from licensing.models.reference.texts import get_texts_fields
from licensing.policy.input.texts import CODE, clean_text, find_odd_character
from licensing.policy.requests.sheets.delimited import remove_guard

Row = dict[str, Any]
Check = Callable[[Row], Iterator[tuple[str, Text]]]


def check_nothing(row: Row) -> Iterator[tuple[str, Text]]:
    """The check of a list whose columns say everything about a good row."""
    yield from ()


@dataclass(frozen=True, slots=True)
class SeedList:
    """One file: the table it fills, its natural key, and the closed vocabularies that the table itself does not know."""

    model: type[models.Model]
    key: tuple[str, ...]
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)
    check: Check = check_nothing
    # Columns that a file may leave out: its rows stay as they are there, and new ones get the table's default.
    optional: tuple[str, ...] = ()


# A cell that stands for "every one of them", where the table has no row.
ALL_ROWS = "*"


def get_natural_key(seed: SeedList, row: Mapping[str, Any]) -> tuple[Any, ...]:
    """The values by which a row of the file finds its row in the table."""
    return tuple(row[get_column_name(seed, name)] for name in seed.key)


def get_column_name(seed: SeedList, name: str) -> str:
    """The attribute that holds the value of a field: for a foreign key `currency` it is `currency_id`."""
    column: str = _field(seed, name).attname
    return column


def _field(seed: SeedList, name: str) -> Any:
    return seed.model._meta.get_field(name)


class SeedReader:
    """One pass over a file, noting everything that is wrong instead of stopping at the first."""

    def __init__(self, path: Path, seed: SeedList, added: Mapping[type[models.Model], Collection[Any]] | None = None) -> None:
        """`added` are the keys of rows of other lists that come with this one, and are not stored yet."""
        self.path, self.seed, self.added = path, seed, added or {}
        self.gaps: list[Gap] = []
        # The line of each row that was read, in their order.
        self.lines: dict[tuple[Any, ...], int] = {}
        self._known: dict[str, frozenset[Any]] = {}
        # The columns of the file that hold one language of a text each.
        self._texts = {
            f"{one.stem}_{language}": (one, language)
            for one in get_texts_fields(seed.model).values()
            for language, _label in settings.LANGUAGES
        }

    def read_rows(self) -> list[Row]:
        """The rows of the file by attribute name; those with a mistake are left out, and the mistakes are in `gaps`."""
        try:
            text = self.path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as broken:
            return self._give_up(broken)
        return self.read_text(text)

    def read_text(self, text: str, separator: str = ",") -> list[Row]:
        """As `read_rows`, of a file whose text is at hand."""
        try:
            lines = list(_number_rows(text, separator))
        except _BrokenRow as broken:
            self._note("unreadable", broken.line, "", _("The row is broken: a quotation is not closed, or open."))
            return []
        header = lines[0][1] if lines else []
        if not self._check_header(header):
            return []
        found: dict[tuple[Any, ...], Row] = {}
        for line, cells in lines[1:]:
            if not any(cell.strip() for cell in cells):
                continue
            row = self._row(line, header, cells)
            if row is not None:
                self._keep(found, row, line)
        return list(found.values())

    def _give_up(self, why: Exception) -> list[Row]:
        self._note("unreadable", 1, "", _("The file cannot be read: %(why)s.") % {"why": why})
        return []

    def _keep(self, found: dict[tuple[Any, ...], Row], row: Row, line: int) -> None:
        key = get_natural_key(self.seed, row)
        if key in found:
            shown = ", ".join(str(part) for part in key)
            self._note("twice", line, self.seed.key[-1], _("“%(key)s” stands twice in this file.") % {"key": shown})
        found[key] = row
        self.lines[key] = line

    def _check_header(self, header: Sequence[str]) -> bool:
        columns = [one for one in self.seed.model._meta.concrete_fields if not one.auto_created]
        texts = get_texts_fields(self.seed.model)
        may_lack = {one.name: one.null or one.name in self.seed.optional for one in columns if one.name not in texts}
        may_lack |= {name: not column.must_have(language) for name, (column, language) in self._texts.items()}
        for name in [one for one in header if one not in may_lack]:
            self._note("unknown_column", 1, name, _("This list has no such column."))
        for name in sorted(name for name, lacks in may_lack.items() if not lacks and name not in header):
            self._note("missing_column", 1, name, _("This column is missing."))
        return not self.gaps

    def _row(self, line: int, header: Sequence[str], cells: Sequence[str]) -> Row | None:
        if len(cells) != len(header):
            words = {"found": len(cells), "wanted": len(header)}
            self._note("cells", line, "", _("This row has %(found)d cells instead of %(wanted)d.") % words)
            return None
        before = len(self.gaps)
        row: Row = {}
        for name, written in zip_longest(header, cells, fillvalue=""):
            cell = self._pass_gate(line, name, remove_guard(written))
            if name in self._texts:
                column, language = self._texts[name]
                row.setdefault(column.name, {})[language] = self._text(line, name, cell)
            else:
                row[get_column_name(self.seed, name)] = self._value(line, name, cell)
        if len(self.gaps) == before:
            for name, sentence in self.seed.check(row):
                self._note("unknown_place", line, name, sentence)
        return row if len(self.gaps) == before else None

    def _pass_gate(self, line: int, name: str, cell: str) -> str:
        """A cell in normal form, by the one gate of all texts; what no text may hold is a mistake of its cell."""
        if why := find_odd_character(cell):
            self._note(CODE, line, name, str(why))
        return clean_text(cell)

    def _text(self, line: int, name: str, cell: str) -> str:
        column, language = self._texts[name]
        try:
            return column.clean_text(language, cell)
        except ValidationError as refusal:
            self._note("invalid", line, name, " ".join(refusal.messages))
            return ""

    def _value(self, line: int, name: str, cell: str) -> Any:
        column = _field(self.seed, name)
        try:
            if isinstance(column, models.ForeignKey):
                return self._reference(column, cell)
            if name in self.seed.words and cell not in self.seed.words[name]:
                allowed = ", ".join(word for word in self.seed.words[name] if word)
                raise ValidationError(_("“%(value)s” is not one of: %(words)s.") % {"value": cell, "words": allowed})
            return column.clean(_parse_cell(column, cell), None)
        except ValidationError as refusal:
            self._note("invalid", line, name, " ".join(refusal.messages))
            return None

    def _reference(self, column: Any, cell: str) -> Any:
        if column.null and cell in ("", ALL_ROWS):
            return None
        target = column.related_model
        if column.name not in self._known:
            stored = target._default_manager.values_list("pk", flat=True)
            self._known[column.name] = frozenset(stored) | frozenset(self.added.get(target, ()))
        if cell not in self._known[column.name]:
            words = {"what": target._meta.verbose_name, "code": cell}
            raise ValidationError(_("There is no %(what)s “%(code)s”.") % words)
        return cell

    def _note(self, code: str, line: int, column: str, sentence: Text) -> None:
        path = ":".join(part for part in (self.path.name, str(line), column) if part)
        self.gaps.append(Gap(code, path, sentence))


class _BrokenRow(Exception):
    """A row of a file that cannot be told from the next; the module for such files says it in English, and not where."""

    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__(f"the row of line {line} is broken")


def _number_rows(text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a file with the line each begins on. Raises _BrokenRow with that of the first that cannot be read."""
    # newline="": a quoted cell may run over several lines, and csv counts them only when it sees the line ends as they are.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as broken:
        raise _BrokenRow(begins) from broken


def _parse_cell(column: Any, cell: str) -> Any:
    """A cell as the column's own type reads it; an empty cell is nothing where the column may be empty."""
    if isinstance(column, models.BooleanField):
        if cell not in ("true", "false"):
            raise ValidationError(_("“%(value)s” is neither true nor false.") % {"value": cell})
        return cell == "true"
    if isinstance(column, models.JSONField):
        try:
            return json.loads(cell)
        except json.JSONDecodeError as broken:
            raise ValidationError(_("This is not JSON: %(why)s.") % {"why": broken}) from broken
    return None if cell == "" and column.null else cell
