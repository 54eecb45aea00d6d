"""Approved projects are what requests draw on: written with the decision, ended with the project or its plan."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.decisions import government
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.plans.countries.deciding import decide_version, submit_version
from licensing.acts.plans.countries.filling import fill_project, take_case_out
from licensing.acts.plans.countries.opening import end_plan
from licensing.acts.plans.countries.projects import edit_project, move_project, read_draft
from licensing.choices import ProjectStatus, ProjectVerdict
from licensing.errors import PlanEnded, WrongState
from licensing.models import Case, Event, ParentAuthorisation
from tests.acts.plans.countries.state import sign_off
from tests.acts.plans.countries.test_filling import approved
from tests.parents import balance, measure_project
from tests.world import World, resolution


@pytest.mark.walk
def test_with_a_project_that_is_stopped_or_whose_plan_ends_its_open_requests_stop_and_all_are_told(world: World) -> None:
    project, open_case, granted = approved(world), world.before_government(), world.granted(title="Granted")
    for case in (open_case, granted):
        fill_project(project, world.rhea, reference=str(case.reference))

    end_plan(project.plan, world.greta, reason="Our own forces need them.")

    assert [event.case_id for event in Event.objects.filter(kind="project.lost")] == [open_case.pk]
    with pytest.raises(PlanEnded, match="Our own forces need them"):
        government.grant_case(open_case, world.dora, resolution())
    [told] = [one for one in list_obstacles(Case.objects.get(pk=open_case.pk), at=now()) if one.code == "plan_ended"]
    assert project.plan.code not in str(told.for_applicant)
    assert measure_project(project) == balance(reserved=40, committed=40)


@pytest.mark.walk
def test_a_request_that_is_taken_out_of_a_stopped_project_goes_on(world: World) -> None:
    project, case, filled = approved(world), world.before_government(), world.accepted(title="Other")
    fill_project(project, world.rhea, reference=str(case.reference))
    move_project(project, world.greta, ProjectStatus.STOPPED, reason="No site.")

    with pytest.raises(WrongState, match="while it holds"):
        fill_project(project, world.rhea, reference=str(filled.reference))
    take_case_out(case, world.greta, reason="It is another sale.")
    government.grant_case(Case.objects.get(pk=case.pk), world.dora, resolution())

    assert list(Event.objects.filter(kind="project.freed").values_list("case", flat=True)) == [case.pk]


@pytest.mark.walk
def test_what_is_approved_again_holds_as_the_later_version_says_and_as_before_until_then(world: World) -> None:
    project, case = approved(world, quantity=40), world.accepted()
    fill_project(project, world.rhea, reference=str(case.reference))
    move_project(project, world.greta, ProjectStatus.DISCUSSED, reason="Less is made.")
    smaller = replace(read_draft(project), volumes=[("uav", Decimal(39)), ("missiles", Decimal(5))])
    edit_project(project, world.rhea, smaller)
    assert [one.quantity for one in ParentAuthorisation.objects.get().ceilings.filter(line=1)] == [Decimal(40)]
    move_project(project, world.greta, ProjectStatus.PROPOSED, reason="Agreed.")
    version = sign_off(world, submit_version(project.plan, world.rhea))
    rulings = {1: (ProjectVerdict.APPROVE, "")}
    decide_version(version, world.dora, resolution_no="513-r", resolution_on=to_local_day(now()), rulings=rulings)

    parent = ParentAuthorisation.objects.get()
    lines = parent.ceilings.filter(line__isnull=False).order_by("line").values_list("line", "family", "quantity")
    assert list(lines) == [(1, "uav", Decimal(39)), (2, "missiles", Decimal(5))]
    assert [one.code for one in list_obstacles(Case.objects.get(pk=case.pk), at=now())][:1] == ["parent_full"]
