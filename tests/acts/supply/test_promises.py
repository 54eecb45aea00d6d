"""What is promised is read from licences, their ledger and reservations."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.decisions import government
from licensing.acts.licences import ledger
from licensing.acts.licences import licence as licences
from licensing.acts.supply.promises import load_supplies
from licensing.acts.supply.sparing import assess_case
from licensing.models import Event, Licence
from licensing.models.supply.families import load_families
from licensing.policy.supply.spare import Claim
from tests.acts.supply.test_reservations import UAVS, forward, list_kept
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


def test_two_items_of_one_name_are_promised_of_the_family_of_each(world: World) -> None:
    world.licence(items=[UAVS | {"quantity": "3", "control_entries": ["ML4"]}, UAVS | {"quantity": "40"}])
    plan_supply(world.rhea)

    promised = load_supplies(load_families(), {"uav"}, today=to_local_day(now()))["uav"].promised

    assert promised == (Claim(to_local_day(now()), Decimal(40)),)


def test_what_leaves_before_a_plan_that_begins_ahead_frees_nothing(world: World) -> None:
    licence, today = world.licence(items=[UAVS]), to_local_day(now())
    plan_supply(world.rhea, periods=quarters(0, made=0, first_on=today + timedelta(days=10)))

    def count() -> Decimal:
        return sum((one.quantity for one in load_supplies(load_families(), {"uav"}, today=today)["uav"].promised), Decimal())

    before = count()
    ledger.draw_down_licence(licence, world.cus, clearance("m1", 15))

    assert (before, count()) == (40, 40)


@pytest.mark.walk
def test_what_of_a_case_has_left_before_a_plan_begins_is_asked_of_it_no_more(world: World) -> None:
    licence, later = world.licence(items=[UAVS]), now() + timedelta(days=10)
    ledger.draw_down_licence(licence, world.cus, clearance("m1", 15))

    with at_time(later):
        plan_supply(world.rhea, stock=225, periods=quarters(0, made=0))
        [enough] = assess_case(licence.case, at=later).lines
        plan_supply(world.rhea, stock=224, periods=quarters(0, made=0))
        [short] = assess_case(licence.case, at=later).lines

    assert (enough.asked, enough.spared, enough.verdict) == (40, 40, "sufficient")
    assert (short.asked, short.spared, short.verdict) == (40, 39, "limited")
    # What has left comes first, so that what is kept for it again is dated by the rest of its schedule.
    assert [one.quantity for one in short.claims] == [15, 24]
