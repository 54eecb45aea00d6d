"""An assessment is a typed record of a named person, under the right that its procedure asks for; the newest counts."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from licensing.acts.assessment.recording import Source, record_assessment
from licensing.acts.record.verification import verify_record
from licensing.acts.signoff import positions
from licensing.choices import AssessmentKind, CaseRole
from licensing.errors import ConflictOfDuties, Invalid, NoMandate, NotAllowed, NotAssessed, WrongState
from licensing.models import Assessment, CaseDuty, Event, SourceKind
from licensing.policy.assessment.dependence import compute_dependence_digest
from licensing.policy.assessment.kinds import KINDS
from tests.acts.assessment.assessed import CLASSIFICATION, REGISTER, found, record, today, waiting_case
from tests.by_hand import by_hand
from tests.world import World, approve

C, R = AssessmentKind.CLASSIFICATION, AssessmentKind.ROUTE


def test_a_record_says_who_found_what_by_which_right_and_of_what(world: World) -> None:
    case = waiting_case(world)
    paper = case.documents.first()

    kept = record(case, world.mira, sources=[REGISTER, Source(document=paper.pk)], expires_on=today() + timedelta(days=30))

    [version] = case.versions.all()
    event = Event.objects.get(kind="assessment.recorded")
    assert (kept.recorded_by, kept.body_id, kept.version, kept.data_on) == (world.mira, "MFA", version, today())
    assert kept.sources == [
        {"register": "Catalogue of the maker", "reference": "Z-40, sheet 3"},
        {"document": str(paper.pk), "title": paper.title, "sha256": paper.sha256},
    ]
    assert kept.fields_digest == compute_dependence_digest(json.loads(version.canonical), KINDS[C].depends_on)
    assert (event.data["assessment"], event.data["body"], event.data["digest"]) == (str(kept.pk), "MFA", kept.fields_digest)
    assert CaseDuty.objects.get(case=case, person=world.mira).duty == CaseRole.SIGNED
    assert verify_record().fault is None


def test_a_seat_speaks_only_after_what_it_depends_on(world: World) -> None:
    case = waiting_case(world, CLASSIFICATION)
    world.state_need(case)

    with pytest.raises(NotAssessed) as refused:
        positions.sign_case(case, world.greta, approve(), version=1)
    positions.sign_case(case, world.mira, approve(), version=1)
    record(case, world.mira)
    positions.sign_case(case, world.greta, approve(), version=1)

    assert refused.value.extra == {"kind": "classification"}
    assert case.rounds.get().standing.count() == 2


@pytest.mark.parametrize(
    ("who", "kind", "problem"),
    [
        ("rhea", C, NoMandate),
        ("otto", C, NoMandate),
        ("mira", R, NotAllowed),
        ("dora", C, NotAllowed),
        ("paula", C, NotAllowed),
        ("mira", AssessmentKind.CRITERIA, NotAllowed),
        ("otto", AssessmentKind.NEED, WrongState),
        ("otto", AssessmentKind.SCREENING, WrongState),
    ],
)
def test_nobody_records_what_is_not_theirs(world: World, who: str, kind: AssessmentKind, problem: Any) -> None:
    case = waiting_case(world)

    with pytest.raises(problem):
        record(case, getattr(world, who), kind)

    assert not Assessment.objects.exists()


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"result": "fine"}, "result"),
        ({"findings": " "}, "findings"),
        ({"sources": []}, "sources"),
        ({"sources": [Source(document=uuid4())]}, "sources.0"),
        ({"sources": [REGISTER, Source(list_code="NONE")]}, "sources.1"),
        ({"sources": [Source(register=" ")]}, "sources.0"),
        ({"sources": [REGISTER] * 51}, "sources"),
        ({"findings": "x" * 20_001}, "findings"),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_kept(world: World, changes: dict[str, Any], path: str) -> None:
    case = waiting_case(world)

    with pytest.raises(Invalid) as refused:
        record(case, world.mira, **changes)

    assert [gap.path for gap in refused.value.gaps] == [path]
    assert not Assessment.objects.exists()


def test_days_that_cannot_be_are_named_together(world: World) -> None:
    case = waiting_case(world)

    with pytest.raises(Invalid) as refused:
        record(case, world.mira, data_on=today() + timedelta(days=1), expires_on=today() - timedelta(days=1))

    assert [gap.path for gap in refused.value.gaps] == ["data_on", "expires_on"]


def test_nobody_assesses_a_version_that_is_not_the_newest(world: World) -> None:
    case = waiting_case(world)

    with pytest.raises(Invalid) as refused:
        record_assessment(case, world.mira, found(C), version=2)

    assert [gap.path for gap in refused.value.gaps] == ["version"]


def test_who_assesses_does_not_vote_where_the_procedure_keeps_them_apart(world: World) -> None:
    case = waiting_case(world, CLASSIFICATION | {"apart": True})
    record(case, world.mira)

    with pytest.raises(ConflictOfDuties):
        positions.sign_case(case, world.mira, approve(), version=1)

    assert (
        "Classification of goods"
        in positions.list_seat_statuses(case, world.mira, now=case.rounds.get().opened_at)[0].obstacles[0]
    )


def test_who_has_voted_does_not_assess_where_the_procedure_keeps_them_apart(world: World) -> None:
    case = waiting_case(world, CLASSIFICATION | {"apart": True})
    positions.sign_case(case, world.mira, approve(), version=1)

    with pytest.raises(ConflictOfDuties):
        record(case, world.mira)


def test_a_source_in_words_has_a_kind_of_the_list_by_the_name_that_it_has_now(world: World) -> None:
    case = waiting_case(world)
    with by_hand():
        SourceKind.objects.filter(pk="open").update(active=False)

    kept = record(case, world.mira, sources=[replace(REGISTER, kind="maker"), REGISTER])
    with by_hand():
        SourceKind.objects.filter(pk="maker").update(names={"en": "Leaflet"})

    assert [one.get("kind") for one in kept.sources] == ["maker", None]
    assert kept.sources[0]["kind_names"]["en"] == "Catalogue or data sheet of the maker"
    for kind in ("nonsense", "open"):
        with pytest.raises(Invalid) as refused:
            record(case, world.mira, sources=[replace(REGISTER, kind=kind)])
        assert [(one.code, one.path) for one in refused.value.gaps] == [("unknown_code", "sources.0.kind")]
    with pytest.raises(Invalid) as refused:
        record(case, world.mira, sources=[Source(list_code="UN", kind="maker")])
    assert [(one.code, one.path) for one in refused.value.gaps] == [("unexpected", "sources.0.kind")]
    assert Assessment.objects.count() == 1
