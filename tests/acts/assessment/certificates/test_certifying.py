"""The assessment of a certificate rests on what is on record of it, and holds no longer than that."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.assessment.lapsing import find_run_out_assessments, lapse_run_out_assessments
from licensing.acts.assessment.standing import list_standings
from licensing.acts.decisions.government import grant_case
from licensing.acts.record.verification import verify_record
from licensing.acts.signoff.positions import sign_case
from licensing.choices import AssessmentKind, AssessmentState, LapseReason, StepResult
from licensing.errors import Invalid
from licensing.models import Assessment, AssessmentLapse, Case
from tests.acts.assessment.assessed import record, waiting_case
from tests.certificates import check, cite_again, take_up, verify
from tests.trial import GOVERNMENT, MINISTRIES, use_procedure
from tests.world import World, approve, resolution

K = AssessmentKind.CERTIFICATE
CERTIFICATE = {"kind": "certificate", "owner": "case_officer"}


def refused(world: World, case: Case, result: str) -> str:
    with pytest.raises(Invalid) as problem:
        record(case, world.otto, K, result=result)
    [gap] = problem.value.gaps
    assert gap.path == "result"
    return str(gap.message)


def state_of(case: Case) -> AssessmentState:
    round = case.rounds.open().select_related("stage__procedure__calendar").get()
    [standing] = list_standings(round, at=now())
    return standing.state


@pytest.mark.walk
def test_it_is_sound_only_once_elements_and_steps_are_on_record(world: World) -> None:
    case = waiting_case(world, CERTIFICATE)

    said = [refused(world, case, "complete")]
    take_up(world, case)
    said.append(refused(world, case, "complete"))
    check(world, case, E13="absent")
    verify(world, case)
    said.append(refused(world, case, "complete"))
    check(world, case)
    kept = record(case, world.otto, K, result="complete")

    assert [one.partition(": ")[2] for one in said] == [
        "the case cites no certificate.",
        "no step has confirmed that it is genuine; nobody has checked its elements.",
        "required elements are not there: E13.",
    ]
    assert kept.details["certificate"] == {
        "id": str(kept.case.citations.get().certificate_id),
        "number": "EE-EUC-7",
        "revision": 4,
        "missing": [],
        "authenticity": "genuine",
    }
    assert state_of(case) is AssessmentState.DONE
    assert verify_record().fault is None


def test_a_false_one_is_suspicious_and_nothing_better(world: World) -> None:
    case = waiting_case(world, CERTIFICATE)
    take_up(world, case)
    check(world, case)
    verify(world, case, StepResult.DENIES)

    assert "at best: it was found to be false" in refused(world, case, "deficient")
    assert record(case, world.otto, K, result="suspicious").result == "suspicious"


def test_a_person_may_find_worse_than_what_is_on_record(world: World) -> None:
    case = waiting_case(world, CERTIFICATE)

    assert record(case, world.otto, K, result="deficient").details == {}
    assert record(case, world.otto, K, result="suspicious").result == "suspicious"


def test_whatever_is_found_after_it_makes_it_lapse_with_the_number(world: World) -> None:
    case = waiting_case(world, CERTIFICATE)
    take_up(world, case)
    kept = record(case, world.otto, K, result="deficient")

    verify(world, case)

    lapse = AssessmentLapse.objects.get(assessment=kept)
    assert (lapse.reason, lapse.because[0]["en"]) == (LapseReason.CERTIFICATE, "Certificate EE-EUC-7")
    assert state_of(case) is AssessmentState.LAPSED


@pytest.mark.walk
def test_it_holds_no_longer_in_other_cases_that_cite_it_and_the_sweep_writes_it_down(world: World) -> None:
    use_procedure(MINISTRIES | {"assessments": [CERTIFICATE]}, GOVERNMENT)
    first, second = world.accepted(), world.accepted(title="A second sale")
    cite_again(world, second, take_up(world, first))
    kept = record(second, world.otto, K, result="deficient")
    assert find_run_out_assessments() == []

    check(world, first)

    before = state_of(second)
    assert [one.pk for one in find_run_out_assessments()] == [kept.pk]
    lapse_run_out_assessments(second)
    assert (before, state_of(second)) == (AssessmentState.LAPSED, AssessmentState.LAPSED)
    assert AssessmentLapse.objects.get().reason == LapseReason.CERTIFICATE
    assert find_run_out_assessments() == []
    assert verify_record().fault is None


def test_its_last_day_keeps_it_from_being_sound(world: World) -> None:
    case = waiting_case(world, CERTIFICATE)
    take_up(world, case)
    check(world, case)
    verify(world, case)

    with at_time(now() + timedelta(days=200)):
        assert "its last day has passed" in refused(world, case, "complete")

    assert not Assessment.objects.exists()


@pytest.mark.walk
def test_in_a_decided_case_nothing_lapses_that_nobody_could_record_again(world: World) -> None:
    case = waiting_case(world, CERTIFICATE)
    take_up(world, case)
    record(case, world.otto, K, result="deficient")
    world.state_need(case)
    for member in (world.rhea, world.greta, world.mira):
        sign_case(case, member, approve(), version=1)
    grant_case(case, world.dora, resolution())

    verify(world, case, StepResult.DENIES)

    assert not AssessmentLapse.objects.exists()
