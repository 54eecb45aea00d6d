"""Makers and investors at the desk: read by who reads plans, kept by the bodies that plan supply or lead, figures for few."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.countries.projects import add_project
from licensing.models import MakerCapacity, Participant
from tests.acts.plans.countries.state import draft_project, listed, listed_maker, opened
from tests.config.web.test_kept_forms import browser
from tests.world import World

PAGES = "/admin/licensing/participant/"
TYPED = {"name": "Nordlys", "country": "DK", "ownership": "private", "makes": "on", "capabilities": "Airframes"}


def test_a_maker_is_entered_with_what_it_makes_changed_and_ended(world: World) -> None:
    client = browser(world.greta)

    entered = client.post(f"{PAGES}enter/", TYPED)
    maker = Participant.objects.get()
    place = f"{PAGES}{maker.pk}/"
    assert entered.headers["Location"] == f"{place}change/"
    typed = {"family": "uav", "per_month": "120", "from_on": to_local_day(now()).isoformat()}
    assert client.post(f"{place}act/capacity/", typed).status_code == 302
    assert client.post(f"{place}act/edit/", TYPED | {"invests": "on"}).status_code == 302
    page = client.get(f"{place}change/").content.decode()
    for words in ("It makes goods and invests", "Airframes", "120 pieces a month"):
        assert words in page, words
    assert client.post(f"{place}act/end/", {"reason": "Sold."}).status_code == 302

    maker.refresh_from_db()
    assert (maker.is_ended, MakerCapacity.objects.get().per_month) == (True, Decimal(120))
    assert f"{place}act/edit/" not in client.get(f"{place}change/").content.decode()


def test_what_is_wrong_is_said_at_its_field_and_nothing_is_entered(world: World) -> None:
    client = browser(world.greta)

    answer = client.post(f"{PAGES}enter/", TYPED | {"makes": ""})

    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {"makes", "capabilities"}
    assert not Participant.objects.exists()


@pytest.mark.walk
def test_the_list_is_read_by_who_reads_plans_and_figures_by_few(world: World) -> None:
    maker, plan = listed_maker(world, 3), opened(world, country="EE")
    add_project(plan, world.rhea, draft_project(volumes=[("uav", Decimal(120))], makers={"uav": maker.pk}))
    place = f"{PAGES}{maker.pk}/"

    seen = {user.name: browser(user).get(f"{place}change/") for user in (world.rhea, world.otto, world.mira)}
    figures = {name: bool(answer.context["years"]) for name, answer in seen.items()}

    assert figures == {world.rhea.name: True, world.otto.name: True, world.mira.name: False}
    assert "more than it makes" in seen[world.otto.name].content.decode()
    # Of a plan that they do not read nobody learns the number.
    assert plan.code in seen[world.rhea.name].content.decode()
    assert plan.code not in seen[world.mira.name].content.decode()
    for user, page, status in (
        (world.otto, f"{PAGES}enter/", 404),
        (world.mira, f"{place}act/capacity/", 404),
        (world.greta, f"{place}act/nothing/", 404),
        (world.stella, f"{place}change/", 302),
    ):
        assert browser(user).get(page).status_code == status, page


def test_an_investment_chooses_from_the_list(world: World) -> None:
    fund, maker, plan = listed(world), listed_maker(world), opened(world)
    project = add_project(plan, world.rhea, draft_project())

    form = browser(world.rhea).get(f"/admin/licensing/countryplan/projects/{project.pk}/act/invest/").context["form"]

    assert [key for key, _name in form.fields["investor"].choices] == [str(fund.pk)]
    assert [key for key, _name in form.fields["maker"].choices] == ["", str(maker.pk)]
