"""What is promised is read from licences, their ledger and reservations."""

from __future__ import annotations

import pytest

from licensing.acts.decisions import government
from licensing.acts.licences import ledger
from licensing.acts.licences import licence as licences
from licensing.models import Event, Licence
from tests.acts.supply.test_reservations import forward, list_kept
from tests.supply import plan_supply, quarters
from tests.world import World, clearance, resolution


@pytest.mark.walk
def test_a_plan_beneath_what_is_promised_names_the_cases_to_the_desk(world: World) -> None:
    plan_supply(world.rhea, stock=300, periods=quarters(0, made=0))
    kept, licensed = forward(world, "40"), forward(world, "40")
    government.grant_case(licensed, world.dora, resolution())

    plan_supply(world.greta, stock=290, periods=quarters(0, made=0))
    enough = Event.objects.filter(kind="supply.exceeded").exists()
    plan_supply(world.greta, stock=270, periods=quarters(0, made=0))

    told = Event.objects.get(kind="supply.exceeded")
    assert not enough
    assert told.data["cases"] == sorted([kept.reference, licensed.reference])


@pytest.mark.walk
def test_what_has_left_is_no_longer_kept_but_still_gone(world: World) -> None:
    plan_supply(world.rhea, stock=240, periods=quarters(0, made=0))
    case = forward(world, "40")
    government.grant_case(case, world.dora, resolution())
    licence = Licence.objects.get(case=case)

    ledger.draw_down_licence(licence, world.cus, clearance("m1", 15))
    after_delivery = list_kept(forward(world, "5"))
    licences.revoke_licence(Licence.objects.get(pk=licence.pk), world.decider(), reason="Diverted")

    assert after_delivery == []
    assert list_kept(forward(world, "40")) == [25]
