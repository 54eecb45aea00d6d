"""A stage that waits for assessments, and the assessments that tests record."""

from __future__ import annotations

from typing import Any

from licensing.acts.acting import now, to_local_day
from licensing.acts.assessment.recording import Findings, Source, record_assessment
from licensing.choices import AssessmentKind, Office
from licensing.models import Appointment, Assessment, Case, User
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


def found(kind: AssessmentKind, **changes: Any) -> Findings:
    results = {AssessmentKind.CLASSIFICATION: "confirmed", AssessmentKind.ROUTE: "clear", AssessmentKind.CRITERIA: "none"}
    fit: dict[str, Any] = {
        "kind": kind,
        "result": results.get(kind, "complete"),
        "findings": "As filed.",
        "sources": [REGISTER],
    }
    return Findings(**fit | changes)


def record(case: Case, user: User, kind: AssessmentKind = AssessmentKind.CLASSIFICATION, **changes: Any) -> Assessment:
    return record_assessment(case, user, found(kind, **changes), version=case.versions.count())


def today() -> Any:
    return to_local_day(now())


def person_of_both(world: World) -> User:
    """Mira of the foreign ministry, who is a case officer, too."""
    with by_hand():
        Appointment.objects.create(user=world.mira, kind=Office.CASE_OFFICER, period=ALWAYS)
    return world.mira


REGISTER = Source(register="Catalogue of the maker", reference="Z-40, sheet 3")
