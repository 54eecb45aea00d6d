"""Findings by criterion are part of the record: under the version that they cite, by who may, and never against themselves."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.acts.acting import now
from licensing.acts.assessment.criteria.weighing import find_newest_weighing, load_asked, read_findings
from licensing.acts.assessment.standing import find_requirement, list_case_standings
from licensing.acts.decisions import government
from licensing.acts.record.verification import verify_record
from licensing.acts.signoff import positions, recusal
from licensing.choices import AssessmentKind, RecusalReason
from licensing.errors import ConflictOfDuties, Invalid, NoMandate, NotAllowed, ProhibitedByCriterion, WrongState
from licensing.models import Assessment, Case, CriterionSet
from licensing.models.requests.composition import read_filed_document
from tests.acts.assessment.assessed import CLASSIFICATION, CLEAR, CRITERIA, MITIGATED, PROHIBITED, record, waiting_case, weigh
from tests.acts.plans.countries.test_deciding import submitted
from tests.acts.signoff.cases import reload_case
from tests.by_hand import by_hand
from tests.world import World, approve, resolution

K = AssessmentKind.CRITERIA


def test_findings_are_kept_with_the_version_that_they_cite(world: World) -> None:
    case = waiting_case(world, CRITERIA)

    kept = record(case, world.otto, K, **weigh(case, EU7=MITIGATED))

    found = {one.criterion: one for one in read_findings(kept)}
    assert kept.result == "mitigated"
    assert kept.details["sets"] == [
        {"set": "ATT", "version": "2014"},
        {"set": "EU", "version": "2025/779"},
        {"set": "UA", "version": "1"},
    ]
    assert (found["EU7"].result, found["EU7"].mitigation, found["EU1"].result) == (
        "mitigated",
        "Receipt is verified at the border.",
        "none",
    )
    assert find_newest_weighing(case) == kept
    assert verify_record().fault is None


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        (lambda said: said | {"criteria": []}, None),
        (lambda said: said | {"result": "clear_risk"}, ["result"]),
        (lambda said: said | {"sets": said["sets"] | {"EU": "2008"}}, ["sets.EU"]),
        (lambda said: said | {"criteria": [*said["criteria"], said["criteria"][0].__class__("EU9", "none")]}, ["criteria.EU9"]),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(world: World, changes: Any, paths: Any) -> None:
    case = waiting_case(world, CRITERIA)

    with pytest.raises(Invalid) as refused:
        record(case, world.otto, K, **changes(weigh(case)))

    assert paths is None or [gap.path for gap in refused.value.gaps] == paths
    assert not Assessment.objects.exists()


def test_a_result_against_its_answers_is_refused_in_plain_words(world: World) -> None:
    case = waiting_case(world, CRITERIA)

    with pytest.raises(Invalid) as refused:
        record(case, world.otto, K, **weigh(case, EU1=PROHIBITED | {"result": "none"}, EU7=CLEAR | {"result": "none"}))

    assert [str(gap.sentence) for gap in refused.value.gaps] == [
        "EU1 is absolute, and an answer is yes: the transfer is prohibited.",
        "EU7: an answer is yes or unclear, so that there is a risk.",
    ]


def test_whoever_has_another_part_in_the_case_weighs_nothing(world: World) -> None:
    case = waiting_case(world, CRITERIA)

    with pytest.raises(NotAllowed):
        record(case, world.paula, K)
    with pytest.raises((NotAllowed, ConflictOfDuties)):
        record(case, world.dora, K)

    assert not Assessment.objects.exists()


def test_whoever_declared_a_conflict_of_interest_weighs_nothing(world: World) -> None:
    case = waiting_case(world, CRITERIA | {"owner": "MFA"})
    recusal.recuse_member(case, world.mira, reason=RecusalReason.FAMILY)

    with pytest.raises((NotAllowed, NoMandate)):
        record(case, world.mira, K)

    assert not Assessment.objects.exists()


def test_where_no_set_is_in_force_the_result_is_said_in_words_alone(world: World) -> None:
    case = waiting_case(world, CRITERIA)
    with by_hand():
        CriterionSet.objects.update(active=False)

    kept = record(case, world.otto, K, criteria=(), result="none")

    assert (kept.details, read_findings(kept)) == ({}, [])


def test_where_the_procedure_asks_for_none_officers_weigh_and_what_they_find_binds(world: World) -> None:
    case = world.before_government()

    kept = record(case, world.otto, K, **weigh(case, EU1=PROHIBITED))

    assert kept.result == "absolute"
    with pytest.raises(ProhibitedByCriterion):
        government.grant_case(reload_case(case), world.dora, resolution())
    with pytest.raises(Invalid) as unnamed:
        government.refuse_case(reload_case(case), world.dora, resolution(grounds=["R05"]))
    assert [gap.path for gap in unnamed.value.gaps] == ["criteria"]


def test_unasked_nobody_waits_for_it_and_nobody_else_records_it(world: World) -> None:
    case = world.with_need()

    with pytest.raises(NotAllowed):
        record(case, world.mira, K)
    with pytest.raises(WrongState):
        record(case, world.otto, AssessmentKind.ROUTE)
    positions.sign_case(case, world.greta, approve(), version=1)

    assert not Assessment.objects.exists()


def test_of_what_the_state_signs_off_for_itself_nobody_weighs_anything(world: World) -> None:
    review = submitted(world).review
    assert review is not None

    assert find_requirement(review, K) is None
    assert list_case_standings(review, None, at=now()) == []


def test_questions_follow_the_entries_that_the_authority_found(world: World) -> None:
    case = waiting_case(world, CLASSIFICATION, CRITERIA)
    before = list_questions(case)

    record(case, world.mira, AssessmentKind.CLASSIFICATION, result="changed", entries={1: ["ML4"]}, told="It is a weapon.")
    kept = record(case, world.otto, K)

    more = list_questions(case) - before
    assert more == {"ATT7.4.a", "EU1.c"}
    assert more <= {code for one in read_findings(kept) for code in one.answers}


def list_questions(case: Case) -> set[str]:
    asked = load_asked(case, read_filed_document(case) or {})
    return {question.code for one in asked for criterion in one.criteria for question in criterion.questions}
