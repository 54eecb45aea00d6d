"""Pages of a list by where the last one ended: a new row on top neither repeats nor skips another, and no page is slower."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from licensing.policy.input.moments import parse_moment

M = TypeVar("M", bound=Model)
PAGE = 20


@dataclass(frozen=True, slots=True)
class CursorPage(Generic[M]):
    """The rows of one page; `older` leads to the next one, and is empty on the last."""

    rows: Sequence[M]
    older: str
    is_first: bool


def paginate(rows: QuerySet[M], by: str, after: str, size: int = PAGE) -> CursorPage[M]:
    """The rows after the mark `after`, newest first by the time `by`; the first page when the mark is empty or unreadable."""
    mark = _decode_cursor(after)
    if mark is not None:
        at, pk = mark
        rows = rows.filter(Q(**{f"{by}__lt": at}) | Q(**{by: at, "pk__lt": pk}))
    # One more than is shown, to know whether another page follows. The id decides between rows of one and the same moment.
    found = list(rows.order_by(f"-{by}", "-pk")[: size + 1])
    older = _encode_cursor(found[size - 1], by) if len(found) > size else ""
    return CursorPage(found[:size], older, mark is None)


def _encode_cursor(row: Any, by: str) -> str:
    # It holds a `+`, which means a blank in an address: templates write it with the tag `query`, which escapes it.
    return f"{vars(row)[by].isoformat()}~{row.pk}"


def _decode_cursor(after: str) -> tuple[datetime, UUID] | None:
    """A mark that nobody can read, because somebody typed it, is the first page."""
    at, _tilde, pk = after.partition("~")
    try:
        return parse_moment(at), UUID(pk)
    except ValueError:
        return None
