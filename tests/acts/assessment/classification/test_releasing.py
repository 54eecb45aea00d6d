"""A request of which nothing is controlled ends: by another officer than who classified it, told, and with nothing kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.assessment.classification.releasing import release_goods
from licensing.acts.assessment.sweeping import screen_due_cases
from licensing.choices import AssessmentKind, CaseState, HitVerdict
from licensing.errors import ConflictOfDuties, Invalid, NotAllowed, StoppedByScreening, WrongState
from licensing.models import Case, Event, Licence
from tests.acts.assessment.assessed import CLASSIFICATION, record, today, uncontrolled_case, waiting_case
from tests.acts.assessment.state import LISTED, one_hit, publish_list_of, second_case_officer
from tests.acts.assessment.test_disposing import say
from tests.world import World

WHY = "Toys, by their data sheet: no entry names them."


def test_the_request_ends_without_a_licence_and_its_applicant_reads_why(world: World) -> None:
    case = release_goods(uncontrolled_case(world), world.otto, reason=WHY)

    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.closed_at is not None, case.is_open) == (CaseState.NOT_REQUIRED, True, False)
    assert not case.clocks.running().exists()
    assert not case.rounds.open().exists()
    assert not Licence.objects.filter(case=case).exists()
    told = Event.objects.get(case=case, kind="case.goods_released")
    assert (told.data["items"], told.data["reason"]) == ([1, 2], WHY)
    with pytest.raises(WrongState):
        record(case, world.mira)


def test_while_an_item_is_controlled_or_nobody_has_said_so_a_licence_is_required(world: World) -> None:
    case = waiting_case(world, CLASSIFICATION)
    with pytest.raises(WrongState, match="A licence is required until"):
        release_goods(case, world.otto, reason=WHY)

    record(case, world.mira, result="changed", entries={1: []}, told="A toy.")

    with pytest.raises(WrongState, match="A licence is required until"):
        release_goods(case, world.otto, reason=WHY)
    assert Case.objects.get(pk=case.pk).state == CaseState.MINISTRY_REVIEW


def test_a_classification_that_holds_no_longer_ends_nothing(world: World) -> None:
    case = waiting_case(world, CLASSIFICATION)
    record(case, world.mira, result="not_controlled", entries={1: [], 2: []}, told="A toy.", expires_on=today())

    with at_time(now() + timedelta(days=2)), pytest.raises(WrongState):
        release_goods(case, world.otto, reason=WHY)


@pytest.mark.walk
def test_a_strong_hit_stops_it_until_two_have_said_that_it_is_somebody_else(world: World) -> None:
    case = uncontrolled_case(world)
    publish_list_of(world, LISTED)
    for clear in ((), (world.otto,)):
        for officer in clear:
            screen_due_cases()
            say(one_hit(), officer)
        with pytest.raises(StoppedByScreening, match="Invented Carrier"):
            release_goods(case, world.otto, reason=WHY)
    assert Case.objects.get(pk=case.pk).state == CaseState.MINISTRY_REVIEW

    say(one_hit(), second_case_officer())

    assert release_goods(case, world.otto, reason=WHY).state == CaseState.NOT_REQUIRED


@pytest.mark.walk
def test_a_listed_party_gets_no_such_letter(world: World) -> None:
    case = uncontrolled_case(world)
    publish_list_of(world, LISTED)
    screen_due_cases()
    say(one_hit(), world.otto, HitVerdict.TRUE)

    with pytest.raises(StoppedByScreening, match="stands on the list"):
        release_goods(case, world.otto, reason=WHY)


def test_whoever_classified_the_goods_does_not_end_the_request(world: World) -> None:
    case = waiting_case(world, {"kind": "classification", "owner": "case_officer"})
    record(case, world.otto, AssessmentKind.CLASSIFICATION, result="not_controlled", entries={1: [], 2: []}, told="A toy.")

    with pytest.raises(ConflictOfDuties, match="another officer"):
        release_goods(case, world.otto, reason=WHY)
    assert release_goods(case, second_case_officer(), reason=WHY).state == CaseState.NOT_REQUIRED


def test_a_reason_is_given_and_only_officers_give_it(world: World) -> None:
    case = uncontrolled_case(world)

    with pytest.raises(Invalid):
        release_goods(case, world.otto, reason="  ")
    for person in (world.paula, world.mira, world.dora):
        with pytest.raises(NotAllowed):
            release_goods(case, person, reason=WHY)
