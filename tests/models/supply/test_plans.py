"""Figures of supply are seen by who speaks for a body that keeps the plans, and by nobody else."""

from __future__ import annotations

from licensing.acts.acting import now, to_local_day
from licensing.models import SupplyPlan
from tests.supply import plan_supply
from tests.world import World


def test_only_the_bodies_that_keep_plans_see_them(world: World) -> None:
    plan_supply(world.rhea)

    seen = {one.name for one in world.everybody if SupplyPlan.objects.visible_to(one, on=to_local_day(now())).exists()}

    assert seen == {"Rhea", "Greta", "Dan"}
