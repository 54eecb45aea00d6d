"""A request whose goods were found to be others takes the way of these: its stages, seats and time limits, told and once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.assessment.classification.rerouting import reroute_case
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.record.verification import verify_record
from licensing.acts.requests.amending import amend_case
from licensing.acts.requests.questions import ask_question
from licensing.acts.signoff import positions
from licensing.choices import CaseState, ClockKind
from licensing.errors import Invalid, NoProcedure, NotAllowed, WrongState
from licensing.models import Case, Clock, Event, Procedure, RoutingRow, StandingPosition, SupplyReservation
from tests.acts.assessment.assessed import CLASSIFICATION, add_rockets, misfiled_case, record, today, waiting_case
from tests.by_hand import by_hand
from tests.world import World, approve

WHY = "The item is a rocket, so the full procedure hears it."


def reload(case: Case) -> Case:
    return Case.objects.select_related("procedure").get(pk=case.pk)


@pytest.mark.walk
def test_another_procedure_opens_its_first_stage_and_asks_everybody_anew(world: World) -> None:
    case = misfiled_case(world)
    positions.sign_case(case, world.greta, approve(), version=1)
    former = case.clocks.running().get(kind=ClockKind.LEGAL)

    reroute_case(case, world.otto, reason=WHY)

    case = reload(case)
    assert case.procedure is not None
    assert (case.procedure.code, case.state) == ("national-military", CaseState.MINISTRY_REVIEW)
    [round] = case.rounds.open()
    first = case.procedure.stages.order_by("number")[0]
    assert (round.stage, round.version.number) == (first, 1)
    assert not StandingPosition.objects.filter(round__case=case).exists()
    voided = Event.objects.get(case=case, kind="position.voided")
    assert voided.data["because"][0]["en"].startswith("Another procedure follows: Military goods")
    # The term of the law is that of the procedure that follows, from the day from which it counted.
    legal = case.clocks.running().get(kind=ClockKind.LEGAL)
    assert (legal.started_at, legal.term_amount) == (former.started_at, case.procedure.term_amount)
    assert case.clocks.running().filter(kind=ClockKind.STAGE).count() == 1
    told = Event.objects.get(case=case, kind="case.rerouted")
    assert (told.data["procedure"], told.data["entries"], told.data["reason"]) == ("national-military", ["2: ML4"], WHY)
    assert [one.code for one in list_obstacles(case, at=now()) if one.code == "routed_otherwise"] == []
    assert verify_record(with_files=False).fault is None


@pytest.mark.walk
def test_the_request_stays_on_it_while_it_says_what_was_found_to_be_wrong(world: World) -> None:
    case = misfiled_case(world)
    reroute_case(case, world.otto, reason=WHY)
    with pytest.raises(WrongState, match="takes the way that it is on"):
        reroute_case(case, world.otto, reason=WHY)

    amend_case(case, world.paula, {"title": "A clearer title"}, reason="Clearer.")

    case = reload(case)
    assert case.procedure is not None
    assert (case.procedure.code, case.routing["found"][0]["entries"]) == ("national-military", ["ML4"])


@pytest.mark.walk
def test_what_paused_the_time_of_the_law_still_does(world: World) -> None:
    case = misfiled_case(world)
    ask_question(case, world.otto, text="Which seeker?", due_on=today() + timedelta(days=5))
    before = list(Clock.objects.get(case=case, kind=ClockKind.LEGAL, ended_at=None).pauses.values_list("reason", "since"))

    reroute_case(case, world.otto, reason=WHY)

    legal = Clock.objects.get(case=case, kind=ClockKind.LEGAL, ended_at=None)
    assert list(legal.pauses.values_list("reason", "since")) == before
    assert legal.pauses.get().until is None


@pytest.mark.walk
def test_from_the_government_it_goes_back_to_the_ministries_and_nothing_stays_reserved(world: World) -> None:
    case = waiting_case(world, CLASSIFICATION)
    record(case, world.mira)
    world.state_need(case)
    for member in (world.rhea, world.greta, world.mira):
        positions.sign_case(case, member, approve(), version=1)
    assert reload(case).state == CaseState.GOVERNMENT_DECISION
    add_rockets()
    record(case, world.mira, result="changed", entries={2: ["ML4"]}, told="It is a seeker.")

    reroute_case(case, world.otto, reason=WHY)

    case = reload(case)
    assert case.state == CaseState.MINISTRY_REVIEW
    assert not SupplyReservation.objects.running().filter(case=case).exists()
    assert verify_record(with_files=False).fault is None


@pytest.mark.walk
def test_under_the_same_procedure_further_bodies_are_heard_and_those_who_knew_stand(world: World) -> None:
    case = misfiled_case(world, procedure_code="", extra_seats=["SBU"])
    positions.sign_case(case, world.greta, approve(), version=1)
    procedure, legal = case.procedure_id, Clock.objects.get(case=case, kind=ClockKind.LEGAL).pk

    reroute_case(case, world.otto, reason=WHY)

    case = reload(case)
    [round] = case.rounds.open()
    assert (case.procedure_id, Clock.objects.get(case=case, kind=ClockKind.LEGAL).pk) == (procedure, legal)
    assert "SBU" in round.seats.values_list("body", flat=True)
    # She signed after the goods were classified, so she knew.
    assert [one.position.person for one in StandingPosition.objects.filter(round=round)] == [world.greta]


@pytest.mark.walk
def test_what_was_signed_before_the_goods_were_known_is_asked_again(world: World) -> None:
    case = waiting_case(world, CLASSIFICATION | {"seats": ["MOD"]})
    positions.sign_case(case, world.greta, approve(), version=1)
    add_rockets(procedure_code="", extra_seats=["SBU"])
    record(case, world.mira, result="changed", entries={2: ["ML4"]}, told="It is a seeker.")

    reroute_case(case, world.otto, reason=WHY)

    assert not StandingPosition.objects.filter(round__case=case).exists()
    assert Event.objects.get(case=case, kind="position.voided").data["because"][0]["en"].endswith("→ ML4")


def test_where_no_other_way_follows_nothing_is_changed(world: World) -> None:
    case = waiting_case(world, CLASSIFICATION)
    before = Event.objects.count()

    with pytest.raises(WrongState, match="takes the way that it is on"):
        reroute_case(case, world.otto, reason=WHY)
    with pytest.raises(Invalid):
        reroute_case(case, world.otto, reason=" ")
    for person in (world.paula, world.mira, world.dora):
        with pytest.raises(NotAllowed):
            reroute_case(case, person, reason=WHY)
    assert Event.objects.count() == before


@pytest.mark.walk
def test_no_procedure_in_force_and_a_time_limit_that_would_be_over_refuse_it(world: World) -> None:
    case = misfiled_case(world)
    with by_hand():
        RoutingRow.objects.filter(code="rockets").update(procedure_code="nowhere")
    with pytest.raises(NoProcedure):
        reroute_case(case, world.otto, reason=WHY)
    with by_hand():
        RoutingRow.objects.filter(code="rockets").update(procedure_code="fast-lane")
    fast = Procedure.objects.filter(code="fast-lane").latest("version")
    with at_time(now() + timedelta(days=200)), pytest.raises(WrongState, match="the time limit of the law ended on"):
        reroute_case(case, world.otto, reason=WHY)

    assert fast.term_amount < 200
    assert reload(case).procedure == case.procedure
