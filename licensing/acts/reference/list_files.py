"""A governed list as a file, whatever its rows are: a sheet (CSV) where they are flat, else TOML; written, and read again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from licensing.acts.acting import database_now, to_local_day
from licensing.acts.reference.change_sets.drafting import find_draft_gaps, load_drafted_keys
from licensing.acts.reference.documents import TABLES, read_documents, read_text, write_documents
from licensing.acts.reference.sheets import SheetFault, list_sheet_changes, read_list, write_list
from licensing.errors import Gap
from licensing.models import ChangeSet
from licensing.policy.reference.governed import RowChange
from licensing.policy.reference.toml import find_line

# How columns of the decision table are called in its file.
_WRITTEN_AS: Final[Mapping[str, str]] = {"procedure_code": "procedure", "reasons": "because_en"}


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list as it leaves: its bytes, what they are, and what the file is called."""

    content: bytes
    content_type: str
    name: str


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was sent, read for a list: what it changes, or every fault of it, never both."""

    changes: Sequence[RowChange]
    count: int
    faults: Sequence[SheetFault]
    text: str
    encoding: str = "utf-8-sig"


def is_document_list(name: str) -> bool:
    """Whether rows of a list hold others, so that it leaves as TOML and not as a sheet."""
    return name in TABLES


def write_list_file(name: str) -> ListFile:
    """The whole list, in a form that `read_list_file` takes back."""
    if is_document_list(name):
        return ListFile(write_documents(name).encode("utf-8"), "application/toml; charset=utf-8", f"{name}.toml")
    return ListFile(write_list(name), "text/csv; charset=utf-8", f"{name}.csv")


def read_list_file(name: str, content: bytes, *, drafts: Sequence[ChangeSet] = ()) -> ReadFile:
    """Read a file for a list; what one of the `drafts` brings may be named in it.

    Every fault is told with its line, those too for which no draft could take a row. Raises Invalid for what cannot be read at
    all.
    """
    read = _read_documents if is_document_list(name) else _read_sheet
    return read(name, content, load_drafted_keys(drafts), drafts)


def _read_sheet(name: str, content: bytes, added: Mapping[str, Collection[str]], drafts: Sequence[ChangeSet]) -> ReadFile:
    sheet = read_list(name, content, added=added)
    changes, faults = list_sheet_changes(name, sheet.rows), list(sheet.faults)
    for gap in [] if faults else find_draft_gaps(changes, drafts, beside=added):
        key, column = _split_path(gap.path)
        faults.append(SheetFault(sheet.lines.get(key, 1), column, str(gap.sentence)))
    return ReadFile([] if faults else changes, len(sheet.rows), faults, sheet.text, sheet.encoding)


def _read_documents(name: str, content: bytes, added: Mapping[str, Collection[str]], drafts: Sequence[ChangeSet]) -> ReadFile:
    text = read_text(content)
    read = read_documents(name, text, added=added, on=to_local_day(database_now()))
    gaps = read.gaps or [_place_gap(gap, read.paths) for gap in find_draft_gaps(read.changes, drafts, beside=added)]
    faults = [SheetFault(find_line(text, gap.path), gap.path, str(gap.sentence)) for gap in gaps]
    faults.sort(key=lambda one: one.line)
    return ReadFile([] if faults else read.changes, read.count, faults, text)


def _place_gap(gap: Gap, paths: Mapping[str, str]) -> Gap:
    """A fault by list, row and column at its place in the file."""
    key, column = _split_path(gap.path)
    path = ".".join(part for part in (paths.get(key, ""), _WRITTEN_AS.get(column, column)) if part)
    return Gap(gap.code, path, gap.message)


def _split_path(path: str) -> tuple[str, str]:
    """The row and the column of a fault; a code of a row may hold a slash, and no column does."""
    _list, _slash, rest = path.partition("/")
    key, slash, column = rest.rpartition("/")
    return (key, column) if slash else (rest, "")
