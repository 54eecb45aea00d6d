"""The findings by criterion as a step of recording an assessment: held against the sets in force, whose version they cite."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from licensing.acts.acting import Act
from licensing.acts.assessment.classification.classifying import read_classified
from licensing.choices import AssessmentKind
from licensing.errors import Gap
from licensing.messages import Message
from licensing.models import Assessment, Case, CaseVersion, ControlEntry, Decision
from licensing.models.reference.criteria import load_questionnaire
from licensing.policy.assessment.criteria.findings import CriterionFinding, find_finding_gaps, sum_findings
from licensing.policy.assessment.criteria.looking import overlay_entries
from licensing.policy.assessment.criteria.questionnaire import CriteriaSet, compute_questionnaire_digest, index_criteria
from licensing.policy.assessment.kinds import KINDS


def settle_criteria(
    act: Act[Case], version: CaseVersion, cited: Mapping[str, str], found: Sequence[CriterionFinding], *, result: str
) -> tuple[dict[str, Any], list[Gap]]:
    """What an assessment keeps of the criteria, and what does not fit together.

    Sets are read under the release that the act cites. Where no set covers the request, the result is said in words alone.
    """
    sets = load_asked(act.case, json.loads(version.canonical))
    gaps = list(find_finding_gaps(sets, cited, found))
    if not sets or gaps:
        return {}, gaps
    computed = sum_findings(found)
    if result != computed:
        words = KINDS[AssessmentKind.CRITERIA].results[computed]
        return {}, [Gap("differs", "result", Message("By the findings it comes to “%(result)s”.", result=words))]
    given = {one.criterion: one for one in found}
    return {
        "sets": [{"set": one.code, "version": one.version} for one in sets],
        "questionnaire": compute_questionnaire_digest(sets),
        "criteria": [given[code].as_data() for code in index_criteria(sets)],
        "entries_of": _list_entries(act.case, version),
    }, []


def _list_entries(case: Case, version: CaseVersion) -> dict[str, list[str]]:
    """The control entries of each item as the authority found them, else as filed: of these goods the criteria were weighed."""
    classified = read_classified(case)
    filed = {
        int(one["number"]): list(one.get("control_entries") or ()) for one in json.loads(version.canonical).get("items") or ()
    }
    return {str(number): list(classified[number].entries) if number in classified else was for number, was in filed.items()}


def load_asked(case: Case, document: Mapping[str, Any]) -> list[CriteriaSet]:
    """What a request is asked by the sets in force: as it was filed, but for the entries that the authority found."""
    classified = read_classified(case)
    entries = {code for one in classified.values() for code in one.entries}
    mtcr = dict(ControlEntry.objects.filter(pk__in=entries).values_list("pk", "mtcr_default")) if entries else {}
    return load_questionnaire(overlay_entries(document, classified, mtcr) if classified else document)


def read_findings(record: Assessment) -> list[CriterionFinding]:
    """The findings of an assessment of criteria, in the order of the sets; none of one that was made in words alone."""
    return [CriterionFinding.parse(row) for row in record.details.get("criteria", ())]


def read_cited_sets(record: Assessment) -> dict[str, str]:
    """The versions that findings cite, by the codes of the sets; none of an assessment that was made in words alone."""
    return {one["set"]: one["version"] for one in record.details.get("sets", ())}


def name_cited_sets(record: Assessment) -> str:
    """The sets that findings cite, each with its version, such as `EU 2025/779, UA 1`."""
    return ", ".join(f"{code} {version}" for code, version in read_cited_sets(record).items())


def find_decided_weighing(decision: Decision) -> Assessment | None:
    """The findings that were there when a decision was taken, whatever was found after it; None where there were none."""
    rows = decision.case.assessments.filter(kind=AssessmentKind.CRITERIA, recorded_at__lte=decision.decided_at)
    found: Assessment | None = rows.newest_first().select_related("recorded_by", "lapse", "version").first()
    return found


def find_newest_weighing(case: Case) -> Assessment | None:
    """What was recorded last of the criteria of a case, whether it holds or has lapsed."""
    rows = case.assessments.filter(kind=AssessmentKind.CRITERIA).newest_first()
    found: Assessment | None = rows.select_related("recorded_by", "lapse", "version").first()
    return found
