"""The assessment of a certificate rests on what is on record of it: its elements, its steps, its last day, its revision."""

from __future__ import annotations

from datetime import date
from typing import Any

from licensing.acts.acting import Act
from licensing.errors import Gap
from licensing.messages import JoinedText, Message
from licensing.models import Assessment, Case, Certificate
from licensing.models.assessment.certificates import find_citation, find_newest_check, judge_steps, lock_certificate
from licensing.policy.assessment.certificates.verdict import CertificateFacts
from licensing.policy.assessment.kinds import KINDS


def read_certificate_facts(certificate: Certificate | None, *, today: date) -> CertificateFacts:
    """What is on record of a certificate; needs its template."""
    if certificate is None:
        return CertificateFacts()
    check = find_newest_check(certificate)
    return CertificateFacts(
        is_cited=True,
        is_checked=check is not None,
        missing=certificate.template.as_policy().list_missing(check.read_found()) if check else (),
        authenticity=judge_steps(certificate),
        is_over=certificate.expires_on is not None and certificate.expires_on < today,
    )


def settle_certificate(act: Act[Case], kind: Any, result: str) -> tuple[dict[str, Any], list[Gap]]:
    """What an assessment of the certificate keeps of it, and the refusal of a result that is better than what is on record.

    The certificate is locked: what is found of it meanwhile waits, and then makes this assessment lapse.
    """
    citation = find_citation(act.case)
    certificate = lock_certificate(citation.certificate_id) if citation else None
    facts = read_certificate_facts(certificate, today=act.today)
    if not facts.does_allow(result):
        words = {"result": KINDS[kind].results[facts.best_result], "reasons": JoinedText(*facts.list_reasons(), separator="; ")}
        sentence = Message("By what is on record it comes to “%(result)s” at best: %(reasons)s.", **words)
        return {}, [Gap("differs", "result", sentence)]
    if certificate is None:
        return {}, []
    kept = {
        "id": str(certificate.pk),
        "number": certificate.number,
        "revision": certificate.revision,
        "missing": list(facts.missing),
        "authenticity": facts.authenticity.value,
    }
    return {"certificate": kept}, []


def has_certificate_changed(record: Assessment) -> bool:
    """Whether more is on record of the certificate by now than an assessment rests on."""
    kept = record.details.get("certificate")
    return bool(kept) and not Certificate.objects.filter(pk=kept["id"], revision=kept["revision"]).exists()


def has_certificate(case: Case) -> bool:
    """Whether there is an end-user certificate to assess: enclosed by the applicant, or cited by an officer.

    Where a kind of case requires one, its completeness check asks for the document; negotiations and draft treaties come
    without, and no seat waits for what there is not.
    """
    enclosed = case.documents.filter(type="euc", removed_at__isnull=True)
    return enclosed.exists() or find_citation(case) is not None
