"""The country plan of the demo: five projects, one version decided, and there once."""

from __future__ import annotations

import pytest

from licensing.management.demo.plans.country_plans import plan_countries
from licensing.models import CountryPlan, Mandate, PlanVersion, Position, User
from tests.acts.plans.countries.state import opened, secretary
from tests.by_hand import by_hand
from tests.management.demo.test_people import PEOPLE
from tests.world import ALWAYS, World


@pytest.mark.walk
def test_the_plan_stands_where_the_file_says_and_is_there_once(world: World) -> None:
    with by_hand():
        emil = User.objects.create(email="emil@example.org", name="Emil", is_staff=True)
        Mandate.objects.create(user=emil, body_id="ECON", period=ALWAYS)
    people = {"owner": world.rhea, "lead": world.greta, "ministry": world.mira, "decider": world.dora}
    people |= {"economy": emil, "council": secretary()}
    [row] = PEOPLE["country_plans"]
    # Requests that fill its projects and interests that they come from are played by the stories; the plan alone needs neither.
    projects = [{name: said for name, said in one.items() if name != "interest"} for one in row["projects"]]
    rows = [row | {"people": {name: one.email for name, one in people.items()}, "projects": projects, "fills": []}]

    for _ in range(2):
        plan_countries(rows)

    written = CountryPlan.objects.get().projects.order_by("number").values_list("status", "priority")
    assert list(written) == [("approved", 1), ("approved", 2), ("discussed", 3), ("discussed", None), ("stopped", None)]
    objections = Position.objects.filter(round__case__plan_version__plan__country=row["country"], choice="object")
    assert [one.seat.body_id for one in objections] == ["ECON"]
    assert (PlanVersion.objects.get().state, CountryPlan.objects.get().comments.count()) == ("decided", 2)


def test_a_country_that_has_a_plan_is_left_alone(world: World) -> None:
    opened(world)

    plan_countries(PEOPLE["country_plans"])

    assert CountryPlan.objects.get().projects.count() == 0
