"""Surplus is promised once, however many cases come before the government at the same moment. Real threads on PostgreSQL."""

from __future__ import annotations

import os
from decimal import Decimal
from functools import partial

from django.db.models import Sum

from licensing.acts.record.verification import verify_record
from licensing.acts.signoff import positions
from licensing.acts.supply.need_statements import state_need
from licensing.errors import Busy
from licensing.models import Case, Position, SupplyReservation
from tests.races.racing import codes, race
from tests.supply import plan_supply, quarters
from tests.world import REQUEST, World, approve

# SUPPLY_RACERS=64 runs as many as the closing of an issue asks; each needs a connection of its own.
RACERS = int(os.environ.get("SUPPLY_RACERS", "4"))
SPARE = 40


def test_the_same_surplus_is_never_promised_twice(real_world: World) -> None:
    plan_supply(real_world.rhea, stock=200 + SPARE, periods=quarters(0, made=0))
    cases = [_bring_to_the_last_seat(real_world, number) for number in range(RACERS)]

    results = race(*[partial(_speak_last, real_world, case) for case in cases])

    kept = SupplyReservation.objects.running()
    assert codes(results) == ["ok"] * RACERS
    assert kept.aggregate(total=Sum("quantity"))["total"] == SPARE
    # One got what it asked for, another what was left, and the others nothing.
    assert sorted(kept.values_list("quantity", flat=True)) == [Decimal(10), Decimal(30)]
    assert verify_record().fault is None


def _speak_last(world: World, case: Case) -> Position:
    """The last position of the ministries; who waited too long for the others tries again, as any client does."""
    while True:
        try:
            return positions.sign_case(case, world.mira, approve(), version=1)
        except Busy:
            continue


def _bring_to_the_last_seat(world: World, number: int) -> Case:
    """A case for thirty UAVs of which one seat of the ministries has still to speak."""
    case = world.accepted(title=f"Thirty UAVs, {number}", items=[REQUEST["items"][0] | {"quantity": "30"}])
    state_need(case, world.rhea)
    for member in (world.rhea, world.greta):
        positions.sign_case(case, member, approve(), version=1)
    return case
