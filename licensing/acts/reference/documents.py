"""The decision table and procedures as a file (TOML): written as `seed` reads them, and read when somebody sends one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from licensing.acts.reference.change_sets.rows import load_present, to_plain
from licensing.acts.reference.procedures import complete_document, load_known_names
from licensing.acts.reference.routing import read_table
from licensing.choices import ChangeAction
from licensing.errors import Gap, Invalid
from licensing.messages import Message
from licensing.policy.input.texts import clean_values, find_odd_values
from licensing.policy.reference.changes import find_changed_columns, overlay_row
from licensing.policy.reference.governed import GOVERNED, Row, RowChange
from licensing.policy.reference.superseding import build_succession, find_free_code
from licensing.policy.reference.texts import as_fields
from licensing.policy.reference.toml import read_toml_text, write_document
from licensing.policy.signoff.procedures.checking import find_procedure_gaps

# Each list that leaves as TOML, with the name of its tables in the file.
TABLES: Final[Mapping[str, str]] = {"procedures": "procedures", "routing": "rows"}


@dataclass(frozen=True, slots=True)
class ReadDocuments:
    """A file that was read: what it changes with the path of each row in the file, or what is wrong by such paths."""

    changes: Sequence[RowChange] = ()
    count: int = 0
    gaps: Sequence[Gap] = ()
    paths: Mapping[str, str] = field(default_factory=dict)


def write_documents(name: str) -> str:
    """The rows of the list, of procedures their newest published versions, as TOML."""
    present = load_present(name)
    rows = [_write_row(row) if name == "routing" else row for _key, row in sorted(present.items())]
    return write_document({TABLES[name]: rows})


def read_documents(name: str, text: str, *, added: Mapping[str, Collection[str]], on: date) -> ReadDocuments:
    """Read such a file; `added` are rows of other lists that the reader's drafts bring, and may be named.

    Rows that the file does not name stay as they are. A row of the table that is in force and that the file has otherwise ends,
    and that of the file takes its place, since what has decided is never written over. Raises Invalid for what is no TOML.
    """
    document = read_toml_text(text)
    if odd := list(find_odd_values(document)):
        return ReadDocuments(gaps=odd)
    read = _read_rows if name == "routing" else _read_procedures
    return read(clean_values(document), added, on)


def _write_row(row: Row) -> dict[str, Any]:
    plain = {("procedure" if name == "procedure_code" else name): value for name, value in row.items() if name != "reasons"}
    # What says nothing is left out, as people leave it out.
    written = plain | as_fields("because", row["reasons"])
    return {name: value for name, value in written.items() if value not in ("", [], {})}


def _read_rows(document: Mapping[str, Any], added: Mapping[str, Collection[str]], on: date) -> ReadDocuments:
    rows, code = document.get("rows"), "routing"
    if not isinstance(rows, list) or document.keys() != {"rows"}:
        return _refuse_other_tables("rows")
    try:
        table = read_table(rows, procedures=added.get("procedures", ()), bodies=added.get("bodies", ()))
    except Invalid as refusal:
        return ReadDocuments(gaps=refusal.gaps)
    present, changes, paths = load_present(code), [], {}
    taken = {*present, *(row["code"] for row in table)}
    for number, row in enumerate(table):
        plain = {column: to_plain(value) for column, value in row.items()}
        for change in _change_row(plain, present.get(row["code"]), taken, on):
            changes.append(change)
            # Two rows of one stem must not take each other's place.
            taken.add(change.key)
            paths[change.key] = f"rows.{number}"
    return ReadDocuments(tuple(changes), len(table), (), paths)


def _change_row(row: Row, before: Row | None, taken: Collection[str], on: date) -> Iterator[RowChange]:
    governed, code = GOVERNED["routing"], str(row["code"])
    after = overlay_row(governed, before, row)
    changed = set(find_changed_columns(governed, before, after))
    is_written_over = changed - {*governed.wording, governed.ending_column}
    if before is None or not governed.has_begun(before, on) or governed.is_over(before, on) or not is_written_over:
        if changed:
            yield RowChange("routing", code, ChangeAction.PUT, row)
        return
    # Its first day is gone by: the row that takes its place begins with the release.
    begins = on if governed.begins not in changed else date.fromisoformat(row[governed.begins])
    yield from build_succession(governed, code, after, find_free_code(code, taken), begins=begins, on=on)


def _read_procedures(document: Mapping[str, Any], added: Mapping[str, Collection[str]], on: date) -> ReadDocuments:
    """One procedure as a file of its own, as they ship, or several as tables."""
    several = document.get("procedures")
    if several is not None and (not isinstance(several, list) or document.keys() != {"procedures"}):
        return _refuse_other_tables("procedures")
    written = {f"procedures.{number}": one for number, one in enumerate(several)} if several else {"": document}
    known = load_known_names(bodies=added.get("bodies", ()), calendars=added.get("calendars", ()))
    gaps = [
        Gap(gap.code, f"{path}.{gap.path}".strip("."), gap.message)
        for path, one in written.items()
        for gap in find_procedure_gaps(one, known)
    ]
    if gaps:
        return ReadDocuments(gaps=gaps)
    present = load_present("procedures")
    whole = {path: complete_document(one) for path, one in written.items()}
    changes = [
        RowChange("procedures", one["code"], ChangeAction.PUT, one) for one in whole.values() if present.get(one["code"]) != one
    ]
    return ReadDocuments(tuple(changes), len(whole), (), {one["code"]: path for path, one in whole.items()})


def _refuse_other_tables(name: str) -> ReadDocuments:
    return ReadDocuments(
        gaps=[Gap("wrong_form", name, Message("The file holds tables [[%(name)s]] and nothing else.", name=name))]
    )


def read_text(content: bytes) -> str:
    """The text of a file in UTF-8. Raises Invalid for any other."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        raise Invalid(gaps=[Gap("wrong_form", "file", Message("This is no text in UTF-8."))]) from broken
