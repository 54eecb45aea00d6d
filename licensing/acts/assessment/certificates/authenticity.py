"""What a case officer finds of the certificate that a case cites: its elements one by one, and whether it is genuine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting
from licensing.acts.assessment.certificates.citing import find_document, raise_revision, refuse_applicant, take_certificate
from licensing.acts.assessment.lapsing import lapse_certificate_assessments
from licensing.acts.requests.questions import open_question
from licensing.choices import Authenticity, AuthenticityStep, ElementFinding, StepChannel, StepResult, Verb
from licensing.errors import Gap, Invalid
from licensing.messages import Message
from licensing.models import Case, Certificate, CertificateCheck, CertificateStep, User
from licensing.models.assessment.certificates import judge_steps
from licensing.policy.assessment.certificates.templates import Template
from licensing.policy.input.guard import guard_texts
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind

LONGEST_NOTE = 1000


@dataclass(frozen=True, slots=True)
class ElementsInput:
    """What somebody found of the elements, by code, with a note of each where there is one to make."""

    findings: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    # What the applicant is asked about what is missing, and by when they answer.
    question: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class StepInput:
    """One step of finding out whether a certificate is genuine, as it was taken."""

    kind: AuthenticityStep
    channel: StepChannel
    result: StepResult
    done_on: date
    note: str
    document: UUID | None = None


@guard_texts()
def check_certificate(
    case: Case, user: User, found: ElementsInput, *, seen: int | None = None, expected: int | None = None
) -> CertificateCheck:
    """Record which elements of the certificate are there, by its template; the newest check counts.

    `seen` is the revision of the certificate that the person has read.
    With a `question` the applicant is asked about what is missing, as a question of the case. Raises Invalid for an element
    that the template does not name, and for a required one of which nothing is said.
    """
    with acting(case, user, Verb.CHECK_CERTIFICATE, expected=expected) as act:
        act.perform()
        refuse_applicant(act)
        certificate = take_certificate(act, seen)
        template = certificate.template.as_policy()
        if gaps := [*_find_element_gaps(found, template), *_find_question_gaps(act, found)]:
            raise Invalid(gaps=gaps)
        raise_revision(certificate)
        check = CertificateCheck.objects.create(
            certificate=certificate,
            revision=certificate.revision,
            findings=_keep_findings(found),
            checked_by=user,
            checked_at=act.now,
        )
        lapse_certificate_assessments(act, certificate.number)
        act.record(
            EventKind.CERTIFICATE_CHECKED,
            certificate=str(certificate.pk),
            check=str(check.pk),
            number=certificate.number,
            revision=certificate.revision,
            missing=template.list_missing(found.findings),
        )
        if found.question.strip() and found.due_on is not None:
            open_question(act, user, text=found.question, due_on=found.due_on, section="documents")
    return check


@guard_texts()
def verify_certificate(
    case: Case, user: User, taken: StepInput, *, seen: int | None = None, expected: int | None = None
) -> CertificateStep:
    """Record a step by which somebody found out whether the certificate is genuine: who, when, by which channel, with what.

    `seen` is the revision of the certificate that the person has read.
    What the steps come to is derived. That it is false is an event of its own, also long after the grant.
    """
    with acting(case, user, Verb.VERIFY_CERTIFICATE, expected=expected) as act:
        act.perform()
        refuse_applicant(act)
        certificate = take_certificate(act, seen)
        note = require_reason(taken.note, _("Say what was compared or asked, and what came of it."))
        if taken.done_on > act.today or taken.done_on < certificate.issued_on:
            sentence = _("Give a day between the issue of the certificate and today.")
            raise Invalid(gaps=[Gap("invalid", "done_on", sentence)])
        document = find_document(act.case, taken.document)
        before = judge_steps(certificate)
        raise_revision(certificate)
        step = CertificateStep.objects.create(
            certificate=certificate,
            revision=certificate.revision,
            kind=taken.kind,
            channel=taken.channel,
            done_on=taken.done_on,
            result=taken.result,
            note=note,
            document=document,
            taken_by=user,
            taken_at=act.now,
        )
        lapse_certificate_assessments(act, certificate.number)
        _tell_of_step(act, certificate, step, before)
    return step


def _tell_of_step(act: Act[Case], certificate: Certificate, step: CertificateStep, before: Authenticity) -> None:
    authenticity = judge_steps(certificate)
    data: dict[str, Any] = {"certificate": str(certificate.pk), "step": str(step.pk), "number": certificate.number}
    act.record(
        EventKind.CERTIFICATE_STEP_TAKEN,
        **data,
        revision=certificate.revision,
        kind=step.kind,
        result=step.result,
        authenticity=authenticity.value,
    )
    if authenticity is Authenticity.FALSE and before is not Authenticity.FALSE:
        cited = certificate.citations.standing().order_by("cited_at").values_list("case__reference", flat=True)
        act.record(EventKind.CERTIFICATE_FOUND_FALSE, **data, cited_by=[one for one in cited if one])


def _keep_findings(found: ElementsInput) -> dict[str, dict[str, str]]:
    return {code: {"found": finding, "note": found.notes.get(code, "").strip()} for code, finding in found.findings.items()}


def _find_element_gaps(found: ElementsInput, template: Template) -> Iterator[Gap]:
    for code, finding in found.findings.items():
        if code not in template.elements or finding not in ElementFinding.values:
            yield Gap("unknown_code", code, Message("The template has no such element: %(code)s.", code=code))
    for code in template.required:
        if code not in found.findings:
            yield Gap("required", code, Message("Say what you found of %(code)s.", code=code))
    for code, note in found.notes.items():
        if len(note) > LONGEST_NOTE:
            yield Gap("too_long", code, Message("Say it in %(most)d characters.", most=LONGEST_NOTE))
        if code not in found.findings and note.strip():
            yield Gap("unexpected", code, Message("Say what you found of %(code)s.", code=code))


def _find_question_gaps(act: Act[Case], found: ElementsInput) -> Iterator[Gap]:
    if not found.question.strip():
        return
    if Verb.ASK not in act.case.list_possible_acts():
        yield Gap("unexpected", "question", Message("The applicant can be asked only while the request is looked at."))
    elif found.due_on is None:
        yield Gap("required", "due_on", Message("Give a day for the answer."))
