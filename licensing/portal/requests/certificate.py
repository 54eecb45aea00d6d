"""The end-user certificate of a request, as its applicant reads it: what was taken up of it, and what is missing.

The steps by which the authority finds out whether it is genuine, its notes, and what other requests take of it stay inside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from licensing.acts.acting import now, to_local_day
from licensing.acts.assessment.certificates.certified import list_requested_items, read_covers
from licensing.acts.assessment.certificates.certifying import read_certificate_facts
from licensing.choices import CertificateElement
from licensing.messages import Text
from licensing.models import Case, Certificate
from licensing.models.assessment.certificates import find_citation
from licensing.policy.assessment.certificates.coverage import find_other_goods
from licensing.policy.licences.counted import describe_quantity


@dataclass(frozen=True, slots=True)
class CertificateBox:
    """A certificate in words: its goods with their quantities, how far its check is, and what is missing."""

    certificate: Certificate
    goods: Sequence[str]
    standing: str
    colour: str
    missing: Sequence[str]
    uncovered: Sequence[Text]
    is_over: bool


def read_certificate_box(case: Case) -> CertificateBox | None:
    """The certificate that a request cites; None where none was taken up."""
    citation = find_citation(case)
    if citation is None:
        return None
    certificate = citation.certificate
    lines = list(certificate.lines.select_related("unit"))
    facts = read_certificate_facts(certificate, today=to_local_day(now()))
    standing, colour = _describe_check(is_checked=facts.is_checked, is_missing=bool(facts.missing))
    counted = [(one, describe_quantity(one.quantity, one.unit_id, one.unit.name)) for one in lines]
    return CertificateBox(
        certificate=certificate,
        goods=[" ".join(filter(None, [one.name, one.model, f"– {quantity}"])) for one, quantity in counted],
        standing=standing,
        colour=colour,
        missing=[f"{code} · {CertificateElement(code).label}" for code in facts.missing],
        uncovered=list(find_other_goods(list_requested_items(case), [one.as_policy() for one in lines], read_covers(citation))),
        is_over=facts.is_over,
    )


def _describe_check(*, is_checked: bool, is_missing: bool) -> tuple[str, str]:
    if not is_checked:
        return _("taken up, its elements are not checked yet"), "grey"
    return (_("something is missing"), "orange") if is_missing else (_("no element is missing"), "green")
