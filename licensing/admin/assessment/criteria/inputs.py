"""The table in which somebody says what was found by each criterion: its fields, its rows, and what was typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from licensing.admin.forms.base import build_line_field, build_radio_field, build_select_field, build_text_field
from licensing.choices import CriterionAnswer, CriterionResult, RiskLevel
from licensing.policy.assessment.criteria.findings import (
    LONGEST_MITIGATION,
    LONGEST_SOURCES,
    CriterionFinding,
    derive_result,
)
from licensing.policy.assessment.criteria.questionnaire import CriteriaSet, Criterion, index_criteria

REST_IS_NO: Final = "rest_is_no"
_PARTS: Final = ("result", "likelihood", "severity", "mitigation", "sources")


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion in the table, with its bound fields."""

    criterion: Criterion
    questions: Sequence[Any]
    result: Any
    likelihood: Any
    severity: Any
    mitigation: Any
    sources: Any


class CriteriaInputs:
    """What is asked of a request, as the fields of a form; what was found before stands in them."""

    def __init__(self, sets: Sequence[CriteriaSet], earlier: Sequence[CriterionFinding]) -> None:
        self.sets = sets
        self._criteria = {code: criterion for code, (_set, criterion) in index_criteria(sets).items()}
        self._earlier = {one.criterion: one for one in earlier}

    def build_fields(self) -> Iterator[tuple[str, forms.Field]]:
        """Every field with its name; none is required, because the act says itself what is missing, and of which criterion."""
        yield REST_IS_NO, forms.BooleanField(label=_("Where nothing is chosen, the answer is no"), required=False)
        for code, criterion in self._criteria.items():
            yield from self._build_fields_of(code, criterion, self._earlier.get(code))

    def read_cited(self, written: str) -> dict[str, str]:
        """The versions of the sets that the person has read, by their codes."""
        parts = [part.partition("=") for part in written.split(";")]
        return {code: version for code, sign, version in parts if sign}

    def write_cited(self) -> str:
        """The versions that are in force, as the form keeps them hidden."""
        return ";".join(f"{one.code}={one.version}" for one in self.sets)

    def read_findings(self, given: Mapping[str, Any]) -> list[CriterionFinding]:
        """What was typed, criterion by criterion; a result to which the answers leave no choice need not be chosen."""
        return [self._read_finding(criterion, given) for criterion in self._criteria.values()]

    def list_rows(self, form: forms.Form) -> list[tuple[CriteriaSet, list[CriterionRow]]]:
        """The sets with their criteria and the bound fields of each, in their order."""
        return [(one, [_build_criterion_row(criterion, form) for criterion in one.criteria]) for one in self.sets]

    def find_field(self, path: str) -> str:
        """The field that a gap of the act speaks of. Codes have dots of their own, so that the path is never cut at them."""
        return {name: field for field, name in self._list_paths()}.get(path, "")

    def _list_paths(self) -> Iterator[tuple[str, str]]:
        for code, criterion in self._criteria.items():
            yield from ((f"{part}:{code}", f"criteria.{code}.{part}") for part in _PARTS)
            yield from ((f"answer:{one.code}", f"criteria.{code}.{one.code}") for one in criterion.questions)

    def _build_fields_of(
        self, code: str, criterion: Criterion, earlier: CriterionFinding | None
    ) -> Iterator[tuple[str, forms.Field]]:
        for one in criterion.questions:
            asked = build_radio_field(str(one.text), CriterionAnswer.choices, required=False)
            asked.initial = earlier.answers.get(one.code, "") if earlier else ""
            yield f"answer:{one.code}", asked
        absolute = (CriterionResult.NONE, CriterionResult.ABSOLUTE)
        fit = [
            (result.value, result.label)
            for result in CriterionResult
            if (result in absolute if criterion.is_absolute else result is not CriterionResult.ABSOLUTE)
        ]
        fields: dict[str, forms.Field] = {
            "result": build_select_field(_("Result"), [("", _("By the answers")), *fit], required=False),
            "likelihood": build_select_field(_("Likelihood"), [("", "–"), *RiskLevel.choices], required=False),
            "severity": build_select_field(_("Severity"), [("", "–"), *RiskLevel.choices], required=False),
            "mitigation": build_text_field(_("Mitigation"), required=False, rows=2, max_length=LONGEST_MITIGATION),
            "sources": build_line_field(_("Known from"), required=False, max_length=LONGEST_SOURCES),
        }
        for part, field in fields.items():
            field.initial = earlier.as_data()[part] if earlier and (part != "result" or earlier.is_risk) else ""
            yield f"{part}:{code}", field

    def _read_finding(self, criterion: Criterion, given: Mapping[str, Any]) -> CriterionFinding:
        # What prohibits a transfer is answered one by one, never by the box for all.
        rest = CriterionAnswer.NO.value if given.get(REST_IS_NO) and not criterion.is_absolute else ""
        answers = {one.code: given.get(f"answer:{one.code}") or rest for one in criterion.questions}
        said = {part: given.get(f"{part}:{criterion.code}") or "" for part in _PARTS}
        said["result"] = said["result"] or derive_result(criterion, answers)
        return CriterionFinding(criterion.code, answers={code: one for code, one in answers.items() if one}, **said)


def _build_criterion_row(criterion: Criterion, form: forms.Form) -> CriterionRow:
    parts = {part: form[f"{part}:{criterion.code}"] for part in _PARTS}
    return CriterionRow(criterion, [form[f"answer:{one.code}"] for one in criterion.questions], **parts)
