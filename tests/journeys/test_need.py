"""The worked example of need through the acts: two quarters of 120 are asked for, 120 can be spared, 120 are granted."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.acts.decisions import government
from licensing.acts.signoff import positions
from licensing.acts.supply.need_statements import state_need
from licensing.errors import Invalid
from licensing.models import Case, Licence, SupplyReservation
from licensing.policy.supply.spare import Claim
from tests.supply import QUARTER, plan_supply, quarters
from tests.world import REQUEST, World, approve, resolution

UAVS = REQUEST["items"][0]


def test_the_example_of_four_quarters_through_the_acts(world: World) -> None:
    # Fifty promised in each quarter stand in the ledger, and are typed by nobody.
    today = plan_supply(world.greta, stock=2000, floor=0).data_on
    promised = _bring_forward(world, "200", {1: [Claim(today + place * QUARTER, Decimal(50)) for place in range(4)]})
    government.grant_case(promised, world.dora, resolution())
    plan_supply(world.greta, periods=quarters(250, 250, 330, 250))

    # 120 in the first quarter and 120 in the second are short by 120 together.
    asked = {1: [Claim(today, Decimal(120)), Claim(today + QUARTER, Decimal(120))]}
    case = _bring_forward(world, "240", asked)
    statement = case.need_statements.get()
    assert (statement.verdict, statement.computed["lines"][0]["spared"]) == ("limited", "120")
    assert list(SupplyReservation.objects.running().values_list("case", "quantity")) == [(case.pk, 120)]

    with pytest.raises(Invalid):
        government.grant_case(case, world.dora, resolution(number="418-r"))
    part = resolution(number="418-r", quantities={1: Decimal(120)}, reasons="No more can be delivered now.")
    government.grant_case(case, world.dora, part)

    assert Licence.objects.get(case=case).lines.get().authorised == 120
    assert not SupplyReservation.objects.running().exists()
    # Nothing is left for anybody else.
    assert _bring_forward(world, "1", {}).need_statements.get().verdict == "insufficient"


def _bring_forward(world: World, quantity: str, deliveries: dict[int, list[Claim]]) -> Case:
    case = world.accepted(items=[UAVS | {"quantity": quantity}])
    state_need(case, world.rhea, deliveries=deliveries)
    for member in (world.rhea, world.greta, world.mira):
        positions.sign_case(case, member, approve(), version=1)
    return Case.objects.get(pk=case.pk)
