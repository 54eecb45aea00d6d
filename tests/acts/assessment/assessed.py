"""A stage that waits for assessments, and the assessments that tests record."""

from __future__ import annotations

from typing import Any

from licensing.acts.acting import now, to_local_day
from licensing.acts.assessment.criteria.weighing import load_asked
from licensing.acts.assessment.recording import Findings, Source, record_assessment
from licensing.choices import AssessmentKind, Office
from licensing.models import Appointment, Assessment, Case, RoutingRow, User
from licensing.models.requests.composition import read_filed_document
from licensing.policy.assessment.criteria.findings import CriterionFinding, sum_findings
from licensing.policy.assessment.criteria.questionnaire import index_criteria
from tests.by_hand import by_hand
from tests.scenes import scene
from tests.trial import GOVERNMENT, MINISTRIES, use_procedure
from tests.world import ALWAYS, World

CLASSIFICATION = {"kind": "classification", "owner": "MFA", "seats": ["MOD", "GS"]}
ROUTE = {"kind": "route", "owner": "case_officer", "within": {"amount": 5, "unit": "calendar"}}


@scene
def waiting_case(world: World, *assessments: dict[str, Any], **stage: Any) -> Case:
    """A case in its first stage, which waits for these assessments; for classification and the route, where none are given."""
    use_procedure(MINISTRIES | {"assessments": list(assessments or (CLASSIFICATION, ROUTE))} | stage, GOVERNMENT)
    return world.accepted()


@scene
def uncontrolled_case(world: World) -> Case:
    """A case in its first stage of which the foreign ministry classified nothing as controlled."""
    case = waiting_case(world, CLASSIFICATION)
    none = {number: [] for number in case.items.values_list("number", flat=True)}
    record(case, world.mira, result="not_controlled", entries=none, told="Toys, by their data sheet.")
    return case


@scene
def add_rockets(**row: Any) -> None:
    """A row of the decision table that sends rockets to the national procedure, or where it says."""
    given = {"reasons": {"en": "Rockets"}, "when": {"goods": ["ML4"]}, "valid_from": "2024-01-01"}
    given |= {"priority": 30_000, "procedure_code": "national-military"} | row
    with by_hand():
        RoutingRow.objects.get_or_create(code="rockets", defaults=given)


@scene
def misfiled_case(world: World, **row: Any) -> Case:
    """A case in its first stage whose second item was found to be a rocket, which the decision table sends another way."""
    case = waiting_case(world, CLASSIFICATION)
    add_rockets(**row)
    record(case, world.mira, result="changed", entries={2: ["ML4"]}, told="It is the seeker of a missile.")
    return case


def found(kind: AssessmentKind, **changes: Any) -> Findings:
    results = {AssessmentKind.CLASSIFICATION: "confirmed", AssessmentKind.ROUTE: "clear", AssessmentKind.CRITERIA: "none"}
    fit: dict[str, Any] = {
        "kind": kind,
        "result": results.get(kind, "complete"),
        "findings": "As filed.",
        "sources": [REGISTER],
    }
    return Findings(**fit | changes)


def weigh(case: Case, **found: dict[str, Any]) -> dict[str, Any]:
    """Findings by every criterion that is asked of a case: no risk, and what is said otherwise by code, such as `EU7`."""
    sets = load_asked(case, read_filed_document(case) or {})
    findings = []
    for code, (_set, criterion) in index_criteria(sets).items():
        said = dict(found.get(code, {}))
        answers = dict.fromkeys([one.code for one in criterion.questions], "no") | said.pop("answers", {})
        findings.append(CriterionFinding(code, **{"result": "none", "answers": answers} | said))
    return {"criteria": findings, "sets": {one.code: one.version for one in sets}, "result": sum_findings(findings)}


@scene
def record(case: Case, user: User, kind: AssessmentKind = AssessmentKind.CLASSIFICATION, **changes: Any) -> Assessment:
    if kind is AssessmentKind.CRITERIA and "criteria" not in changes:
        changes = weigh(case) | changes
    return record_assessment(case, user, found(kind, **changes), version=case.versions.count())


@scene
def keep_weighing(case: Case, user: User, *, details: Any = None, result: str = "", **found: dict[str, Any]) -> Assessment:
    """An assessment of criteria written by hand, in a case whose procedure asks for none."""
    said = weigh(case, **found)
    kept = {
        "sets": [{"set": code, "version": version} for code, version in said["sets"].items()],
        "criteria": [one.as_data() for one in said["criteria"]],
    }
    with by_hand():
        return Assessment.objects.create(
            case=case,
            version=case.versions.latest("number"),
            kind=AssessmentKind.CRITERIA,
            result=result or said["result"],
            findings="As found.",
            data_on=today(),
            details=kept if details is None else details,
            fields_digest="0" * 64,
            recorded_by=user,
            recorded_at=now(),
        )


def today() -> Any:
    return to_local_day(now())


def person_of_both(world: World) -> User:
    """Mira of the foreign ministry, who is a case officer, too."""
    with by_hand():
        Appointment.objects.create(user=world.mira, kind=Office.CASE_OFFICER, period=ALWAYS)
    return world.mira


CRITERIA = {"kind": "criteria", "owner": "case_officer"}
# A risk of diversion as it is found, and the two ways in which it may be judged.
DIVERSION = {
    "answers": {"EU7.a": "yes"},
    "likelihood": "medium",
    "severity": "high",
    "sources": "Report of the embassy, 12 March",
}
MITIGATED = DIVERSION | {"result": "mitigated", "mitigation": "Receipt is verified at the border."}
CLEAR = DIVERSION | {"result": "clear_risk"}
PROHIBITED = {"result": "absolute", "answers": {"EU1.a": "yes"}, "sources": "Resolution of the Council"}

REGISTER = Source(register="Catalogue of the maker", reference="Z-40, sheet 3")
