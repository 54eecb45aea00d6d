"""The end-user certificate of a case for programs of the authority: its goods and what is left of them, elements and steps."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, TypedDict
from uuid import UUID

from django.urls import path

from licensing.acts.acting import now, to_local_day
from licensing.acts.assessment.certificates.certified import list_citing_cases
from licensing.acts.assessment.certificates.certifying import read_certificate_facts
from licensing.api.http.operations import ApiView, Call, Result, query
from licensing.api.requests.cases import CASE, READ
from licensing.choices import Authenticity, AuthenticityStep, StepChannel, StepResult
from licensing.errors import NotAllowed, NotFound
from licensing.models import Certificate, CertificateCitation
from licensing.models.assessment.certificates import find_citation, find_newest_check
from licensing.policy.assessment.certificates.coverage import calculate_balances
from licensing.policy.exact import format_decimal


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
        citation = find_citation(case)
        return Result(CaseCertificateView(certificate=_show_certificate(citation) if citation else None))


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
