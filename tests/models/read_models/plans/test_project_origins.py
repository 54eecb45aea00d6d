"""Where a project of the state comes from is said on its plan, and frozen with each version of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from licensing.acts.plans.carrying import carry_over_plans
from licensing.acts.plans.countries.deciding import submit_version
from licensing.acts.plans.countries.projects import edit_project, move_project, rank_project, read_draft
from licensing.choices import ProjectStatus
from licensing.models import CountryPlan, PlanVersion
from licensing.models.read_models.plans.country_plans import read_version_content
from licensing.models.read_models.plans.project_origins import describe_origin, name_origin
from tests.acts.plans.countries.state import opened
from tests.old_plans import grant_old_plan
from tests.world import World


@pytest.mark.walk
def test_a_version_freezes_from_which_plan_of_a_partner_its_projects_were_carried_over(world: World) -> None:
    case, plan = grant_old_plan(world), opened(world)
    carry_over_plans()
    idea = CountryPlan.objects.get(pk=plan.pk).projects.select_related("plan").get(number=1)
    project = edit_project(idea, world.rhea, replace(read_draft(idea), volumes=[("vessels", Decimal(2))]))
    for status in (ProjectStatus.DISCUSSED, ProjectStatus.PROPOSED):
        project = move_project(project, world.rhea, status, reason="Agreed.")
    rank_project(project, world.greta, priority=1, reason="Needed first.")

    version = submit_version(plan, world.rhea)

    said = f"Project 1 of the country plan {case.reference} of a partner"
    assert name_origin(case.reference, 1) == said
    assert describe_origin(idea).startswith(said)
    [frozen] = [one for one in PlanVersion.objects.get(pk=version.pk).content["projects"] if one["number"] == 1]
    assert frozen["origin"] == {"plan": case.reference, "number": 1}
    assert ("Carried over from", said) in read_version_content(version).projects[0].facts
