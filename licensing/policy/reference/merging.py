"""What was shipped last, what is in force, and what is shipped now: what follows of itself, and what a person must settle."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, TypeAlias

from licensing.choices import ChangeAction, Settlement
from licensing.policy.reference.changes import overlay_row
from licensing.policy.reference.governed import GOVERNED, Ending, GovernedList, Row, RowChange

Lists: TypeAlias = Mapping[str, Mapping[str, Row]]
# The place of one value in a row: its column and, of a text, its language.
Cell: TypeAlias = tuple[str, str]

_MISSING: Final = object()


@dataclass(frozen=True, slots=True)
class Conflict:
    """A value that was changed here and is shipped otherwise; `column` is empty where the whole row is meant."""

    list: str
    key: str
    column: str
    language: str
    shipped_before: Any
    present: Any
    shipped_now: Any

    def as_data(self) -> dict[str, Any]:
        """As it is kept with the change set."""
        return asdict(self)


def find_settlement(conflict: Mapping[str, Any], after: Row | None, *, is_changed: bool) -> Settlement:
    """How a draft settles a conflict; `after` is what it makes of the row, where it changes it at all."""
    if not is_changed:
        return Settlement.KEPT
    column, language, shipped = conflict["column"], conflict["language"], conflict["shipped_now"]
    if not column:
        return Settlement.TAKEN if after == shipped else Settlement.OTHERWISE
    value = _get_cell_value(after, column, language)
    if value == shipped:
        return Settlement.TAKEN
    return Settlement.KEPT if value == conflict["present"] else Settlement.OTHERWISE


def renew_conflict(conflict: Mapping[str, Any], present: Row | None) -> dict[str, Any]:
    """A conflict with what stands there by now: it may have changed since the files were compared."""
    column = conflict["column"]
    return {**conflict, "present": _get_cell_value(present, column, conflict["language"]) if column else present}


def _get_cell_value(row: Row | None, column: str, language: str) -> Any:
    value = (row or {}).get(column)
    return value.get(language) if language and isinstance(value, Mapping) else value


@dataclass(frozen=True, slots=True)
class Merge:
    """What is proposed, and what stays as it is until somebody decides."""

    changes: tuple[RowChange, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


def merge_lists(shipped_before: Lists | None, present: Lists, shipped_now: Lists) -> Merge:
    """Three ways at once: only what the shipped files themselves have changed is proposed, and never over a change made here.

    Without `shipped_before`, of an installation that is older than its releases, every difference is a conflict, and only rows
    that are missing are proposed. Values that a file does not name stay as they are.
    """
    found = [
        one
        for code, governed in GOVERNED.items()
        for key in {**shipped_now.get(code, {}), **((shipped_before or {}).get(code, {}))}
        for one in _merge_row(
            governed,
            key,
            (shipped_before or {}).get(code, {}).get(key),
            present.get(code, {}).get(key),
            shipped_now.get(code, {}).get(key),
        )
    ]
    return Merge(
        tuple(one for one in found if isinstance(one, RowChange)), tuple(one for one in found if isinstance(one, Conflict))
    )


def _merge_row(
    governed: GovernedList, key: str, before: Row | None, here: Row | None, now: Row | None
) -> Iterator[RowChange | Conflict]:
    if now is None:
        yield from _merge_end(governed, key, before, here)
    elif before == now:
        return
    elif here is None:
        # Shipped before and not here any more: somebody has taken it out.
        if before is None:
            yield RowChange(governed.code, key, ChangeAction.PUT, now)
        else:
            yield Conflict(governed.code, key, "", "", before, None, now)
    elif governed.superseded and before is not None and _was_ended(governed, before, here, now):
        yield Conflict(governed.code, key, "", "", before, here, now)
    elif governed.whole:
        yield from _merge_document(governed, key, before, here, now)
    else:
        yield from _merge_cells(governed, key, before, here, now)


def _merge_end(governed: GovernedList, key: str, before: Row | None, here: Row | None) -> Iterator[RowChange | Conflict]:
    """A row that is shipped no more ends, where rows of its list end; others stay, since something may cite them."""
    if governed.ending is Ending.NEVER or before is None or here is None:
        return
    if _is_still(governed, before, here):
        yield RowChange(governed.code, key, ChangeAction.END)
    else:
        yield Conflict(governed.code, key, "", "", before, here, None)


def _merge_document(
    governed: GovernedList, key: str, before: Row | None, here: Row, now: Row
) -> Iterator[RowChange | Conflict]:
    if here == now:
        return
    if before == here and now["version"] > here["version"]:
        yield RowChange(governed.code, key, ChangeAction.PUT, now)
    else:
        yield Conflict(governed.code, key, "", "", before, here, now)


def _was_ended(governed: GovernedList, before: Row, here: Row, now: Row) -> bool:
    """Whether a row was given another end here, while more than its end is shipped otherwise: another row has its place."""
    name = governed.ending_column
    return here.get(name) != before.get(name) and {**before, name: None} != {**now, name: None}


def _merge_cells(governed: GovernedList, key: str, before: Row | None, here: Row, now: Row) -> Iterator[RowChange | Conflict]:
    was, is_here = _flatten(governed, before or {}), _flatten(governed, here)
    values: dict[str, Any] = {}
    for cell, shipped in _flatten(governed, now).items():
        last, present = was.get(cell, _MISSING), is_here.get(cell, _MISSING)
        if shipped in (present, last):
            continue
        if present is _MISSING or present == last:
            values = overlay_row(governed, values, _unflatten(governed, cell, shipped))
        else:
            name, language = cell
            shipped_before = None if last is _MISSING else last
            yield Conflict(governed.code, key, name, language, shipped_before, present, shipped)
    if values:
        yield RowChange(governed.code, key, ChangeAction.PUT, values)


def _is_still(governed: GovernedList, before: Row, here: Row) -> bool:
    cells = _flatten(governed, here)
    return all(cells.get(cell, _MISSING) == value for cell, value in _flatten(governed, before).items())


def _flatten(governed: GovernedList, row: Row) -> dict[Cell, Any]:
    cells: dict[Cell, Any] = {}
    for name, value in row.items():
        if name in governed.texts:
            cells |= {(name, language): text for language, text in value.items()}
        else:
            cells[name, ""] = value
    return cells


def _unflatten(governed: GovernedList, cell: Cell, value: Any) -> Row:
    name, language = cell
    return {name: {language: value} if name in governed.texts else value}
