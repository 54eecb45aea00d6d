"""What is odd about a request, shown to its applicant before it is filed, with a place to explain each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.utils.translation import gettext as _

from licensing.acts.requests.advice import collect_explanations, find_fault_of_explanation
from licensing.choices import FindingGrade
from licensing.errors import Gap
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

    def list_faults(self, gaps: Sequence[Gap] = ()) -> list[Fault]:
        """What is wrong with the form, for the summary of errors: each at its field, what is not explained yet at its end."""
        keys = {name for row in self.explain for name in _name_explanation(row.key)}
        others = [Fault(gap.sentence, f"id_{gap.path}") for gap in gaps if gap.path not in keys]
        return [*others, *(Fault(row.fault, f"id_explain-{row.number}") for row in self.explain if row.fault)]


def read_explanations(request: HttpRequest) -> dict[str, str]:
    """The explanations that were sent, by the key of the finding that each explains."""
    places = [name for name in request.POST if name.startswith("explain-") and name.endswith("-of")]
    return {request.POST.get(name, ""): request.POST.get(name.removesuffix("-of"), "") for name in places}


def build_advice(
    case: Case, document: Document, findings: Sequence[Finding], request: HttpRequest, gaps: Sequence[Gap] = ()
) -> Advice:
    """The findings as rows of the page; once the form was sent, with a fault at each that is not explained.

    `gaps` are what the act found wrong, in the wording of an explanation perhaps.
    """
    wrong = {gap.path: gap.sentence for gap in reversed(gaps)}
    asked, typed = request.method == "POST" and "key" in request.POST, read_explanations(request)
    told = collect_explanations(case, findings, typed) | {key: text for key, text in typed.items() if text}
    odd = select_findings(findings, FindingGrade.EXPLAIN)
    explain = [_build_row(case, document, one, number, told) for number, one in enumerate(odd, 1)]
    notes = select_findings(findings, FindingGrade.NOTE)
    return Advice(
        [replace(row, fault=_find_fault(row, wrong)) for row in explain] if asked else explain,
        [_build_row(case, document, one, number, {}) for number, one in enumerate(notes, 1)],
    )


def _find_fault(row: AdviceRow, wrong: Mapping[str, str]) -> str:
    found = next((wrong[name] for name in _name_explanation(row.key) if name in wrong), "")
    if found or not row.explanation.strip():
        return found or _("Explain this, or change it.")
    return str(find_fault_of_explanation(row.explanation) or "")


def _name_explanation(key: str) -> tuple[str, str]:
    """The paths by which acts name the explanation of a finding: among what was sent, and by itself."""
    return f"explanations.{key}", key


def _build_row(case: Case, document: Document, finding: Finding, number: int, told: Mapping[str, str]) -> AdviceRow:
    place = _find_place(case, document, finding)
    sentence, url = (place.sentence, place.url) if place else (finding.sentence, "")
    return AdviceRow(number, finding.key, sentence, url, told.get(finding.key, ""))


def _find_place(case: Case, document: Document, finding: Finding) -> Missing | None:
    """The page on which the applicant can change it, as for what is missing."""
    sections = list_sections(case, document)
    return next((place for section in sections for place in list_missing(case, section, [finding.as_gap()])), None)
