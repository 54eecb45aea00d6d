"""A version of a country plan is signed off as a case that nobody applied for: by its working group, then the government."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.decisions.government import grant_case
from licensing.acts.decisions.sittings import list_waiting_cases
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.plans.countries.deciding import decide_version, submit_version
from licensing.acts.plans.countries.group import add_body
from licensing.acts.plans.countries.projects import rank_project
from licensing.acts.plans.reviews import is_recommended
from licensing.acts.requests.submission import send_back_case, withdraw_case
from licensing.acts.signoff.positions import PositionInput, sign_case
from licensing.acts.signoff.rounds import close_due_round
from licensing.choices import CaseState, PositionChoice, ProjectVerdict, StageOutcome
from licensing.errors import Invalid, NotPassed, Problem, WrongState
from licensing.models import Body, Case, CountryPlan, Position, Round, RoundSeat
from licensing.models.requests.lifecycle import ACTS_OF_STATE
from tests.acts.plans.countries.state import opened, proposed, secretary, sign_off, sign_off_group
from tests.acts.plans.countries.test_deciding import APPROVE, submitted
from tests.world import World, approve, awaited_bodies, object_to, resolution


def review_of(world: World) -> Case:
    """The case of a version with two proposed projects, which waits for the bodies of its group."""
    review = submitted(world).review
    assert review is not None
    return review


def test_a_version_becomes_a_case_of_the_state_in_which_its_group_has_the_seats(world: World) -> None:
    case = Case.objects.get(pk=review_of(world).pk)

    assert (case.organisation, case.state, case.applicant_name) == (None, CaseState.MINISTRY_REVIEW, "The state")
    seats = RoundSeat.objects.filter(round__case=case).order_by("number")
    assert list(seats.values_list("body", "role", "chair", "mandatory")) == [
        ("GS", "deliberative", True, True),
        ("MOD", "deliberative", False, False),
    ]
    assert not Case.objects.requests().filter(pk=case.pk).exists()
    assert list_obstacles(case, at=now()) != []


def test_nobody_of_a_partner_sees_it_and_bodies_see_it_once_they_are_asked(world: World) -> None:
    version, seer = submitted(world), secretary()
    plans, cases = CountryPlan.objects, Case.objects

    for person in (world.paula, world.rita, world.stella, world.mira):
        assert not cases.visible_to(person, on=now()).filter(kind="plan_review").exists(), person
        assert not plans.visible_to(person, on=to_local_day(now())).exists(), person
    assert not plans.visible_to(seer, on=to_local_day(now())).exists()
    sign_off_group(world, version)
    assert plans.visible_to(seer, on=to_local_day(now())).exists()
    assert cases.visible_to(seer, on=now()).filter(pk=version.review_id).exists()


@pytest.mark.walk
def test_no_act_of_a_request_is_open_to_it_and_no_sitting_calls_it(world: World) -> None:
    case = sign_off_group(world, submitted(world))

    assert not list_waiting_cases(world.dora).exists()
    for attempt in (
        lambda: grant_case(case, world.dora, resolution()),
        lambda: send_back_case(case, world.otto, grounds=[], reason="No."),
        lambda: withdraw_case(case, world.paula, reason="No."),
    ):
        with pytest.raises(Problem):
            attempt()
    request = world.filed()
    assert not ACTS_OF_STATE & request.list_possible_acts().keys()


@pytest.mark.walk
def test_the_government_decides_only_what_the_bodies_have_signed(world: World) -> None:
    version, today = submitted(world), to_local_day(now())

    with pytest.raises(WrongState):
        decide_version(version, world.dora, resolution_no="1", resolution_on=today, rulings={1: APPROVE, 2: APPROVE})
    sign_off_group(world, version)
    with pytest.raises(NotPassed, match="must still speak"):
        decide_version(version, world.dora, resolution_no="1", resolution_on=today, rulings={1: APPROVE, 2: APPROVE})
    sign_case(version.review, secretary(), approve(), version=1)
    decide_version(version, world.dora, resolution_no="1", resolution_on=today, rulings={1: APPROVE, 2: APPROVE})


@pytest.mark.walk
def test_what_the_bodies_did_not_recommend_is_approved_with_a_reason_alone(world: World) -> None:
    version, today = submitted(world), to_local_day(now())
    for person in (world.greta, world.rhea):
        sign_case(version.review, person, object_to("Our own forces need the line."), version=1)
    case = Case.objects.get(pk=version.review_id)
    assert case.state == CaseState.GOVERNMENT_DECISION
    sign_case(case, secretary(), approve(), version=1)

    with pytest.raises(Invalid) as refused:
        decide_version(version, world.dora, resolution_no="1", resolution_on=today, rulings={1: APPROVE, 2: APPROVE})
    assert [gap.path for gap in refused.value.gaps] == ["reasons.1", "reasons.2"]
    rulings = dict.fromkeys((1, 2), (ProjectVerdict.APPROVE, "A second line is built first."))
    assert decide_version(version, world.dora, resolution_no="1", resolution_on=today, rulings=rulings).state == "decided"


def test_a_version_of_which_no_project_is_approved_is_refused_or_returned(world: World) -> None:
    version, today = sign_off(world, submitted(world)), to_local_day(now())
    rulings = {1: (ProjectVerdict.DISCUSS, "The site."), 2: (ProjectVerdict.STOP, "No.")}

    decide_version(version, world.dora, resolution_no="1", resolution_on=today, rulings=rulings)

    case = Case.objects.get(pk=version.review_id)
    assert (case.state, case.closed_at is not None) == (CaseState.REFUSED, True)
    assert not case.clocks.running().exists()


def test_what_the_general_staff_leaves_unsaid_to_the_deadline_is_referred_up_without_a_recommendation(world: World) -> None:
    case = review_of(world)
    sign_case(case, world.rhea, approve(), version=1)

    with at_time(now() + timedelta(days=40)):
        assert close_due_round(case) == StageOutcome.ESCALATED

    case = Case.objects.get(pk=case.pk)
    assert (case.state, is_recommended(case)) == (CaseState.GOVERNMENT_DECISION, False)


def test_a_body_that_joined_the_group_has_a_vote_of_its_own(world: World) -> None:
    plan = opened(world)
    add_body(plan, world.greta, Body.objects.get(pk="MFA"))
    rank_project(proposed(world, plan), world.greta, priority=1, reason="Needed.")
    version = submit_version(plan, world.rhea)

    sign_off_group(world, version)
    assert awaited_bodies(version.review) == ["MFA"]
    sign_case(version.review, world.mira, object_to("The partner sells them on."), version=1)

    assert Case.objects.get(pk=version.review_id).state == CaseState.GOVERNMENT_DECISION
    assert Round.objects.filter(case=version.review, outcome=StageOutcome.PASSED, stage__code="group").exists()


def test_a_country_plan_is_not_approved_with_conditions(world: World) -> None:
    case = review_of(world)
    view = PositionInput(PositionChoice.CONDITIONS, conditions=[{"code": "", "text": "Less."}])

    with pytest.raises(Invalid) as refused:
        sign_case(case, world.greta, view, version=1)
    assert next(gap.path for gap in refused.value.gaps) == "choice"
    assert not Position.objects.exists()
