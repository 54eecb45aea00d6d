"""What a licence asks of its holder: reports on transfer and use, and evidence that conditions are met."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.urls import path

from licensing.acts.licences import obligations as acts
from licensing.acts.licences.consequences import lift_consequence
from licensing.acts.licences.reports.filing import file_report
from licensing.acts.licences.reports.reconciling import PeriodicReport
from licensing.acts.licences.reports.settling import settle_difference
from licensing.api.http.operations import ApiView, Call, IfMatch, Result, command
from licensing.api.licences.licences import LICENCE, WRITE, declare_licence_act, show_licence
from licensing.api.requests.documents import ENCLOSED, decode_enclosure
from licensing.choices import DifferenceOutcome, ReportKind, ReportOutcome
from licensing.errors import FileRefused, NotAllowed, NotFound, Stale, WrongState
from licensing.models.licences.report_difference import BY_NAME
from licensing.models.read_models.views import LicenceView
from licensing.policy.requests.sections import MOST_ITEMS
from licensing.policy.shapes import (
    DATE,
    as_prose,
    as_quantity,
    as_record,
    as_whole,
    choose_from,
    forbid_empty,
    list_of,
)

REPORT = as_record(
    ("kind", "period", "outcome", "lines"),
    kind=choose_from(ReportKind),
    period=as_whole(1, 99, "number of the period, from the licence"),
    outcome=choose_from(ReportOutcome),
    lines=list_of(
        as_record(
            ("line", "quantity"),
            line=as_whole(1, MOST_ITEMS, "number of the licence line"),
            quantity=as_quantity("what was transferred or delivered in the period, in the unit of the line"),
            actual_use=as_prose(1000) | {"title": "how the goods are actually used; asked for in a report on use"},
        ),
        MOST_ITEMS,
    ),
    note=as_prose(4000),
)
EVIDENCE = as_record(
    ("text",),
    text=forbid_empty(as_prose()),
    **ENCLOSED,
    until=DATE | {"title": "the last day that the report covers, where the condition `wants_report`"},
    lines=list_of(
        as_record(
            ("line", "delivered", "used"),
            line=as_whole(1, MOST_ITEMS, "number of the licence line"),
            delivered=as_quantity("what was delivered in the days of the report, in the unit of the line"),
            used=as_quantity("what of all that was delivered is in use"),
        ),
        MOST_ITEMS,
    )
    | {"title": "of every line of the licence, where the condition `wants_report`"},
)
SETTLEMENT = as_record(
    ("outcome", "reason"),
    outcome={"type": "string", "enum": [one.value for one in BY_NAME]},
    reason=forbid_empty(as_prose(4000)) | {"title": "the holder reads it, unless a suspension is proposed"},
)


class Reports(ApiView):
    @declare_licence_act(
        "File a report under a licence",
        takes=REPORT,
        status=201,
        example={
            "kind": "use",
            "period": 1,
            "outcome": "in_full",
            "lines": [{"line": 1, "quantity": "40", "actual_use": "Border reconnaissance, as declared."}],
        },
    )
    def post(self, call: Call, licence_id: UUID) -> Result:
        """On actual transfer or on use, for a period that is over. Filed again, it corrects the one before."""
        body, licence = call.body, call.get_licence(licence_id)
        file_report(
            licence,
            call.user,
            kind=ReportKind(body["kind"]),
            period=body["period"],
            outcome=ReportOutcome(body["outcome"]),
            lines=body["lines"],
            note=body.get("note", ""),
            expected=call.get_expected_revision(licence),
        )
        return show_licence(call, licence_id)


class Evidence(ApiView):
    @declare_licence_act(
        "File evidence on a condition",
        takes=EVIDENCE,
        refuses=(FileRefused,),
        example={"text": "Delivery verification certificate no. 77 of the depot in Tallinn is enclosed."},
    )
    def post(self, call: Call, licence_id: UUID, duty_id: UUID) -> Result:
        """For one due date of a condition. Until the authority has decided on it, nobody is reminded."""
        licence, body = call.get_licence(licence_id), call.body
        acts.file_evidence(
            licence,
            call.user,
            duty_id,
            text=body["text"],
            **decode_enclosure(body, "evidence"),
            report=_read_report(body) if "lines" in body or "until" in body else None,
            expected=call.get_expected_revision(licence),
        )
        return show_licence(call, licence_id)


class AcceptEvidence(ApiView):
    @command(
        LicenceView,
        WRITE,
        summary="Accept evidence",
        if_match=IfMatch.OPTIONAL,
        tagged=True,
        refuses=(NotAllowed, Stale, NotFound, WrongState),
    )
    def post(self, call: Call, licence_id: UUID, duty_id: UUID) -> Result:
        """The condition is met for that due date."""
        licence = call.get_licence(licence_id)
        acts.accept_evidence(licence, call.user, duty_id, expected=call.get_expected_revision(licence))
        return show_licence(call, licence_id)


class ReturnEvidence(ApiView):
    @declare_licence_act(
        "Return evidence",
        example={"reason": "The certificate names another depot."},
    )
    def post(self, call: Call, licence_id: UUID, duty_id: UUID) -> Result:
        """The condition is open again, and its holder is reminded as before."""
        licence = call.get_licence(licence_id)
        acts.return_evidence(
            licence, call.user, duty_id, reason=call.body["reason"], expected=call.get_expected_revision(licence)
        )
        return show_licence(call, licence_id)


class LiftConsequence(ApiView):
    @declare_licence_act(
        "Lift the consequence of an unmet condition",
        example={"reason": "The depot was evacuated; the new day is agreed by letter 12/3."},
    )
    def post(self, call: Call, licence_id: UUID, duty_id: UUID) -> Result:
        """A warning, a suspension or a bar to requests ends; the condition binds as before. The holder reads the reason."""
        licence = call.get_licence(licence_id)
        lift_consequence(licence, call.user, duty_id, reason=call.body["reason"], expected=call.get_expected_revision(licence))
        return show_licence(call, licence_id)


class SettleDifference(ApiView):
    @declare_licence_act(
        "Settle a difference between a report and the ledger",
        takes=SETTLEMENT,
        example={"outcome": "accepted", "reason": "One was lost at sea; the insurer has paid."},
    )
    def post(self, call: Call, licence_id: UUID, difference_id: UUID) -> Result:
        """By name: explained, to be corrected, or a cause to propose a suspension, which suspends nothing by itself."""
        licence, body = call.get_licence(licence_id), call.body
        settle_difference(
            licence,
            call.user,
            difference_id,
            outcome=DifferenceOutcome(body["outcome"]),
            reason=body["reason"],
            expected=call.get_expected_revision(licence),
        )
        return show_licence(call, licence_id)


def _read_report(body: Mapping[str, Any]) -> PeriodicReport:
    return PeriodicReport(date.fromisoformat(body["until"]) if "until" in body else None, body.get("lines", ()))


PATHS: Final = (
    path(f"{LICENCE}reports/", Reports.as_view(), name="reports"),
    path(f"{LICENCE}duties/<uuid:duty_id>/evidence/", Evidence.as_view(), name="evidence"),
    path(f"{LICENCE}duties/<uuid:duty_id>/accept/", AcceptEvidence.as_view(), name="accept_evidence"),
    path(f"{LICENCE}duties/<uuid:duty_id>/return/", ReturnEvidence.as_view(), name="return_evidence"),
    path(f"{LICENCE}duties/<uuid:duty_id>/lift/", LiftConsequence.as_view(), name="lift_consequence"),
    path(f"{LICENCE}differences/<uuid:difference_id>/settle/", SettleDifference.as_view(), name="settle_difference"),
)
