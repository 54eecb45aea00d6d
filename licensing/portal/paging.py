"""Pages of a list by where the last one ended: as quick on the thousandth page as on the first, and nothing comes twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

M = TypeVar("M", bound=Model)
PAGE = 20


@dataclass(frozen=True, slots=True)
class CursorPage(Generic[M]):
    """The rows of one page; `older` leads to the next one, and is empty on the last."""

    rows: Sequence[M]
    older: str
    is_first: bool


def paginate(rows: QuerySet[M], by: str, after: str, size: int = PAGE) -> CursorPage[M]:
    """The rows after a mark, newest first by a moment and then by id."""
    mark = _decode_cursor(after)
    if mark is not None:
        at, pk = mark
        rows = rows.filter(Q(**{f"{by}__lt": at}) | Q(**{by: at, "pk__lt": pk}))
    found = list(rows.order_by(f"-{by}", "-pk")[: size + 1])
    older = _encode_cursor(found[size - 1], by) if len(found) > size else ""
    return CursorPage(found[:size], older, mark is None)


def _encode_cursor(row: Any, by: str) -> str:
    return f"{vars(row)[by].isoformat()}~{row.pk}"


def _decode_cursor(after: str) -> tuple[datetime, UUID] | None:
    """A mark that nobody can read, because somebody typed it, is the first page."""
    at, _tilde, pk = after.partition("~")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, UUID(pk)) if moment.tzinfo is not None else None
    except ValueError:
        return None
