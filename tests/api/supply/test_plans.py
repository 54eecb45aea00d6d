"""Supply plans over the API: entered and read by the bodies that keep them."""

from __future__ import annotations

from typing import Any

from licensing.models import SupplyPlan
from tests.administrators import today
from tests.api.calling import Caller, code_of
from tests.supply import plan_supply
from tests.world import World

PLANS = "/api/v1/supply-plans/"


def test_who_keeps_plans_enters_and_reads_them(world: World) -> None:
    greta, day = Caller(world.greta), str(today())
    period = {"first_on": day, "last_on": day, "planned": "320", "confirmed": "300", "allocation": "250"}
    plan: dict[str, Any] = {
        "family": "uav",
        "data_on": day,
        "opening_stock": "400",
        "reserve_floor": "200",
        "periods": [period],
    }

    entered = greta.post(PLANS, plan)
    wrong = [
        greta.post(PLANS, plan | more) for more in ({"family": "none"}, {"periods": [period, period]}, {"document_no": "7"})
    ]

    assert (entered.status_code, entered.json()["periods"], entered.json()["verdict"]) == (201, [period], None)
    assert [one["path"] for answer in wrong for one in answer.json()["errors"]] == [
        "family",
        "periods.1.first_on",
        "verdict",
        "verdict",
    ]
    assert greta.get(PLANS).json() == [entered.json()]
    assert SupplyPlan.objects.count() == 1


def test_for_everybody_else_there_are_no_figures(world: World) -> None:
    plan_supply(world.rhea)
    plan = {"family": "uav", "data_on": str(today()), "document_no": "7", "verdict": "sufficient"}

    read = [code_of(Caller(one).get(PLANS)) for one in (world.mira, world.otto, world.dora, world.paula)]
    written = code_of(Caller(world.mira).post(PLANS, plan))

    assert set(read) == {(403, "no_mandate")}
    assert written == (403, "no_mandate")
