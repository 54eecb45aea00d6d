"""End-user certificates that tests take up, check and verify."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from licensing.acts.acting import now, to_local_day
from licensing.acts.assessment.certificates.authenticity import ElementsInput, StepInput, check_certificate, verify_certificate
from licensing.acts.assessment.certificates.citing import CitationInput, amend_certificate, cite_certificate
from licensing.acts.assessment.certificates.facts import CertificateInput, LineInput
from licensing.acts.decisions import government
from licensing.choices import AuthenticityStep, StepChannel, StepResult
from licensing.models import (
    Case,
    Certificate,
    CertificateCheck,
    CertificateCitation,
    CertificateStep,
    CertificateTemplate,
    Licence,
)
from tests.scenes import scene
from tests.world import World, resolution

AUTHORITY = "Fictional Ministry of Defence"
NUMBER = "EE-EUC-7"


def goods_of(case: Case, **quantities: str) -> list[LineInput]:
    """Lines that name the items of a case as they are; `q1` is the certified quantity of the first, else ten times as many."""
    return [
        LineInput(
            name=one.name,
            model=one.model,
            unit=one.unit_id,
            quantity=Decimal(quantities.get(f"q{one.number}", str(one.quantity * 10))),
        )
        for one in case.items.order_by("number")
    ]


def facts_of(case: Case, *, lines: list[LineInput] | None = None, **changes: Any) -> CertificateInput:
    today = to_local_day(now())
    fit: dict[str, Any] = {
        "country": "EE",
        "authority": AUTHORITY,
        "number": NUMBER,
        "issued_on": today - timedelta(days=30),
        "expires_on": today + timedelta(days=150),
        "end_user": "Fictional Defence Depot Tallinn",
        "template": "military",
        "lines": goods_of(case) if lines is None else lines,
    }
    return CertificateInput(**fit | changes)


@scene
def take_up(world: World, case: Case, **changes: Any) -> CertificateCitation:
    """The certificate of a case, recorded and cited by its officer."""
    return cite_certificate(case, world.otto, CitationInput(facts=facts_of(case, **changes)))


@scene
def issue_certified_licence(world: World, **changes: Any) -> Licence:
    """A licence that was granted on a certificate."""
    case = world.before_government()
    take_up(world, case, **changes)
    government.grant_case(case, world.dora, resolution())
    return Licence.objects.get(case=case)


def cite_again(world: World, case: Case, citation: CertificateCitation, **changes: Any) -> CertificateCitation:
    """The same certificate, cited by another case."""
    return cite_certificate(case, world.otto, CitationInput(certificate=citation.certificate_id, **changes))


def elements(**changes: str) -> ElementsInput:
    """All that the template of military goods requires is there, but for the changes."""
    required = CertificateTemplate.objects.get(pk="military").required
    return ElementsInput(findings=dict.fromkeys(required, "present") | changes)


def step(result: StepResult = StepResult.CONFIRMS, **changes: Any) -> StepInput:
    fit: dict[str, Any] = {
        "kind": AuthenticityStep.EMBASSY,
        "channel": StepChannel.NOTE,
        "result": result,
        "done_on": to_local_day(now()),
        "note": "The embassy asked the ministry, which has it in its books.",
    }
    return StepInput(**fit | changes)


@scene
def check(world: World, case: Case, **changes: str) -> CertificateCheck:
    return check_certificate(case, world.otto, elements(**changes))


@scene
def verify(world: World, case: Case, result: StepResult = StepResult.CONFIRMS, **changes: Any) -> CertificateStep:
    return verify_certificate(case, world.otto, step(result, **changes))


def correct(world: World, case: Case, **quantities: str) -> Certificate:
    """What was recorded of the certificate of a case is corrected: the first item stands on it with another quantity."""
    facts = facts_of(case, lines=goods_of(case, **({"q1": "41"} | quantities)))
    return amend_certificate(case, world.otto, facts, reason="The quantity was misread.")
