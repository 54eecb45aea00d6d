"""Projects are written by the working group; their priority is the General Staff's own act."""

from __future__ import annotations

import pytest

from licensing.acts.plans.countries.projects import add_project, edit_project, move_project, rank_project
from licensing.choices import ProjectStatus
from licensing.errors import Invalid, NotAllowed, WrongState
from licensing.models import Event, Project
from tests.acts.plans.countries.state import draft_project, opened, proposed
from tests.world import World


def test_a_project_is_written_anew_until_it_is_stopped(world: World) -> None:
    plan = opened(world)
    project = add_project(plan, world.rhea, draft_project())

    edited = edit_project(project, world.greta, draft_project(title="UAVs made here"))
    assert (edited.number, edited.title, edited.volumes.count()) == (1, "UAVs made here", 1)
    move_project(project, world.rhea, ProjectStatus.STOPPED, reason="The partner withdrew.")

    with pytest.raises(WrongState, match="not edited any more"):
        edit_project(project, world.greta, draft_project())
    assert Event.objects.latest("number").data["after"] == "stopped"


def test_only_the_general_staff_sets_a_priority_and_it_says_why(world: World) -> None:
    project = proposed(world, opened(world))

    with pytest.raises(NotAllowed, match="sets priorities"):
        rank_project(project, world.rhea, priority=1, reason="We own the plan.")
    with pytest.raises(Invalid):
        rank_project(project, world.greta, priority=1, reason=" ")
    rank_project(project, world.greta, priority=1, reason="The forces need them first.")

    event = Event.objects.latest("number")
    stored = Project.objects.get()
    assert (event.kind, event.data["before"], event.data["after"]) == ("project.ranked", None, 1)
    assert (stored.priority, stored.ranked_by, stored.priority_reason) == (1, world.greta, "The forces need them first.")


def test_what_is_proposed_keeps_what_is_decided_on(world: World) -> None:
    plan = opened(world)
    bare = draft_project(volumes=(), value=None, currency="")
    idea = add_project(plan, world.rhea, bare)
    move_project(idea, world.rhea, ProjectStatus.DISCUSSED, reason="They answered.")

    with pytest.raises(Invalid) as refused:
        move_project(idea, world.rhea, ProjectStatus.PROPOSED, reason="Now.")
    assert [gap.path for gap in refused.value.gaps] == ["volumes", "value"]
    with pytest.raises(Invalid):
        edit_project(proposed(world, plan), world.rhea, bare)


def test_nobody_approves_a_project_by_moving_it(world: World) -> None:
    project = proposed(world, opened(world))

    with pytest.raises(WrongState, match="decision on the plan"):
        move_project(project, world.greta, ProjectStatus.APPROVED, reason="It is good.")
    assert Project.objects.get().status == ProjectStatus.PROPOSED


def test_a_stopped_project_is_not_ranked(world: World) -> None:
    project = proposed(world, opened(world))
    move_project(project, world.greta, ProjectStatus.STOPPED, reason="No site.")

    with pytest.raises(WrongState):
        rank_project(project, world.greta, priority=1, reason="First.")
