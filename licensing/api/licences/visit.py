"""Visits to delivered goods: planned, recorded with what was found, or called off, by a case officer."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from django.urls import path

from licensing.acts.licences.monitoring import visit as acts
from licensing.api.http.operations import ApiView, Call, Result
from licensing.api.licences.licences import LICENCE, act_with_reason, declare_licence_act, show_licence
from licensing.choices import VisitFinding, VisitKind
from licensing.policy.licences.visits import LONGEST_LINE
from licensing.policy.shapes import DATE, as_line, as_prose, as_record, choose_from, forbid_empty

_PERSONS: Final = forbid_empty(as_line(LONGEST_LINE, "those who carry it out, with their offices"))
PLAN: Final = as_record(
    ("kind", "place", "persons", "due_on"),
    kind=choose_from(VisitKind),
    place=forbid_empty(as_line(LONGEST_LINE, "where the goods are")),
    persons=_PERSONS,
    due_on=DATE,
)
FOUND: Final = as_record(
    ("done_on", "persons", "finding", "report"),
    done_on=DATE,
    persons=_PERSONS,
    finding=choose_from(VisitFinding),
    report=forbid_empty(as_prose(8000)),
)


class PlanVisit(ApiView):
    @declare_licence_act(
        "Plan a visit to delivered goods",
        takes=PLAN,
        example={
            "kind": "site",
            "place": "Depot 4, Paldiski",
            "persons": "O. Kovalenko, attaché",
            "due_on": "2027-03-31",
        },
    )
    def post(self, call: Call, licence_id: UUID) -> Result:
        """By a case officer, for delivered goods. The holder is told where who comes; officers are reminded of the day."""
        licence, body = call.get_licence(licence_id), call.body
        acts.plan_visit(
            licence,
            call.user,
            kind=VisitKind(body["kind"]),
            place=body["place"],
            persons=body["persons"],
            due_on=date.fromisoformat(body["due_on"]),
            expected=call.get_expected_revision(licence),
        )
        return show_licence(call, licence_id)


class RecordVisit(ApiView):
    @declare_licence_act(
        "Record what a visit found",
        takes=FOUND,
        example={
            "done_on": "2027-03-12",
            "persons": "O. Kovalenko, attaché",
            "finding": "as_declared",
            "report": "All ten stand in hall 2; the numbers agree with the list.",
        },
    )
    def post(self, call: Call, licence_id: UUID) -> Result:
        """By a case officer. What is adverse opens, within minutes, reviews of all licences in force of the end users."""
        licence, body = call.get_licence(licence_id), call.body
        acts.record_visit(
            licence,
            call.user,
            done_on=date.fromisoformat(body["done_on"]),
            persons=body["persons"],
            finding=VisitFinding(body["finding"]),
            report=body["report"],
            expected=call.get_expected_revision(licence),
        )
        return show_licence(call, licence_id)


class CallOffVisit(ApiView):
    @declare_licence_act("Call off a visit", example={"reason": "The goods are brought home before that day."})
    def post(self, call: Call, licence_id: UUID) -> Result:
        """By a case officer, with the reason for the file. The holder is told."""
        return act_with_reason(call, licence_id, acts.call_off_visit)


PATHS: Final = (
    path(f"{LICENCE}plan-visit/", PlanVisit.as_view(), name="plan_visit"),
    path(f"{LICENCE}record-visit/", RecordVisit.as_view(), name="record_visit"),
    path(f"{LICENCE}call-off-visit/", CallOffVisit.as_view(), name="call_off_visit"),
)
