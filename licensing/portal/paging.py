"""Pages of a list by where the last one ended: a new row on top neither repeats nor skips another, and no page is slower.

The rows within one request are counted instead: they have numbers, and none comes on top.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from licensing.policy.input.moments import parse_moment

M = TypeVar("M", bound=Model)
R = TypeVar("R")
PAGE = 20
# Rows of one request on a page. More than most requests have, so that only the large ones are parted.
ROWS = 100
ALL = "all"


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


@dataclass(frozen=True, slots=True)
class NumberedPage(Generic[R]):
    """Some of the rows of a list, by the number of the page; `name` is that of the parameter in the address."""

    name: str
    rows: Sequence[R]
    number: int
    pages: int
    total: int
    first: int

    @property
    def last(self) -> int:
        """The number of the last row that is shown, counted from one."""
        return self.first + len(self.rows) - 1

    @property
    def before(self) -> str:
        """The address of the page before, nothing on the first."""
        return f"?{self.name}={self.number - 1}" if self.number > 1 else ""

    @property
    def after(self) -> str:
        """The address of the next page, nothing on the last."""
        return f"?{self.name}={self.number + 1}" if self.number < self.pages else ""


def select_page(rows: Sequence[R], wanted: str, *, name: str = "page", size: int = ROWS) -> NumberedPage[R]:
    """One page of rows that are there already; the first, where `wanted` is no number, and every row where it is `all`."""
    if wanted == ALL:
        return NumberedPage(name, rows, 1, 1, len(rows), 1)
    pages = max(1, -(-len(rows) // size))
    number = min(int(wanted), pages) if wanted.isascii() and wanted.isdigit() and 0 < len(wanted) < 8 else 1
    first = (max(number, 1) - 1) * size
    return NumberedPage(name, rows[first : first + size], max(number, 1), pages, len(rows), first + 1)


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
