"""A version is submitted with priorities, frozen while it waits, and decided project by project by who did not work on it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.countries.deciding import call_version_back, decide_version, serialize_plan, submit_version
from licensing.acts.plans.countries.group import comment_on_plan
from licensing.acts.plans.countries.projects import edit_project, move_project, rank_project
from licensing.choices import CaseState, PlanState, ProjectStatus, ProjectVerdict, VersionState
from licensing.errors import Invalid, NotAllowed, WrongState
from licensing.models import Appointment, Case, CountryPlan, Event, PlanVersion, Project, ProjectRuling, Round
from licensing.policy.record.digests import compute_digest
from tests.acts.plans.countries.state import draft_project, opened, proposed, sign_off
from tests.by_hand import by_hand
from tests.scenes import scene
from tests.world import ALWAYS, World

APPROVE = (ProjectVerdict.APPROVE, "")


def ranked(world: World) -> CountryPlan:
    """A plan with two proposed projects, each with its priority."""
    plan = opened(world)
    for priority in (1, 2):
        rank_project(proposed(world, plan), world.greta, priority=priority, reason="Needed.")
    return plan


@scene
def submitted(world: World) -> PlanVersion:
    """A version with two proposed projects."""
    return submit_version(ranked(world), world.rhea)


@pytest.mark.walk
def test_the_government_decides_each_project_of_a_version(world: World) -> None:
    version, today = sign_off(world, submitted(world)), to_local_day(now())
    rulings = {1: APPROVE, 2: (ProjectVerdict.DISCUSS, "The site is not named.")}

    decide_version(version, world.dora, resolution_no="512-r", resolution_on=today, rulings=rulings)

    event = Event.objects.latest("number")
    assert (event.kind, event.data["rulings"]) == ("plan.decided", {"1": "approve", "2": "discuss"})
    assert list(Project.objects.order_by("number").values_list("status", flat=True)) == ["approved", "discussed"]
    assert ProjectRuling.objects.get(project__number=2).reason == "The site is not named."
    stored = PlanVersion.objects.get()
    assert (stored.state, stored.plan.state) == (VersionState.DECIDED, PlanState.WORKING)
    assert stored.review is not None
    assert (stored.review.state, stored.review.decision) == (CaseState.GRANTED, None)


def test_a_version_says_what_the_plan_said_and_nothing_of_it_changes_while_it_waits(world: World) -> None:
    version = submitted(world)
    project = Project.objects.get(number=1)

    assert version.digest == compute_digest(serialize_plan(version.plan))
    for attempt in (
        lambda: edit_project(project, world.rhea, draft_project(title="Other")),
        lambda: rank_project(project, world.greta, priority=9, reason="Later."),
        lambda: submit_version(version.plan, world.rhea),
    ):
        with pytest.raises(WrongState, match="in review"):
            attempt()
    comment_on_plan(version.plan, world.greta, text="We wait.")


@pytest.mark.walk
def test_an_approved_project_is_amended_by_another_version(world: World) -> None:
    version, today = sign_off(world, submitted(world)), to_local_day(now())
    decide_version(version, world.dora, resolution_no="1", resolution_on=today, rulings={1: APPROVE, 2: APPROVE})
    first = Project.objects.get(number=1)

    with pytest.raises(WrongState, match="not edited any more"):
        edit_project(first, world.rhea, draft_project(title="More of them"))
    move_project(first, world.greta, ProjectStatus.DISCUSSED, reason="The partner asks for more.")
    edit_project(first, world.rhea, draft_project(title="More of them"))
    move_project(first, world.rhea, ProjectStatus.PROPOSED, reason="Agreed.")
    amended = submit_version(version.plan, world.greta)

    titles = [[one["title"] for one in row.content["projects"]] for row in PlanVersion.objects.order_by("number")]
    assert (amended.number, [row[0] for row in titles]) == (2, ["UAVs made in Denmark", "More of them"])


def test_what_is_not_ready_is_not_submitted(world: World) -> None:
    plan = opened(world)

    with pytest.raises(Invalid, match="nothing to decide"):
        submit_version(plan, world.rhea)
    proposed(world, plan)
    with pytest.raises(Invalid, match="no priority"):
        submit_version(plan, world.rhea)


@pytest.mark.walk
def test_a_decision_rules_on_each_project_and_gives_reasons(world: World) -> None:
    version, today = sign_off(world, submitted(world)), to_local_day(now())
    rulings = {2: (ProjectVerdict.STOP, " "), 7: APPROVE}

    with pytest.raises(Invalid) as refused:
        decide_version(version, world.dora, resolution_no="", resolution_on=today + timedelta(days=1), rulings=rulings)

    places = ["resolution_no", "resolution_on", "rulings.1", "reasons.2", "rulings.7"]
    assert [gap.path for gap in refused.value.gaps] == places
    assert not ProjectRuling.objects.exists()


def test_who_works_on_a_plan_does_not_decide_it(world: World) -> None:
    version, today = submitted(world), to_local_day(now())
    with by_hand():
        Appointment.objects.create(user=world.greta, kind="decider", period=ALWAYS)

    for person in (world.greta, world.otto, world.rhea):
        with pytest.raises(NotAllowed):
            decide_version(version, person, resolution_no="1", resolution_on=today, rulings={1: APPROVE, 2: APPROVE})


def test_a_version_is_called_back_before_it_is_decided(world: World) -> None:
    version, today = submitted(world), to_local_day(now())

    with pytest.raises(Invalid):
        call_version_back(version, world.rhea, reason="")
    taken = call_version_back(version, world.greta, reason="A figure is wrong.")

    assert taken.state == VersionState.TAKEN_BACK
    assert taken.review is not None
    assert Case.objects.get(pk=taken.review.pk).state == CaseState.WITHDRAWN
    assert not Round.objects.open().filter(case=taken.review).exists()
    with pytest.raises(WrongState, match="settled already"):
        decide_version(version, world.dora, resolution_no="1", resolution_on=today, rulings={1: APPROVE, 2: APPROVE})
    assert submit_version(version.plan, world.rhea).number == 2
