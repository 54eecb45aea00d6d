"""What makers make against what is planned is read for many makers at once."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from licensing.acts.plans.countries.projects import add_project, move_project
from licensing.choices import ProjectStatus
from licensing.models.read_models.plans.capacities import compare_makers, load_capacity_steps
from tests.acts.plans.countries.state import draft_project, listed, listed_maker, opened
from tests.world import World


def test_projects_of_all_countries_count_until_they_stop(world: World) -> None:
    maker = listed_maker(world)
    of_uavs = {"volumes": [("uav", Decimal(120))], "makers": {"uav": maker.pk}}
    projects = [add_project(opened(world, country=code), world.rhea, draft_project(**of_uavs)) for code in ("DK", "EE")]

    def planned() -> Decimal:
        return sum((one.planned for one in compare_makers([maker.pk])[maker.pk, "uav"]), Decimal())

    assert planned() == 240
    move_project(projects[0], world.greta, ProjectStatus.STOPPED, reason="No site.")
    assert planned() == 120
    assert [one.per_month for one in load_capacity_steps([maker.pk])[maker.pk, "uav"]] == [100]


@pytest.mark.parametrize("number", [1, 3])
def test_many_makers_take_as_many_statements_as_one(world: World, number: int) -> None:
    makers = [listed(world, f"Maker {one}", makes=True).pk for one in range(number)]
    plan = opened(world)
    for maker in makers:
        add_project(plan, world.rhea, draft_project(volumes=[("uav", Decimal(1))], makers={"uav": maker}))

    with CaptureQueriesContext(connection) as seen:
        assert len(compare_makers(makers)) == number

    assert len(seen) == 4
