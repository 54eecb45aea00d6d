"""Supply plans: entered by the bodies that keep them, a version after the other, without a figure in the chain."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest

from licensing.acts.supply.plans import enter_plan
from licensing.choices import NeedVerdict
from licensing.errors import Invalid, NotAllowed
from licensing.models import Event, ItemFamily, SupplyPlan
from licensing.policy.supply.plans import PlanInput
from tests.supply import plan_supply, quarters
from tests.world import World


def test_a_new_plan_supersedes_and_the_chain_tells_no_figure(world: World) -> None:
    plan_supply(world.rhea, stock=98765)
    plan = plan_supply(world.greta, stock=43210)

    told = Event.objects.filter(kind="supply.planned").order_by("number").values_list("data", flat=True)
    assert [(one["family"], one["number"], one["body"]) for one in told] == [("uav", 1, "MOD"), ("uav", 2, "GS")]
    assert told[1]["digest"] == plan.digest
    assert not {"98765", "43210", "330"} & {str(value) for one in told for value in one.values()}
    assert "43210" not in json.dumps(list(told))
    assert list(SupplyPlan.objects.newest()) == [plan]


def test_nobody_else_enters_a_plan_and_nothing_is_changed(world: World) -> None:
    entered = []
    for person in (world.mira, world.otto, world.dora, world.pol, world.paula, world.cus):
        with suppress(NotAllowed):
            plan_supply(person)
            entered.append(person.name)

    assert entered == []
    assert not SupplyPlan.objects.exists()
    assert not Event.objects.filter(kind="supply.planned").exists()


def test_what_a_plan_cannot_say_changes_nothing(world: World) -> None:
    refused = []
    first, _second, third = quarters(1, 1, 1)
    before = Event.objects.count()
    for changes in ({"stock": -1}, {"periods": (third, first)}, {"periods": (first, third)}, {"floor": 10**15}):
        with pytest.raises(Invalid) as refusal:
            plan_supply(world.rhea, **changes)
        refused.append([(gap.code, gap.path) for gap in refusal.value.gaps])

    assert refused == [
        [("invalid", "opening_stock")],
        [("overlap", "periods.1.first_on")],
        [("gap", "periods.1.first_on")],
        [("invalid", "reserve_floor")],
    ]
    assert (SupplyPlan.objects.exists(), Event.objects.count()) == (False, before)


def test_a_document_may_speak_for_figures_that_are_kept_elsewhere(world: World) -> None:
    family = ItemFamily.objects.get(pk="uav")
    dated = plan_supply(world.rhea).data_on

    plan = enter_plan(world.rhea, family, PlanInput(dated, verdict=NeedVerdict.LIMITED, document_no="GS-17/1"))

    assert (plan.is_reference, plan.number, plan.as_policy().periods) == (True, 2, ())
