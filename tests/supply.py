"""Supply plans for tests: the worked example of a year by quarters, and a short way to enter a plan."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from licensing.acts.acting import now, to_local_day
from licensing.acts.supply.plans import enter_plan
from licensing.models import ItemFamily, SupplyPlan, User
from licensing.policy.supply.plans import PlanInput, PlannedPeriod
from tests.scenes import scene

QUARTER = timedelta(days=90)


def quarters(*allocations: int, made: int = 300, first_on: date | None = None) -> tuple[PlannedPeriod, ...]:
    """Quarters from today on, each with what is made in it and what the forces get."""
    begins = first_on or to_local_day(now())
    return tuple(
        PlannedPeriod(
            begins + place * QUARTER,
            begins + (place + 1) * QUARTER - timedelta(days=1),
            Decimal(made),
            Decimal(made),
            Decimal(allocation),
        )
        for place, allocation in enumerate(allocations)
    )


@scene
def plan_supply(user: User, family: str = "uav", *, stock: int = 400, floor: int = 200, **changes: Any) -> SupplyPlan:
    """Enter a plan: unless said otherwise, with output and allocations of the worked example."""
    given = {"data_on": to_local_day(now()), "periods": quarters(250, 250, 330, 250)} | changes
    plan = PlanInput(opening_stock=Decimal(stock), reserve_floor=Decimal(floor), **given)
    return enter_plan(user, ItemFamily.objects.select_related("unit").get(pk=family), plan)
