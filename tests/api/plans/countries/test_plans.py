"""Country plans over the API: for who may read them at the desk, and not to be told from missing ones by anybody else."""

from __future__ import annotations

from uuid import uuid4

from licensing.models import CountryPlan
from tests.acts.plans.countries.state import opened
from tests.api.calling import Caller
from tests.world import World

PLANS = "/api/v1/country-plans/"


def test_an_unseen_plan_answers_like_a_missing_one(world: World) -> None:
    plan = opened(world)

    for user in (world.paula, world.stella, world.mira, world.cus):
        caller = Caller(user)
        answers = [caller.get(f"{PLANS}{one}/") for one in (plan.pk, uuid4())]
        assert answers[0].status_code == answers[1].status_code != 200, user
        assert caller.get(PLANS).json().get("results", []) == []


def test_plans_are_listed_page_by_page_and_by_country(world: World) -> None:
    first, second = opened(world, country="EE"), opened(world, country="DK")
    otto = Caller(world.otto)

    page = otto.get(f"{PLANS}?limit=1").json()

    assert [one["id"] for one in page["results"] + otto.get(page["next"]).json()["results"]] == [str(second.pk), str(first.pk)]
    assert [one["code"] for one in otto.get(f"{PLANS}?country=EE").json()["results"]] == [
        CountryPlan.objects.get(pk=first.pk).code
    ]
    assert otto.get(f"{PLANS}?state=maybe").status_code == 400
