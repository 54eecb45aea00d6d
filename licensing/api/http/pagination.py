"""Lists, page by page: by the place of the last row, never by counting, so that page 500 costs what page 1 does."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, Generic, TypedDict, TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from licensing.api.http.calls import Call
from licensing.errors import Gap, Invalid
from licensing.policy.input.moments import parse_moment
from licensing.policy.shapes import Schema, as_whole

T = TypeVar("T")
M = TypeVar("M", bound=Model)
DEFAULT_LIMIT: Final = 50
PAGING: Final[dict[str, Schema]] = {
    "limit": as_whole(1, 100, "rows per page"),
    "cursor": {"type": "string", "maxLength": 200, "pattern": "^[A-Za-z0-9_-]+$", "title": "from `next` of the previous page"},
}


# For lists that are short in nearly every case: without `limit` they are given whole.
CUTTING: Final[dict[str, Schema]] = {
    "limit": as_whole(1, 100, "rows at a time; without it, all of them"),
    "cursor": PAGING["cursor"] | {"title": "from `Link` of the part before"},
}


class Page(TypedDict, Generic[T]):
    """Rows, and the address of those that follow; null on the last page."""

    results: list[T]
    next: str | None


def paginate_newest_first(rows: QuerySet[M], call: Call, column: str, serialize: Callable[[Any], list[Any]]) -> Page[Any]:
    """A page of rows, the newest first. `serialize` turns a queryset into values that carry `column` and `id`.

    Rows of the same instant are ordered by their key, so that a page break between them loses none. Raises Invalid.
    """
    limit = int(call.query.get("limit", DEFAULT_LIMIT))
    if cursor := call.query.get("cursor"):
        at, last = _decode_cursor(str(cursor))
        # The last condition follows from the OR before it, but only this one lets the database start in its index.
        rows = rows.filter(Q(**{f"{column}__lt": at}) | Q(**{column: at, "pk__lt": last}), **{f"{column}__lte": at})
    # One row more than the page shows whether another page follows, without counting.
    found = serialize(rows.order_by(f"-{column}", "-pk")[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    return Page(results=found, next=build_next_url(call, _encode_cursor(found[-1][column], found[-1]["id"])) if more else None)


def cut_list(rows: QuerySet[M], call: Call, column: str) -> tuple[list[M], str]:
    """A list that is given whole, or in parts to whoever sends `limit`: the rows, and the address of those that follow.

    The rows are ordered by `column` and their key, the first one first. Raises Invalid for a cursor that no part gave.
    """
    rows = rows.order_by(column, "pk")
    if cursor := call.query.get("cursor"):
        last = rows.filter(pk=decode_event_cursor(str(cursor))).values_list(column, "pk").first()
        if last is None:
            raise build_cursor_problem()
        place, pk = last
        rows = rows.filter(Q(**{f"{column}__gt": place}) | Q(**{column: place, "pk__gt": pk}))
    if "limit" not in call.query:
        return list(rows), ""
    limit = int(call.query["limit"])
    found = list(rows[: limit + 1])
    return found[:limit], build_next_url(call, str(found[limit - 1].pk)) if len(found) > limit else ""


def build_next_url(call: Call, cursor: str) -> str:
    """The address of the next page: the same filters, from this cursor on."""
    query = call.request.query_params.copy()
    query["cursor"] = cursor
    return f"{call.request.path}?{query.urlencode()}"


def build_cursor_problem() -> Invalid:
    """The refusal of a cursor that no page gave."""
    return Invalid(gaps=[Gap("wrong_form", "cursor", _("Take the cursor from the page before, as it stands."))])


def decode_event_cursor(cursor: str) -> UUID:
    """The public id of the event after which a page of a history begins. Raises Invalid for a text that is no id."""
    try:
        return UUID(cursor)
    except ValueError as broken:
        raise build_cursor_problem() from broken


def _encode_cursor(at: datetime, last: UUID) -> str:
    return base64.urlsafe_b64encode(json.dumps([at.isoformat(), str(last)]).encode()).decode().rstrip("=")


def _decode_cursor(cursor: str) -> tuple[datetime, UUID]:
    try:
        at, last = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        # Whatever is in a cursor reaches the database, so it is read as strictly as a parameter.
        return parse_moment(at), UUID(last)
    except (ValueError, TypeError, AttributeError, binascii.Error) as broken:
        raise build_cursor_problem() from broken
