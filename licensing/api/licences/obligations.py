"""What a licence asks of its holder: reports on transfer and use, and evidence that conditions are met."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.urls import path

from licensing.acts.licences import obligations as acts
from licensing.api.http.operations import Ask, Door, IfMatch, Reply, does
from licensing.api.licences.licences import LICENCE, REASON, WRITE, shown
from licensing.api.requests.documents import decoded
from licensing.choices import ReportKind, ReportOutcome
from licensing.errors import FileRefused, Invalid, NotAllowed, Stale, Unseen, WrongState
from licensing.models.read_models.views import LicenceView
from licensing.policy.shapes import filled, line, one_of, prose, quantity, record, several, whole

REPORT = record(
    ("kind", "period", "outcome", "lines"),
    kind=one_of(ReportKind),
    period=whole(1, 99, "number of the period, from the licence"),
    outcome=one_of(ReportOutcome),
    lines=several(
        record(
            ("line", "quantity"),
            line=whole(1, 999, "number of the licence line"),
            quantity=quantity("what was transferred or delivered in the period, in the unit of the line"),
            actual_use=prose(1000) | {"title": "how the goods are actually used; asked for in a report on use"},
        )
    ),
    note=prose(4000),
)
EVIDENCE = record(
    ("text",),
    text=filled(prose()),
    file_name=filled(line(200)),
    content={"type": "string", "contentEncoding": "base64", "maxLength": 14_000_000, "title": "a document, in base64"},
)


class Reports(Door):
    @does(
        LicenceView,
        WRITE,
        summary="File a report under a licence",
        takes=REPORT,
        status=201,
        if_match=IfMatch.OPTIONAL,
        tagged=True,
        refuses=(Invalid, NotAllowed, Stale, Unseen, WrongState),
        example={
            "kind": "use",
            "period": 1,
            "outcome": "in_full",
            "lines": [{"line": 1, "quantity": "40", "actual_use": "Border reconnaissance, as declared."}],
        },
    )
    def post(self, ask: Ask, licence_id: UUID) -> Reply:
        """On actual transfer or on use, for a period that is over. Filed again, it corrects the one before."""
        said, licence = ask.body, ask.licence(licence_id)
        acts.file_report(
            licence,
            ask.user,
            kind=ReportKind(said["kind"]),
            period=said["period"],
            outcome=ReportOutcome(said["outcome"]),
            lines=said["lines"],
            note=said.get("note", ""),
            expected=ask.expected(licence),
        )
        return shown(ask, licence_id)


class Evidence(Door):
    @does(
        LicenceView,
        WRITE,
        summary="File evidence on a condition",
        takes=EVIDENCE,
        refuses=(FileRefused, Invalid, NotAllowed, Unseen, WrongState),
        tagged=True,
        example={"text": "Delivery verification certificate no. 77 of the depot in Tallinn is enclosed."},
    )
    def post(self, ask: Ask, licence_id: UUID, duty_id: UUID) -> Reply:
        """For one due date of a condition. Until the authority has decided on it, nobody is reminded."""
        said = ask.body
        content = decoded(said.get("content"))
        name = said.get("file_name", "evidence")
        acts.file_evidence(ask.licence(licence_id), ask.user, duty_id, text=said["text"], content=content, file_name=name)
        return shown(ask, licence_id)


class AcceptEvidence(Door):
    @does(
        LicenceView,
        WRITE,
        summary="Accept evidence",
        if_match=IfMatch.OPTIONAL,
        tagged=True,
        refuses=(NotAllowed, Stale, Unseen, WrongState),
    )
    def post(self, ask: Ask, licence_id: UUID, duty_id: UUID) -> Reply:
        """The condition is met for that due date."""
        licence = ask.licence(licence_id)
        acts.accept_evidence(licence, ask.user, duty_id, expected=ask.expected(licence))
        return shown(ask, licence_id)


class ReturnEvidence(Door):
    @does(
        LicenceView,
        WRITE,
        summary="Return evidence",
        takes=REASON,
        if_match=IfMatch.OPTIONAL,
        tagged=True,
        refuses=(Invalid, NotAllowed, Stale, Unseen, WrongState),
        example={"reason": "The certificate names another depot."},
    )
    def post(self, ask: Ask, licence_id: UUID, duty_id: UUID) -> Reply:
        """The condition is open again, and its holder is reminded as before."""
        licence = ask.licence(licence_id)
        acts.return_evidence(licence, ask.user, duty_id, reason=ask.body["reason"], expected=ask.expected(licence))
        return shown(ask, licence_id)


PATHS: Final = (
    path(f"{LICENCE}reports/", Reports.as_view(), name="reports"),
    path(f"{LICENCE}duties/<uuid:duty_id>/evidence/", Evidence.as_view(), name="evidence"),
    path(f"{LICENCE}duties/<uuid:duty_id>/accept/", AcceptEvidence.as_view(), name="accept_evidence"),
    path(f"{LICENCE}duties/<uuid:duty_id>/return/", ReturnEvidence.as_view(), name="return_evidence"),
)
