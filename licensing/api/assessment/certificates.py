"""The end-user certificate of a case over the API: what is on record of it, and which one the case cites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypedDict
from uuid import UUID

from django.urls import path
from django.utils.translation import gettext as _

from licensing.acts.acting import now, to_local_day
from licensing.acts.assessment.certificates.certified import list_citing_cases
from licensing.acts.assessment.certificates.certifying import read_certificate_facts
from licensing.acts.assessment.certificates.citing import CitationInput, cite_certificate
from licensing.acts.assessment.certificates.facts import MOST_LINES, CertificateInput, LineInput
from licensing.api.http.operations import ApiView, Call, IfMatch, Result, command, query
from licensing.api.requests.cases import CASE, HANDLE, READ
from licensing.choices import Authenticity, AuthenticityStep, StepChannel, StepResult
from licensing.errors import ConflictOfDuties, Gap, Invalid, NotAllowed, NotFound, Stale, WrongState
from licensing.models import Certificate, CertificateCitation
from licensing.models.assessment.certificates import find_citation, find_newest_check
from licensing.policy.assessment.certificates.coverage import calculate_balances
from licensing.policy.exact import format_decimal
from licensing.policy.requests.sections import MOST_ITEMS
from licensing.policy.shapes import DATE, Schema, as_code, as_line, as_quantity, as_record, as_whole, forbid_empty, list_of

DOCUMENT: Final[Schema] = {"type": "string", "format": "uuid", "title": "a document of the case"}
REFUSES: Final = (ConflictOfDuties, Invalid, NotAllowed, NotFound, Stale, WrongState)
_GOODS: Final = as_record(
    ("name", "quantity", "unit"),
    name=forbid_empty(as_line(200)),
    model=as_line(120),
    quantity=as_quantity("over all permits that cite the certificate"),
    unit=as_code("unit of the quantity", 3),
)
# What can be corrected later; the issuer and the number are how a certificate is called.
FACTS: Final[dict[str, Schema]] = {
    "issued_on": DATE,
    "expires_on": DATE | {"title": "its last day, where it names one"},
    "end_user": forbid_empty(as_line(200)),
    "template": forbid_empty(as_line(40, "code of a template of certificates")),
    "lines": list_of(_GOODS, MOST_LINES),
}
REQUIRED_FACTS: Final = ("issued_on", "end_user", "template", "lines")
_RECORDED: Final = as_record(
    ("country", "authority", "number", *REQUIRED_FACTS),
    country=as_code("country of the issuer", 2),
    authority=forbid_empty(as_line(200, "issuing authority")),
    number=forbid_empty(as_line(80)),
    **FACTS,
)
_COVER: Final = as_record(
    ("item", "line"),
    item=as_whole(1, MOST_ITEMS, "number of the item of the request"),
    line=as_whole(1, MOST_LINES, "number of the line of the certificate on which it stands"),
)
CITATION: Final = as_record(
    (),
    certificate={"type": "string", "format": "uuid", "title": "one that is on record, by its id"},
    recorded=_RECORDED | {"title": "one that is recorded with the citation"},
    covers=list_of(_COVER, MOST_ITEMS) | {"title": "items that the certificate calls otherwise; the others are matched"},
    document=DOCUMENT,
)


class CertifiedGoodsView(TypedDict):
    """A line of goods: `granted` over all permits on it, `pending` before the government, `left` of what it certifies."""

    number: int
    name: str
    model: str
    unit: str
    quantity: str
    granted: str
    pending: str
    left: str


class CertificateStepView(TypedDict):
    kind: AuthenticityStep
    channel: StepChannel
    result: StepResult
    done_on: date
    note: str
    document: UUID | None
    by: UUID
    at: datetime


class CertificateView(TypedDict):
    """What is on record of a certificate; `best_result` is the best that an assessment of it can come to."""

    id: UUID
    country: str
    authority: str
    number: str
    issued_on: date
    expires_on: date | None
    end_user: str
    template: str
    revision: int
    authenticity: Authenticity
    checked: bool
    missing: list[str]
    best_result: str
    covers: dict[str, int]
    lines: list[CertifiedGoodsView]
    steps: list[CertificateStepView]


class CaseCertificateView(TypedDict):
    certificate: CertificateView | None


class CaseCertificate(ApiView):
    @query(CaseCertificateView, READ, summary="Read the end-user certificate of a case", refuses=(NotAllowed, NotFound))
    def get(self, call: Call, case_id: UUID) -> Result:
        """For the authority only: what is on record of the certificate that the case cites, null where it cites none."""
        case = call.get_case(case_id)
        if call.get_reader(case).is_applicant(case):
            raise NotAllowed
        return show_case_certificate(call, case_id)

    @command(
        CaseCertificateView,
        HANDLE,
        summary="Take up the end-user certificate of a case",
        takes=CITATION,
        status=201,
        if_match=IfMatch.OPTIONAL,
        refuses=REFUSES,
        example={
            "recorded": {
                "country": "EE",
                "authority": "Fictional Ministry of Defence",
                "number": "EE-EUC-7",
                "issued_on": "2026-05-04",
                "expires_on": "2027-05-04",
                "end_user": "Fictional Defence Depot Tallinn",
                "template": "military",
                "lines": [{"name": "Reconnaissance UAV", "model": "Sokil-2", "quantity": "100", "unit": "NAR"}],
            }
        },
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """Records it, or cites by its id the one that has its issuer and number already. A case cites one at a time."""
        case, body = call.get_case(case_id), call.body
        cite_certificate(case, call.user, _read_citation(body), expected=call.get_expected_revision(case))
        return show_case_certificate(call, case_id)


def show_case_certificate(call: Call, case_id: UUID) -> Result:
    """The certificate that the case cites, as it stands after an act on it."""
    citation = find_citation(call.get_case(case_id))
    return Result(CaseCertificateView(certificate=_show_certificate(citation) if citation else None))


def read_facts(given: Mapping[str, Any]) -> CertificateInput:
    """What stands on a certificate, as the act takes it; without an issuer and number in a correction."""
    return CertificateInput(
        country=given.get("country", ""),
        authority=given.get("authority", ""),
        number=given.get("number", ""),
        issued_on=date.fromisoformat(given["issued_on"]),
        expires_on=date.fromisoformat(given["expires_on"]) if given.get("expires_on") else None,
        end_user=given["end_user"],
        template=given["template"],
        lines=[
            LineInput(name=one["name"], model=one.get("model", ""), quantity=Decimal(one["quantity"]), unit=one["unit"])
            for one in given["lines"]
        ],
    )


def read_once(name: str, rows: Sequence[Mapping[str, Any]], key: str, value: str) -> dict[Any, Any]:
    """Rows of a body as a mapping; raises Invalid where two say something of the same, of which one would be lost."""
    keys = [one[key] for one in rows]
    if len(set(keys)) < len(keys):
        raise Invalid(gaps=[Gap("invalid", name, _("Name each only once."))])
    return {one[key]: one.get(value, "") for one in rows}


def _read_citation(body: Mapping[str, Any]) -> CitationInput:
    if "certificate" in body and "recorded" in body:
        raise Invalid(gaps=[Gap("unexpected", "recorded", _("Cite the certificate by its id, or record it; not both."))])
    return CitationInput(
        certificate=UUID(body["certificate"]) if body.get("certificate") else None,
        facts=read_facts(body["recorded"]) if body.get("recorded") else None,
        covers=read_once("covers", body.get("covers", ()), "item", "line"),
        document=UUID(body["document"]) if body.get("document") else None,
    )


def _show_certificate(citation: CertificateCitation) -> CertificateView:
    certificate: Certificate = citation.certificate
    facts = read_certificate_facts(certificate, today=to_local_day(now()))
    return CertificateView(
        id=certificate.pk,
        country=certificate.country_id,
        authority=certificate.authority,
        number=certificate.number,
        issued_on=certificate.issued_on,
        expires_on=certificate.expires_on,
        end_user=certificate.end_user,
        template=certificate.template_id,
        revision=certificate.revision,
        authenticity=facts.authenticity,
        checked=find_newest_check(certificate) is not None,
        missing=list(facts.missing),
        best_result=facts.best_result,
        covers=citation.covers,
        lines=_show_lines(certificate),
        steps=[
            CertificateStepView(
                kind=AuthenticityStep(one.kind),
                channel=StepChannel(one.channel),
                result=StepResult(one.result),
                done_on=one.done_on,
                note=one.note,
                document=one.document_id,
                by=one.taken_by_id,
                at=one.taken_at,
            )
            for one in certificate.steps.order_by("-revision")
        ],
    )


def _show_lines(certificate: Certificate) -> list[CertifiedGoodsView]:
    claims = [claim for one in list_citing_cases(certificate) for claim in one.claims]
    return [
        CertifiedGoodsView(
            number=one.line.number,
            name=one.line.name,
            model=one.line.model,
            unit=one.line.unit,
            quantity=format_decimal(one.line.quantity),
            granted=format_decimal(one.granted),
            pending=format_decimal(one.pending),
            left=format_decimal(one.left),
        )
        for one in calculate_balances([one.as_policy() for one in certificate.lines.all()], claims, ())
    ]


PATHS: Final = (path(f"{CASE}certificate/", CaseCertificate.as_view(), name="certificate"),)
