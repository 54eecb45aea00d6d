"""What is odd about a request, shown to its applicant before it is filed, with a place to explain each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from licensing.acts.requests.advice import collect_explanations
from licensing.choices import FindingGrade
from licensing.models import Case
from licensing.policy.findings import Finding, select_findings
from licensing.portal.forms.parts import Fault
from licensing.portal.forms.sections import Document, Missing, list_missing, list_sections


@dataclass(frozen=True, slots=True)
class AdviceRow:
    """One finding on the page: what it says, where to change it, and the explanation that was typed or filed before."""

    number: int
    key: str
    sentence: str
    url: str
    explanation: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Advice:
    """What the applicant explains, and what is only told."""

    explain: Sequence[AdviceRow]
    notes: Sequence[AdviceRow]

    def list_faults(self) -> list[Fault]:
        """What is not explained yet, for the summary of errors."""
        return [Fault(row.fault, f"id_explain-{row.number}") for row in self.explain if row.fault]


def read_explanations(request: HttpRequest) -> dict[str, str]:
    """The explanations that were sent, by the key of the finding that each explains."""
    places = [name for name in request.POST if name.startswith("explain-") and name.endswith("-of")]
    return {request.POST.get(name, ""): request.POST.get(name.removesuffix("-of"), "") for name in places}


def build_advice(case: Case, document: Document, findings: Sequence[Finding], request: HttpRequest) -> Advice:
    """The findings as rows of the page; once the form was sent, with a fault at each that is not explained."""
    asked, typed = request.method == "POST" and "key" in request.POST, read_explanations(request)
    told = collect_explanations(case, findings, typed) | {key: text for key, text in typed.items() if text}
    odd = select_findings(findings, FindingGrade.EXPLAIN)
    explain = [_build_row(case, document, one, number, told, asked=asked) for number, one in enumerate(odd, 1)]
    notes = select_findings(findings, FindingGrade.NOTE)
    return Advice(explain, [_build_row(case, document, one, number, {}, asked=False) for number, one in enumerate(notes, 1)])


def _build_row(
    case: Case, document: Document, finding: Finding, number: int, told: Mapping[str, str], *, asked: bool
) -> AdviceRow:
    place = _find_place(case, document, finding)
    explanation = told.get(finding.key, "")
    fault = _("Explain this, or change it.") if asked and not explanation.strip() else ""
    return AdviceRow(
        number, finding.key, place.sentence if place else finding.sentence, place.url if place else "", explanation, fault
    )


def _find_place(case: Case, document: Document, finding: Finding) -> Missing | None:
    """The page on which the applicant can change it, as for what is missing."""
    sections = list_sections(case, document)
    return next((place for section in sections for place in list_missing(case, section, [finding.as_gap()])), None)
