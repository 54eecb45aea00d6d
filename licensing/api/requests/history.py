"""What happened to a case, and the versions of it that were filed."""

from __future__ import annotations

import json
from typing import Final
from uuid import UUID

from django.urls import path

from licensing.api.http.operations import ApiView, Call, Result, query
from licensing.api.http.pagination import DEFAULT_LIMIT, PAGING, Page, build_cursor_problem, build_next_url, decode_event_cursor
from licensing.api.requests.cases import CASE, READ
from licensing.errors import NotFound
from licensing.models.read_models import list_visible_events, read_history, read_version
from licensing.models.read_models.views import EventView, VersionRow, VersionView


class History(ApiView):
    @query(Page[EventView], READ, summary="Read the history of a case", query=PAGING, refuses=(NotFound,))
    def get(self, call: Call, case_id: UUID) -> Result:
        """Oldest first. An applicant sees nothing of the deliberation and no names of the authority's people."""
        case = call.get_case(case_id)
        reader, limit = call.get_reader(case), int(call.query.get("limit", DEFAULT_LIMIT))
        events = list_visible_events(case, reader)
        if cursor := call.query.get("cursor"):
            # The cursor is the public id of an event: its number counts the events of all cases, and would reveal how much
            # happens in those of others.
            last = events.filter(public_id=decode_event_cursor(cursor)).values_list("number", flat=True).first()
            if last is None:
                raise build_cursor_problem()
            events = events.filter(number__gt=last)
        found = read_history(case, events[: limit + 1], reader)
        rest = build_next_url(call, str(found[limit - 1]["id"])) if len(found) > limit else None
        return Result(Page(results=found[:limit], next=rest))


class Versions(ApiView):
    @query(list[VersionRow], READ, summary="List the versions that were filed", refuses=(NotFound,))
    def get(self, call: Call, case_id: UUID) -> Result:
        """Oldest first."""
        rows = call.get_case(case_id).versions.order_by("number")
        return Result([VersionRow(number=one.number, digest=one.digest, made_at=one.made_at) for one in rows])


class OneVersion(ApiView):
    @query(VersionView, READ, summary="Read what was filed", refuses=(NotFound,))
    def get(self, call: Call, case_id: UUID, number: int) -> Result:
        """The request as it was frozen, with the exact bytes that people sign."""
        version = call.get_case(case_id).versions.filter(number=number).first()
        if version is None:
            raise NotFound
        return Result(read_version(version, json.loads(version.canonical)))


PATHS: Final = (
    path(f"{CASE}history/", History.as_view(), name="history"),
    path(f"{CASE}versions/", Versions.as_view(), name="versions"),
    path(f"{CASE}versions/<int:number>/", OneVersion.as_view(), name="version"),
)
