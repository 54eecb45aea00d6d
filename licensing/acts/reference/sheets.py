"""A governed list as a sheet (CSV): written in the form in which `seed` reads it, and read when somebody sends one."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models

from licensing.acts.reference.change_sets.rows import load_present, to_plain
from licensing.acts.reference.lists import LISTS
from licensing.acts.reference.seed_files import ALL_ROWS, Row, SeedList, SeedReader
from licensing.choices import ChangeAction
from licensing.errors import Gap
from licensing.models import ChangeLine
from licensing.models.reference.texts import TextsField
from licensing.policy.reference.changes import overlay_row
from licensing.policy.reference.governed import GOVERNED, RowChange
from licensing.policy.requests.sheets import cells
from licensing.policy.requests.sheets.delimited import guard_text, write_delimited
from licensing.policy.requests.sheets.files import read_text_file


@dataclass(frozen=True, slots=True)
class SheetFault:
    """What is wrong in a sheet: the line as an editor counts it, the column by its heading, and why."""

    line: int
    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ListSheet:
    """A sheet that was sent, read for a list: its rows, or every fault of it, never both."""

    rows: Sequence[Row]
    faults: Sequence[SheetFault]
    encoding: str
    separator: str
    text: str
    # The line on which each row begins, by its key.
    lines: Mapping[str, int]


def write_list(name: str) -> bytes:
    """The rows of a list by their key, as CSV."""
    seed = LISTS[name]
    columns = _list_columns(seed)
    headings = [heading for one in columns for heading in _list_headings(one)]
    rows = seed.model._default_manager.order_by(*seed.key)
    return write_delimited([headings, *([cell for one in columns for cell in _write_cells(seed, one, row)] for row in rows)])


def write_differences(lines: Iterable[ChangeLine]) -> bytes:
    """Every row of a change set, column by column, before and after; what is neither a text nor a number is in JSON.

    All columns of a row stand there, those that stay as they are too, so that the sheet has what the digest is over.
    """
    headings = ("list", "row", "action", "column", "before", "after", "changes")
    return write_delimited([headings, *(row for one in lines for row in _write_line(one))])


def _write_line(line: ChangeLine) -> Iterator[list[str]]:
    for column in dict.fromkeys((*(line.before or {}), *(line.after or {}))):
        before, after = ((side or {}).get(column) for side in (line.before, line.after))
        cells = (line.list, line.key, line.action, column, _write_plain(before), _write_plain(after))
        yield [*map(guard_text, cells), "yes" if before != after else ""]


def _write_plain(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def read_list(name: str, content: bytes, *, added: Mapping[str, Collection[str]] | None = None) -> ListSheet:
    """Read a sheet for a list. Raises Invalid when it is no text in rows at all; other faults are told all at once.

    `added` are rows of other lists that the reader's drafts bring, and may be named.
    """
    seed = LISTS[name]
    headings = {heading for one in _list_columns(seed) for heading in _list_headings(one)}
    read = read_text_file(content, count_headings=lambda rows: _count_headings(rows, headings))
    known = {LISTS[code].model: keys for code, keys in (added or {}).items() if code in LISTS}
    reader = SeedReader(Path(f"{name}.csv"), seed, known)
    rows = reader.read_text(read.text, read.separator)
    faults = [_read_fault(gap) for gap in reader.gaps]
    keys = [GOVERNED[name].build_key(values) for values in _read_values(name, rows)]
    lines = dict(zip(keys, reader.lines.values(), strict=True))
    return ListSheet([] if faults else rows, faults, read.encoding, read.separator, read.text, lines)


def list_sheet_changes(name: str, rows: Sequence[Row]) -> list[RowChange]:
    """What the rows of a sheet change in the list as it is now. Rows that the sheet does not name stay as they are."""
    declared, present, changes = GOVERNED[name], load_present(name), []
    for values in _read_values(name, rows):
        key = declared.build_key(values)
        if overlay_row(declared, present.get(key), values) != present.get(key):
            changes.append(RowChange(name, key, ChangeAction.PUT, values))
    return changes


def _read_values(name: str, rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """Rows of a sheet by column, in plain form."""
    names = {_get_attribute(one): one.name for one in _list_columns(LISTS[name])}
    return ({names[attribute]: to_plain(value) for attribute, value in row.items()} for row in rows)


def _get_attribute(column: models.Field[Any, Any]) -> str:
    return str(column.attname)


def _list_columns(seed: SeedList) -> list[models.Field[Any, Any]]:
    """The columns of a file: those of the key, then the others. Who holds an office is a right, and stands in no list."""
    columns = [one for one in seed.model._meta.concrete_fields if not one.auto_created and not _is_right(one)]
    return sorted(columns, key=lambda one: (one.name not in seed.key, seed.key.index(one.name) if one.name in seed.key else 0))


def _is_right(column: models.Field[Any, Any]) -> bool:
    return column.related_model is not None and column.related_model._meta.model_name == "user"


def _list_headings(column: models.Field[Any, Any]) -> list[str]:
    if isinstance(column, TextsField):
        return [f"{column.stem}_{language}" for language, _label in settings.LANGUAGES]
    return [column.name]


def _write_cells(seed: SeedList, column: models.Field[Any, Any], row: models.Model) -> list[str]:
    value = column.value_from_object(row)
    if isinstance(column, TextsField):
        return [guard_text(value.get(language, "")) for language, _label in settings.LANGUAGES]
    if value is None:
        # In the key, nothing means every one of them.
        return [ALL_ROWS if column.name in seed.key else ""]
    text = _write_value(value)
    # A number that begins with a minus is no formula, and `seed` reads it as it stands.
    return [text if isinstance(value, int | Decimal) else guard_text(text)]


def _write_value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case dict() | list():
            return json.dumps(value, ensure_ascii=False)
        case Decimal():
            return format(value, "f")
    return str(value)


def _count_headings(rows: Iterable[cells.Row], headings: set[str]) -> int:
    return max((sum(cell.text in headings for cell in row.cells) for row in rows), default=0)


def _read_fault(gap: Gap) -> SheetFault:
    """The place of a mistake, which the reader writes as `file:line:column`."""
    _file, line, column = (*gap.path.split(":", 2), "")[:3]
    return SheetFault(int(line), column, str(gap.sentence))
