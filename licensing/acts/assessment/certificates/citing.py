"""End-user certificates taken up by a case officer: recorded once, cited by cases, corrected with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting
from licensing.acts.assessment.certificates.certified import list_requested_items
from licensing.acts.assessment.certificates.facts import CertificateInput, LineInput, check_facts
from licensing.acts.assessment.lapsing import lapse_certificate_assessments
from licensing.choices import Verb
from licensing.errors import Gap, Invalid, NotAllowed, Stale, WrongState
from licensing.models import (
    Case,
    Certificate,
    CertificateCitation,
    CertificateLine,
    Document,
    User,
)
from licensing.models.assessment.certificates import find_citation, lock_certificate
from licensing.policy.assessment.certificates.coverage import match_items
from licensing.policy.exact import format_decimal
from licensing.policy.input.guard import guard_texts
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind


@dataclass(frozen=True, slots=True)
class CitationInput:
    """Which certificate a case cites: one that is on record already by its id, or one that is recorded with it.

    `covers` says of items on which line they stand, by the number of the item; the others are matched by model and name.
    """

    certificate: UUID | None = None
    facts: CertificateInput | None = None
    covers: Mapping[int, int] = field(default_factory=dict)
    document: UUID | None = None


@guard_texts()
def cite_certificate(case: Case, user: User, cited: CitationInput, *, expected: int | None = None) -> CertificateCitation:
    """Take up the certificate of a request: record it, or cite the one that has its issuer and number already.

    Raises Invalid for a certificate of other goods, for a number that its issuer has given already, and for a document that
    is none of the case; WrongState while something that was granted on another certificate stands.
    """
    with acting(case, user, Verb.CITE_CERTIFICATE, expected=expected) as act:
        act.perform()
        refuse_applicant(act)
        before = find_citation(act.case)
        if before is not None and act.case.has_standing_grant:
            raise WrongState(_("What was granted rests on the certificate that is cited already."), state=act.case.state)
        document = find_document(act.case, cited.document)
        certificate = _record_certificate(act, user, cited.facts) if cited.facts else _find_certificate(cited.certificate)
        lines = [one.as_policy() for one in certificate.lines.all()]
        covers, gaps = match_items(list_requested_items(act.case), lines, cited.covers)
        if gaps:
            raise Invalid(str(gaps[0].message), gaps=gaps)
        if before is not None:
            CertificateCitation.objects.filter(pk=before.pk).update(ended_at=act.now)
        citation: CertificateCitation = CertificateCitation.objects.create(
            case=act.case,
            certificate=certificate,
            covers={str(item): line for item, line in covers.items()},
            document=document,
            cited_by=user,
            cited_at=act.now,
        )
        lapse_certificate_assessments(act, certificate.number)
        act.record(
            EventKind.CERTIFICATE_CITED,
            number=certificate.number,
            certificate=str(certificate.pk),
            country=certificate.country_id,
            authority=certificate.authority,
            is_new=cited.facts is not None,
            covers=citation.covers,
            document=str(document.pk) if document else None,
            replaced=before.certificate.number if before else None,
        )
    return citation


@guard_texts()
def amend_certificate(
    case: Case, user: User, facts: CertificateInput, *, reason: str, seen: int | None = None, expected: int | None = None
) -> Certificate:
    """Correct what was recorded of the certificate that a case cites, with the reason. Its issuer and number stay.

    `seen` is the revision of the certificate that the person has read.
    It is corrected for every case that cites it, and what was assessed of it lapses in all of them.
    """
    with acting(case, user, Verb.AMEND_CERTIFICATE, expected=expected) as act:
        act.perform()
        refuse_applicant(act)
        certificate = take_certificate(act, seen)
        reason = require_reason(reason, _("Say what was recorded wrongly."))
        template = check_facts(act, facts, known=certificate)
        before = _describe_facts(certificate)
        certificate.issued_on, certificate.expires_on = facts.issued_on, facts.expires_on
        certificate.end_user, certificate.template = facts.end_user.strip(), template
        _write_lines(certificate, facts.lines)
        raise_revision(certificate)
        after = _describe_facts(certificate)
        changes = {name: [before[name], value] for name, value in after.items() if before[name] != value}
        if not changes:
            raise Invalid(_("Nothing was changed."))
        lapse_certificate_assessments(act, certificate.number)
        act.record(
            EventKind.CERTIFICATE_AMENDED,
            certificate=str(certificate.pk),
            number=certificate.number,
            revision=certificate.revision,
            changes=changes,
            reason=reason,
        )
    return certificate


def refuse_applicant(act: Act[Case]) -> None:
    """Raise NotAllowed for a member of the organisation that asks, whatever office they hold."""
    if act.case.organisation_id in act.actor.memberships:
        raise NotAllowed(_("You belong to the organisation that asks, so you say nothing of its certificate."))


def take_certificate(act: Act[Case], seen: int | None) -> Certificate:
    """The certificate that the case cites, locked; raises WrongState where it cites none.

    Raises Stale where it was changed after the revision that somebody has read, which another case may have done.
    """
    citation = find_citation(act.case)
    if citation is None:
        raise WrongState(_("This case cites no certificate."), state=act.case.state)
    certificate = lock_certificate(citation.certificate_id)
    if seen is not None and certificate.revision != seen:
        sentence = _("The certificate has changed since you opened it. Nothing was saved; look at the change and try again.")
        raise Stale(sentence, current=certificate.revision)
    return certificate


def raise_revision(certificate: Certificate) -> None:
    """What rested on it before rests on something else now."""
    certificate.revision += 1
    certificate.save()


def find_document(case: Case, document_id: UUID | None) -> Document | None:
    """The document of the case that is named; raises Invalid for one of another case, or that was taken out."""
    if document_id is None:
        return None
    found: Document | None = case.documents.filter(pk=document_id, removed_at__isnull=True).first()
    if found is None:
        raise Invalid(gaps=[Gap("unknown", "document", _("There is no such document of the case."))])
    return found


def _find_certificate(certificate_id: UUID | None) -> Certificate:
    if certificate_id is None:
        raise Invalid(gaps=[Gap("required", "certificate", _("Name a certificate, or record one."))])
    if not Certificate.objects.filter(pk=certificate_id).exists():
        raise Invalid(gaps=[Gap("unknown", "certificate", _("There is no such certificate on record."))])
    return lock_certificate(certificate_id)


def _record_certificate(act: Act[Case], user: User, facts: CertificateInput) -> Certificate:
    template = check_facts(act, facts)
    certificate = Certificate.objects.create(
        country_id=facts.country,
        authority=" ".join(facts.authority.split()),
        number=" ".join(facts.number.split()),
        issued_on=facts.issued_on,
        expires_on=facts.expires_on,
        end_user=facts.end_user.strip(),
        template=template,
        recorded_by=user,
        recorded_at=act.now,
    )
    _write_lines(certificate, facts.lines)
    return certificate


def _write_lines(certificate: Certificate, lines: Sequence[LineInput]) -> None:
    """The lines as they are now, in place by their numbers, so that what stays the same is not written again."""
    kept = {one.number: one for one in certificate.lines.all()}
    for number, given in enumerate(lines, 1):
        values = {"name": given.name.strip(), "model": given.model.strip(), "quantity": given.quantity, "unit_id": given.unit}
        row = kept.pop(number, None)
        if row is None:
            CertificateLine.objects.create(certificate=certificate, number=number, **values)
        elif any(_list_line_columns(row)[name] != value for name, value in values.items()):
            CertificateLine.objects.filter(pk=row.pk).update(**values)
    certificate.lines.filter(pk__in=[one.pk for one in kept.values()]).delete()


def _list_line_columns(row: CertificateLine) -> dict[str, Any]:
    return {"name": row.name, "model": row.model, "quantity": row.quantity, "unit_id": row.unit_id}


def _describe_facts(certificate: Certificate) -> dict[str, Any]:
    lines = CertificateLine.objects.filter(certificate=certificate).order_by("number")
    return {
        "issued_on": certificate.issued_on.isoformat(),
        "expires_on": certificate.expires_on.isoformat() if certificate.expires_on else None,
        "end_user": certificate.end_user,
        "template": certificate.template_id,
        "lines": [[one.name, one.model, format_decimal(one.quantity), one.unit_id] for one in lines],
    }
