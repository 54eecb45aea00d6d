"""The findings by criterion as a page that members read and print, with what was found in cases like this one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy

from licensing.acts.assessment.criteria.annex import WordedFinding, build_annex, list_annexes, list_worded_findings
from licensing.acts.assessment.criteria.precedents import WeighedBefore, list_weighed_before
from licensing.acts.assessment.criteria.weighing import find_newest_weighing
from licensing.choices import AssessmentKind, CriterionResult
from licensing.models import Case, CriterionSet, Decision, User
from licensing.policy.assessment.criteria.annex import write_annex
from licensing.policy.assessment.kinds import KINDS

_TONES: Final[Mapping[str, str]] = {
    CriterionResult.NONE: "good",
    CriterionResult.MITIGATED: "warn",
    CriterionResult.CLEAR_RISK: "bad",
    CriterionResult.ABSOLUTE: "bad",
}
_LIKENESS: Final[Mapping[str, Any]] = {
    "end_user": gettext_lazy("the same end user"),
    "family": gettext_lazy("the same family of goods"),
    "destination": gettext_lazy("the same destination"),
}


@dataclass(frozen=True, slots=True)
class PrecedentRow:
    """What was found in a case like this one, in words."""

    likeness: str
    outcome: str
    result: str
    before: WeighedBefore
    url: str


def get_criteria_url(case: Case) -> str:
    """The page of the findings of a case."""
    return reverse("admin:licensing_case_criteria", args=[case.pk])


def get_annex_url(case: Case, decision: Decision | None = None) -> str:
    """The sheet of the findings of a case: those that count now, or those on which a decision was taken."""
    query = {"decision": str(decision.pk)} if decision else None
    return reverse("admin:licensing_case_annex", args=[case.pk], query=query)


def build_criteria_context(case: Case, user: User, *, now: datetime) -> dict[str, Any] | None:
    """What the page of the findings shows; None where nothing was found by criteria yet."""
    record = find_newest_weighing(case)
    found = list_worded_findings(record) if record else []
    if record is None or not found:
        return None
    return {
        "record": record,
        "lapsed": hasattr(record, "lapse"),
        "sets": list(_group_by_set(found)),
        "precedents": list_precedent_rows(case, user, now=now),
        "annex": get_annex_url(case),
        "annexes": [(one, get_annex_url(case, one.decision)) for one in list_annexes(case)],
    }


def list_precedent_rows(case: Case, user: User, *, now: datetime) -> list[PrecedentRow]:
    """Findings of decided cases like this one, of those that a person may review: never of one's own organisation."""
    found = list_weighed_before(case, Case.objects.reviewable_by(user, on=now))
    return [
        PrecedentRow(
            str(_LIKENESS[one.likeness]),
            str(one.outcome.decided),
            str(KINDS[AssessmentKind.CRITERIA].results[one.result]),
            one,
            reverse("admin:licensing_case_change", args=[one.case.pk]),
        )
        for one in found
    ]


def write_case_annex(case: Case, decision: str = "") -> bytes | None:
    """The findings of a case as a sheet, of a decision those that it was taken on; None where there are none."""
    if decision:
        record = next((one.record for one in list_annexes(case) if str(one.decision.pk) == decision), None)
    else:
        record = find_newest_weighing(case)
    rows = build_annex(case, record) if record else []
    return write_annex(rows) if rows else None


def _group_by_set(found: Iterable[WordedFinding]) -> Iterable[tuple[str, str, list[tuple[WordedFinding, str]]]]:
    names = {one.pk: one.name for one in CriterionSet.objects.all()}
    for code, group in groupby(found, key=lambda one: one.criterion.set_id):
        rows = [(one, _TONES[one.finding.result]) for one in group]
        yield names.get(code, code), rows[0][0].version, rows
