"""The documents of the demo's requests: small real PDFs, made when they are needed, and what officers do with certificates."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import typst
from django.conf import settings

from licensing.acts.acting import now, to_local_day
from licensing.acts.assessment.certificates.authenticity import (
    ElementsInput,
    StepInput,
    check_certificate,
    verify_certificate,
)
from licensing.acts.assessment.certificates.citing import CitationInput, cite_certificate
from licensing.acts.assessment.certificates.facts import CertificateInput, LineInput, find_certificate
from licensing.acts.licences.conditions.records import RecordInput, record_condition
from licensing.choices import AuthenticityStep, StepChannel, StepResult
from licensing.models import (
    Case,
    CertificateCheck,
    CertificateCitation,
    CertificateStep,
    ConditionRecord,
    DocumentType,
    Licence,
    User,
)
from licensing.policy.reference.texts import select_text

Row = Mapping[str, Any]

# What each kind of paper says on its page; its number, issuer and days come from the story.
_BODIES = {
    "euc": "We certify that we are the end user of these goods. We shall use them ourselves and only for the stated purpose, "
    "and shall not re-export, lend or pass them on without the written consent of Ukraine. We shall confirm their receipt.",
    "contract": "The seller sells and the buyer buys the goods named above on the terms of this contract. It takes effect only "
    "with the permits of the authorities of both states.",
    "powers": "The holder may export goods of its own making in the groups named in the annex, until the day above.",
    "technical_description": "Purpose, construction, performance and limits of the goods, in as much detail as control needs.",
}
_DEFAULT_BODY = "This document is filed with the request and says what its title says."


@cache
def load_document_types() -> dict[str, DocumentType]:
    """The document types by code, read once per process; the demo is loaded by one command that then ends."""
    return {row.pk: row for row in DocumentType.objects.all()}


def build_document(about: Row, request: Row) -> dict[str, Any]:
    """A row of a request's documents with its content: a page that says what `about` says."""
    kind = load_document_types()[about["type"]]
    title = about.get("title") or select_text(kind.names, "en")
    inputs = {
        "kind": select_text(kind.names, "en"),
        "title": title,
        "number": about.get("number") or "—",
        "issuer": about.get("issuer") or "The applicant",
        "issued_on": about.get("issued_on") or "—",
        "expires_on": about.get("expires_on") or "—",
        "request": request.get("title", ""),
        "goods": ", ".join(item["name"] for item in request.get("items", ())) or "—",
        "body": about.get("body") or _BODIES.get(about["type"], _DEFAULT_BODY),
    }
    content = typst.compile(settings.ROOT / "seeds" / "demo" / "paper.typ", format="pdf", sys_inputs=inputs)
    return {
        **{name: value for name, value in about.items() if name != "body"},
        "title": title,
        "language": about.get("language", "en"),
        "file_name": f"{about['type']}.pdf",
        "content": base64.b64encode(content).decode("ascii"),
    }


def cite_paper(case: Case, user: User, words: Row) -> CertificateCitation:
    """The certificate of a case as its own paper says it, taken up by an officer; `lines` are name, model, quantity, unit."""
    paper = case.documents.filter(type="euc", removed_at__isnull=True).latest("attached_at")
    number = words.get("number", paper.number)
    known = find_certificate(words["country"], words["authority"], number)
    facts = CertificateInput(
        country=words["country"],
        authority=words["authority"],
        number=number,
        issued_on=paper.issued_on or to_local_day(now()),
        expires_on=paper.expires_on,
        end_user=words.get("end_user", paper.issuer),
        template=words.get("template", "military"),
        lines=[LineInput(name, Decimal(quantity), unit, model) for name, model, quantity, unit in words.get("lines", ())],
    )
    cited = CitationInput(known.pk if known else None, None if known else facts, document=paper.pk)
    return cite_certificate(case, user, cited)


def check_paper(case: Case, user: User, words: Row) -> CertificateCheck:
    """All that the template requires is there, but for what the words name as absent or unclear."""
    citation = case.citations.standing().select_related("certificate__template").get()
    findings = dict.fromkeys(citation.certificate.template.required, "present")
    findings |= dict.fromkeys(words.get("absent", ()), "absent") | dict.fromkeys(words.get("unclear", ()), "unclear")
    return check_certificate(case, user, ElementsInput(findings, words.get("notes", {})))


def verify_paper(case: Case, user: User, words: Row, day: date) -> CertificateStep:
    """One step on the authenticity of the certificate of a case, taken on the day of the story."""
    taken = StepInput(
        kind=AuthenticityStep(words["kind"]),
        channel=StepChannel(words["channel"]),
        result=StepResult(words["result"]),
        done_on=day,
        note=words["note"],
    )
    return verify_certificate(case, user, taken)


def record_evidence(licence: Licence, user: User, words: Row, day: date) -> ConditionRecord:
    """What meets a condition of a licence, done on the day of the story; `paper` is the type of the document that shows it."""
    shown = licence.case.documents.filter(type=words.get("paper", ""), removed_at__isnull=True).first()
    given = RecordInput(
        done_on=day,
        line=words.get("line"),
        quantity=Decimal(words["quantity"]) if "quantity" in words else None,
        reference=words.get("reference", ""),
        person=words.get("person", ""),
        note=words.get("note", ""),
        document=shown.pk if shown else None,
    )
    return record_condition(licence, user, words["condition"], given)
