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

from licensing.api.http.operations import Ask
from licensing.errors import Gap, Invalid
from licensing.policy.shapes import Schema, whole

T = TypeVar("T")
M = TypeVar("M", bound=Model)
USUAL: Final = 50
PAGING: Final[dict[str, Schema]] = {
    "limit": whole(1, 100, "rows per page"),
    "cursor": {"type": "string", "maxLength": 200, "pattern": "^[A-Za-z0-9_-]+$", "title": "from `next` of the previous page"},
}


class Page(TypedDict, Generic[T]):
    """Rows, and the address of those that follow; null on the last page."""

    results: list[T]
    next: str | None


def newest_first(rows: QuerySet[M], ask: Ask, moment: str, shown: Callable[[Any], list[Any]]) -> Page[Any]:
    """A page of rows, the newest first. `shown` turns a queryset into values that carry `moment` and `id`."""
    limit = int(ask.query.get("limit", USUAL))
    if cursor := ask.query.get("cursor"):
        at, last = _place(str(cursor))
        rows = rows.filter(Q(**{f"{moment}__lt": at}) | Q(**{moment: at, "pk__lt": last}), **{f"{moment}__lte": at})
    found = shown(rows.order_by(f"-{moment}", "-pk")[: limit + 1])
    more = len(found) > limit
    found = found[:limit]
    return Page(results=found, next=following(ask, _cursor(found[-1][moment], found[-1]["id"])) if more else None)


def following(ask: Ask, cursor: str) -> str:
    """The address of the next page: the same question, from there on."""
    query = ask.request.query_params.copy()
    query["cursor"] = cursor
    return f"{ask.request.path}?{query.urlencode()}"


def moment_in(ask: Ask, name: str) -> datetime | None:
    """A moment named in the address."""
    if name not in ask.query:
        return None
    try:
        return datetime.fromisoformat(str(ask.query[name]))
    except ValueError as broken:
        raise Invalid(gaps=[Gap("wrong_form", name, _("There is no such moment."))]) from broken


def strange_cursor() -> Invalid:
    return Invalid(gaps=[Gap("wrong_form", "cursor", _("Take the cursor from the page before, as it stands."))])


def _cursor(at: datetime, last: UUID) -> str:
    return base64.urlsafe_b64encode(json.dumps([at.isoformat(), str(last)]).encode()).decode().rstrip("=")


def _place(cursor: str) -> tuple[datetime, UUID]:
    try:
        at, last = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        place = datetime.fromisoformat(at), UUID(last)
    except (ValueError, TypeError, AttributeError, binascii.Error) as broken:
        raise strange_cursor() from broken
    if place[0].tzinfo is None or not 1900 <= place[0].year < 2200:
        raise strange_cursor()
    return place
