"""What the deliveries under a licence wait for, and that it is met."""

from __future__ import annotations

from datetime import date
from typing import Final, TypedDict
from uuid import UUID

from django.urls import path

from licensing.acts.licences.conditions import milestones as acts
from licensing.api.http.operations import ApiView, Call, IfMatch, Result, command, query
from licensing.api.licences.licences import LICENCE, READ, WRITE
from licensing.choices import MilestoneKind
from licensing.errors import Invalid, NotAllowed, NotFound, Stale, WrongState
from licensing.models import Licence, MetMilestone
from licensing.policy.shapes import DATE, as_line, as_prose, as_record, choose_from, forbid_empty

MET = as_record(
    ("kind", "title", "met_on", "evidence"),
    kind=choose_from(MilestoneKind),
    title=forbid_empty(as_line(200)) | {"title": "its name, as in the terms of the request"},
    met_on=DATE,
    evidence=forbid_empty(as_prose()) | {"title": "what shows that it is met; the holder never reads it"},
    document_no=as_line(80),
)


class MilestoneView(TypedDict):
    """Something that deliveries wait for; `gate` is what a stage must have shown, `met_on` is null until it is met."""

    kind: MilestoneKind
    title: str
    gate: str
    met_on: date | None


class MilestoneList(TypedDict):
    milestones: list[MilestoneView]


class Milestones(ApiView):
    @query(MilestoneList, READ, summary="List what deliveries wait for", refuses=(NotFound,))
    def get(self, call: Call, licence_id: UUID) -> Result:
        """The milestones and stages that deliveries under the licence wait for, in the order of the terms."""
        return Result(_list_views(call.get_licence(licence_id)))

    @command(
        MilestoneList,
        WRITE,
        summary="Record that a milestone is met",
        takes=MET,
        if_match=IfMatch.OPTIONAL,
        refuses=(Invalid, NotAllowed, Stale, NotFound, WrongState),
        example={
            "kind": "milestone",
            "title": "Advance paid",
            "met_on": "2026-05-04",
            "evidence": "The bank has confirmed the payment.",
        },
    )
    def post(self, call: Call, licence_id: UUID) -> Result:
        """From now on customs lets pass what waited for it alone."""
        licence, body = call.get_licence(licence_id), call.body
        acts.record_milestone(
            licence,
            call.user,
            kind=MilestoneKind(body["kind"]),
            title=body["title"],
            met_on=date.fromisoformat(body["met_on"]),
            evidence=body["evidence"],
            document_no=body.get("document_no", ""),
            expected=call.get_expected_revision(licence),
        )
        return Result(_list_views(licence))


def _list_views(licence: Licence) -> MilestoneList:
    met = {(one.kind, one.title): one.met_on for one in MetMilestone.objects.filter(licence=licence)}
    return MilestoneList(
        milestones=[
            MilestoneView(kind=one.kind, title=one.title, gate=one.gate, met_on=met.get(one.key))
            for one in acts.list_licence_milestones(licence)
        ]
    )


PATHS: Final = (path(f"{LICENCE}milestones/", Milestones.as_view(), name="milestones"),)
