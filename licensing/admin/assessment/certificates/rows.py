"""An end-user certificate as the desk shows it: its goods and what is left of them, its elements, its steps, who cites it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from licensing.acts.acting import to_local_day
from licensing.acts.assessment.certificates.certified import CitingCase, list_citing_cases
from licensing.acts.assessment.certificates.certifying import read_certificate_facts
from licensing.choices import (
    Authenticity,
    AuthenticityStep,
    CaseState,
    CertificateElement,
    ElementFinding,
    StepChannel,
    StepResult,
)
from licensing.models import Case, Certificate, CertificateCheck, CertificateStep, Unit
from licensing.models.assessment.certificates import find_newest_check
from licensing.policy.assessment.certificates.coverage import Balance, calculate_balances
from licensing.policy.assessment.certificates.verdict import CertificateFacts
from licensing.policy.licences.counted import describe_quantity

_TONES: Final[Mapping[str, str]] = {
    Authenticity.GENUINE: "good",
    Authenticity.UNCONFIRMED: "warn",
    Authenticity.FALSE: "bad",
    ElementFinding.PRESENT: "good",
    ElementFinding.ABSENT: "bad",
    ElementFinding.UNCLEAR: "warn",
    StepResult.CONFIRMS: "good",
    StepResult.ASKED: "busy",
    StepResult.UNCLEAR: "warn",
    StepResult.DENIES: "bad",
}
_GRANTED: Final = _("Line %(line)d: %(quantity)s granted")
_ASKED: Final = _("Line %(line)d: %(quantity)s asked for, before the government")
_NOT_SAID: Final = _("Nobody has said anything of it")


@dataclass(frozen=True, slots=True)
class ElementRow:
    """An element of the template, with what was found of it last."""

    code: str
    label: str
    is_required: bool
    found: str
    tone: str
    note: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step that was taken, in words."""

    step: CertificateStep
    kind: str
    channel: str
    result: str
    tone: str


@dataclass(frozen=True, slots=True)
class CertificateView:
    """All that is on record of a certificate."""

    certificate: Certificate
    facts: CertificateFacts
    authenticity: str
    tone: str
    reasons: Sequence[str]
    # Each line with its unit.
    balances: Sequence[tuple[Balance, Unit]]
    check: CertificateCheck | None
    elements: Sequence[ElementRow]
    steps: Sequence[StepRow]
    citing: Sequence[CitingRow]


@dataclass(frozen=True, slots=True)
class CitingRow:
    """A case that cites a certificate, with what it takes of each line in words."""

    case: Case
    state: str
    sentences: Sequence[str]


def build_certificate_view(certificate: Certificate, *, now: datetime) -> CertificateView:
    """A certificate in words, at a moment; it comes with its template."""
    facts = read_certificate_facts(certificate, today=to_local_day(now))
    citing = list_citing_cases(certificate)
    claims = [claim for one in citing for claim in one.claims]
    lines = list(certificate.lines.select_related("unit"))
    balances = calculate_balances([one.as_policy() for one in lines], claims, ())
    check = find_newest_check(certificate)
    return CertificateView(
        certificate=certificate,
        facts=facts,
        authenticity=str(facts.authenticity.label),
        tone=_TONES[facts.authenticity],
        reasons=[str(one) for one in facts.list_reasons()],
        balances=list(zip(balances, [one.unit for one in lines], strict=True)),
        check=check,
        elements=list_element_rows(certificate, check),
        steps=[_build_step_row(one) for one in certificate.steps.select_related("taken_by", "document").order_by("-revision")],
        citing=[_build_citing_row(one, {line.number: line.unit for line in lines}) for one in citing],
    )


def list_element_rows(certificate: Certificate, check: CertificateCheck | None) -> list[ElementRow]:
    """Every element of the template of a certificate, with what a check found of it."""
    template = certificate.template.as_policy()
    said: Mapping[str, Any] = check.findings if check else {}
    return [_build_element_row(code, code in template.required, said.get(code)) for code in template.elements]


def _build_element_row(code: str, is_required: bool, said: Mapping[str, str] | None) -> ElementRow:
    found = str(ElementFinding(said["found"]).label) if said else str(_NOT_SAID)
    tone = _TONES[said["found"]] if said else ""
    return ElementRow(code, str(CertificateElement(code).label), is_required, found, tone, said["note"] if said else "")


def _build_citing_row(one: CitingCase, units: Mapping[int, Unit]) -> CitingRow:
    said = [
        str(_GRANTED if claim.is_granted else _ASKED)
        % {"quantity": describe_quantity(claim.quantity, units[claim.line].pk, units[claim.line].name), "line": claim.line}
        for claim in one.claims
        if claim.line in units
    ]
    return CitingRow(one.case, str(CaseState(one.case.state).label), said)


def _build_step_row(step: CertificateStep) -> StepRow:
    return StepRow(
        step=step,
        kind=str(AuthenticityStep(step.kind).label),
        channel=str(StepChannel(step.channel).label),
        result=str(StepResult(step.result).label),
        tone=_TONES[step.result],
    )
