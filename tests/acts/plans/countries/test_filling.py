"""Requests fill approved projects of their country; each fills one, and only who may see it names it."""

from __future__ import annotations

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.countries.deciding import decide_version, submit_version
from licensing.acts.plans.countries.filling import fill_project, take_case_out
from licensing.acts.plans.countries.projects import rank_project
from licensing.choices import ProjectVerdict
from licensing.errors import Invalid, WrongState
from licensing.models import Event, Project, ProjectCase
from tests.acts.plans.countries.state import opened, proposed
from tests.world import World


def approved(world: World, country: str = "EE") -> Project:
    """An approved project of a plan for the country to which the requests of the tests are."""
    project = rank_project(proposed(world, opened(world, country=country)), world.greta, priority=1, reason="Needed first.")
    rulings = {1: (ProjectVerdict.APPROVE, "")}
    version = submit_version(project.plan, world.rhea)
    decide_version(version, world.dora, resolution_no="512-r", resolution_on=to_local_day(now()), rulings=rulings)
    return Project.objects.get(pk=project.pk)


def test_a_request_fills_one_project_until_it_is_taken_out(world: World) -> None:
    project, case = approved(world), world.accepted()

    filling = fill_project(project, world.rhea, reference=f" {case.reference} ")
    assert Event.objects.latest("number").data["case"] == str(case.pk)
    with pytest.raises(Invalid) as refused:
        fill_project(project, world.greta, reference=str(case.reference))
    assert refused.value.gaps[0].code == "twice"
    with pytest.raises(Invalid):
        take_case_out(filling, world.greta, reason=" ")
    take_case_out(filling, world.greta, reason="It is another sale.")

    assert ProjectCase.objects.get().ended_at is not None
    with pytest.raises(WrongState, match="already"):
        take_case_out(filling, world.greta, reason="Again.")


def test_what_is_unseen_and_what_is_missing_answer_alike(world: World) -> None:
    project, unseen = approved(world), world.filed()

    sentences = []
    for reference in (str(unseen.reference), "SP/2020/000001"):
        with pytest.raises(Invalid) as refused:
            fill_project(project, world.rhea, reference=reference)
        sentences.append(refused.value.gaps[0].sentence)

    assert sentences[0] == sentences[1]


def test_only_an_approved_project_of_the_same_country_is_filled(world: World) -> None:
    case = world.accepted()
    elsewhere = approved(world, country="DK")
    idea = proposed(world, elsewhere.plan)

    with pytest.raises(Invalid) as refused:
        fill_project(elsewhere, world.rhea, reference=str(case.reference))
    with pytest.raises(WrongState, match="Only an approved project"):
        fill_project(idea, world.rhea, reference=str(case.reference))

    assert (refused.value.gaps[0].code, ProjectCase.objects.exists()) == ("other_country", False)
