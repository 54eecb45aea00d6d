"""What is typed about a project: each thing that is wrong is said at its field, and what is stored is offered again."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from licensing.models import Project
from licensing.policy.plans.interests import WantedLine, YearVolume
from tests.acts.plans.countries.state import opened, proposed
from tests.acts.plans.countries.test_filling import approved
from tests.config.web.test_kept_forms import browser
from tests.interests import LINE, YEAR, filed_interest
from tests.world import World

PAGES = "/admin/licensing/countryplan/"


def test_what_is_wrong_is_said_at_its_field(world: World) -> None:
    plan = opened(world)
    typed = {
        "title": "UAVs",
        "form": "direct_sale",
        "family_1": "uav",
        "quantity_1": "0.5",
        "value": "0.125",
        "currency": "EUR",
        "ceilings": "binding",
    }

    answer = browser(world.rhea).post(f"{PAGES}{plan.pk}/act/project/", typed)
    halves = browser(world.rhea).post(f"{PAGES}{plan.pk}/act/project/", typed | {"family_1": ""})

    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"quantity_1", "value"}
    assert "neither" in halves.content.decode()
    assert not Project.objects.exists()


def test_what_is_stored_is_offered_to_be_changed(world: World) -> None:
    project = proposed(world, opened(world))
    client, page = browser(world.greta), f"{PAGES}projects/{project.pk}/act/edit/"

    offered = client.get(page).context["form"].initial
    typed = {name: value for name, value in offered.items() if value is not None} | {"title": "UAVs made here"}
    answer = client.post(page, typed)

    stored = Project.objects.get()
    assert (answer.status_code, stored.title, stored.value, stored.volumes.count()) == (302, "UAVs made here", project.value, 1)


@pytest.mark.walk
def test_a_project_is_made_from_an_interest_whose_page_then_names_it(world: World) -> None:
    wants = [WantedLine(family=one, volumes=(YearVolume(YEAR + 1, Decimal(40)),)) for one in ("uav", "missiles", "vessels")]
    interest = filed_interest(world, lines=(*wants, LINE))
    plan = opened(world, country="EE")
    client, page = browser(world.rhea), reverse("admin:licensing_interest_change", args=[interest.pk])

    link = f"{PAGES}{plan.pk}/act/project/?interest={interest.pk}"
    assert link in client.get(page).content.decode()
    # Who does not work on the plan is offered nothing.
    assert "?interest=" not in browser(world.mira).get(page).content.decode()
    offered = client.get(link).context["form"].initial
    answer = client.post(link, {name: value for name, value in offered.items() if value is not None} | {"currency": ""})

    project = Project.objects.get()
    assert (answer.status_code, project.interest, project.title, project.volumes.count()) == (302, interest, interest.title, 3)
    assert {one.years[str(YEAR + 1)] for one in project.volumes.all()} == {"40"}
    assert project.reference in client.get(page).content.decode()
    assert interest.reference in client.get(f"{PAGES}{plan.pk}/change/").content.decode()


def test_an_interest_of_another_country_prefills_nothing(world: World) -> None:
    interest, plan = filed_interest(world), opened(world, country="DK")

    for named in (interest.pk, "no-id"):
        form = browser(world.rhea).get(f"{PAGES}{plan.pk}/act/project/?interest={named}").context["form"]
        assert (form.initial.get("title"), len(form.fields["interest"].choices)) == (None, 1)


def test_only_ways_that_a_project_goes_are_offered(world: World) -> None:
    project = proposed(world, opened(world))

    form = browser(world.greta).get(f"{PAGES}projects/{project.pk}/act/move/").context["form"]

    assert [value for value, _label in form.fields["status"].choices] == ["discussed", "stopped"]


@pytest.mark.walk
def test_requests_that_fill_a_project_stand_beside_it(world: World) -> None:
    project, case = approved(world), world.accepted()
    client = browser(world.rhea)

    assert client.post(f"{PAGES}projects/{project.pk}/act/fill/", {"reference": str(case.reference)}).status_code == 302
    page = f"{PAGES}{project.plan_id}/change/"
    [shown] = client.get(page).context["projects"]
    assert [one.pk for one in shown.fill.cases] == [case.pk]
    out = f"{PAGES}requests/{case.pk}/out/"
    assert browser(world.otto).post(out, {"reason": "No."}).status_code == 404
    assert client.post(out, {"reason": "Another sale."}).status_code == 302

    assert client.get(page).context["projects"][0].fill.cases == []
