"""Pieces of a procedure as it is written down, each found by its path, replaced, moved or taken out.

A path is made of names and places: `("stages", 1, "seats", 0)` is the first seat of the second stage, and `()` the whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Path = Sequence[str | int]
Document = Mapping[str, Any]


def get_piece(document: Document, path: Path) -> Any:
    """What stands at a path; None where nothing does."""
    found: Any = document
    for step in path:
        if isinstance(step, int):
            found = found[step] if isinstance(found, Sequence) and 0 <= step < len(found) else None
        else:
            found = found.get(step) if isinstance(found, Mapping) else None
    return found


def put_piece(document: Document, path: Path, piece: Any) -> dict[str, Any]:
    """The document with a piece at a path; one behind the last of a list is added to it."""
    replaced: dict[str, Any] = _put(document, path, piece)
    return replaced


def remove_piece(document: Document, path: Path) -> dict[str, Any]:
    """The document without an entry of a list."""
    *parent, place = path
    rows = list(get_piece(document, parent))
    del rows[int(place)]
    return put_piece(document, parent, rows)


def move_piece(document: Document, path: Path, by: int) -> dict[str, Any]:
    """The document with an entry of a list moved by so many places, at most to its end or beginning."""
    *parent, place = path
    rows = list(get_piece(document, parent))
    row = rows.pop(int(place))
    rows.insert(max(0, min(int(place) + by, len(rows))), row)
    return put_piece(document, parent, rows)


def _put(whole: Any, path: Path, piece: Any) -> Any:
    if not path:
        return piece
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        rows = list(whole or ())
        inner = _put(rows[step] if step < len(rows) else None, rest, piece)
        return [*rows[:step], inner, *rows[step + 1 :]]
    return {**(whole or {}), step: _put((whole or {}).get(step), rest, piece)}
