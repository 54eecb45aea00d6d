"""A country is read once for pages and papers: each reader gets the requests, plans and figures that are theirs."""

from __future__ import annotations

from decimal import Decimal

from licensing.acts.acting import now
from licensing.acts.plans.countries.filling import fill_project
from licensing.acts.plans.countries.overview import read_fills, read_overview
from licensing.acts.plans.parents.projects import approve_project_ceilings
from licensing.choices import PlanState
from licensing.models import Country, CountryPlan
from tests.acts.plans.countries.state import opened, proposed
from tests.by_hand import by_hand
from tests.world import World


def test_each_reader_gets_what_they_may_see_of_a_country(world: World) -> None:
    plan = opened(world, country="EE")
    proposed(world, plan)
    case = world.filed()
    country = Country.objects.get(pk="EE")

    officer, stranger = (read_overview(user, country, at=now()) for user in (world.otto, world.mira))

    assert (officer.plan, len(officer.projects), [one.case for one in officer.cases]) == (plan, 1, [case])
    assert officer.counted == {"open": 1, "granted": 0, "closed": 0}
    assert (stranger.plan, stranger.projects, stranger.cases, stranger.of_all, stranger.flows) == (None, [], [], 0, [])


def test_an_ended_plan_is_a_former_one_and_its_projects_are_filled_only_by_what_is_seen(world: World) -> None:
    plan = opened(world, country="EE")
    project, case = proposed(world, plan, volumes=[("uav", Decimal(120))]), world.accepted()
    with by_hand():
        approve_project_ceilings(project, at=now())
    fill_project(project, world.rhea, reference=str(case.reference))

    seen, unseen = (read_fills(user, plan, at=now()) for user in (world.otto, world.stella))
    with by_hand():
        CountryPlan.objects.filter(pk=plan.pk).update(state=PlanState.ENDED, ended_at=now())
    overview = read_overview(world.otto, plan.country, at=now())

    assert (seen[project.pk].cases, seen[project.pk].unseen) == ([case], 0)
    assert (unseen[project.pk].cases, unseen[project.pk].unseen) == ([], 1)
    assert (overview.plan, overview.former, overview.projects) == (None, [plan], [])
