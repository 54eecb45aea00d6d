"""The certificate on the page of a case: which one it cites, what is on record of it, and what its reader may do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from licensing.admin.assessment.certificates.rows import CertificateView, build_certificate_view
from licensing.admin.requests.case_buttons import Button, get_act_url
from licensing.choices import Verb
from licensing.models import Case, CertificateCitation
from licensing.models.assessment.certificates import find_citation
from licensing.permissions import Actor

CERTIFICATE_VERBS: Final = (
    Verb.CITE_CERTIFICATE,
    Verb.CHECK_CERTIFICATE,
    Verb.VERIFY_CERTIFICATE,
    Verb.AMEND_CERTIFICATE,
)


@dataclass(frozen=True, slots=True)
class CaseCertificate:
    """What the page of a case shows of its certificate: which one it cites, and what its reader may do about it."""

    citation: CertificateCitation | None
    view: CertificateView | None
    buttons: Sequence[Button]


def build_case_certificate(case: Case, actor: Actor, *, now: datetime) -> CaseCertificate | None:
    """The certificate that a case cites, with the acts on it; None where there is neither."""
    citation = find_citation(case)
    may = case.list_available_acts(actor)
    wanted = CERTIFICATE_VERBS if citation else CERTIFICATE_VERBS[:1]
    buttons = [Button(verb, str(verb.label), get_act_url(case, verb)) for verb in wanted if verb in may]
    if citation is None:
        return CaseCertificate(None, None, buttons) if buttons else None
    return CaseCertificate(citation, build_certificate_view(citation.certificate, now=now), buttons)
