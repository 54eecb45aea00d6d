"""A statement of need lapses by itself where less can be spared by now, and only there; those concerned are told."""

from __future__ import annotations

import pytest

from licensing.acts.acting import now
from licensing.acts.clocks.reminders import lapse_worsened_needs
from licensing.acts.decisions import government
from licensing.acts.supply.need_statements import is_need_stated, state_need
from licensing.acts.supply.worsening import lapse_worsened_need
from licensing.errors import WrongState
from licensing.models import Event, NeedStatement
from tests.acts.supply.test_need_statements import about_need
from tests.acts.supply.test_reservations import forward
from tests.supply import plan_supply, quarters
from tests.world import REQUEST, World, resolution

UAVS = REQUEST["items"][0]


@pytest.mark.walk
def test_what_is_granted_elsewhere_lapses_the_statement_of_the_case_that_comes_out_worse(world: World) -> None:
    plan_supply(world.greta, stock=260, periods=quarters(0, made=0))
    most, few = (world.accepted(items=[UAVS | {"quantity": quantity}]) for quantity in ("50", "10"))
    for case in (most, few):
        state_need(case, world.rhea)
    before = lapse_worsened_needs()
    government.grant_case(forward(world, "30"), world.dora, resolution())

    swept = [lapse_worsened_needs(), lapse_worsened_needs()]

    assert (before, swept) == (0, [1, 0])
    told = Event.objects.get(kind="need.worsened")
    assert (told.case, told.actor, told.data["verdict"], told.data["items"]) == (most, None, "sufficient", [1])
    assert [is_need_stated(case, at=now()) for case in (most, few)] == [False, True]
    assert (about_need(most), len(about_need(few)) > 0) == ([], True)


@pytest.mark.walk
def test_a_statement_that_has_not_worsened_is_left_alone_and_can_be_made_again(world: World) -> None:
    plan_supply(world.greta, stock=260, periods=quarters(0, made=0))
    case = world.accepted(items=[UAVS | {"quantity": "50"}])
    state_need(case, world.rhea)

    with pytest.raises(WrongState):
        lapse_worsened_need(case)
    plan_supply(world.greta, stock=240, periods=quarters(0, made=0))
    lapse_worsened_need(case)
    again = state_need(case, world.rhea)

    assert (again.verdict, again.computed["lines"][0]["spared"]) == ("limited", "40")
    assert list(NeedStatement.objects.unlapsed().filter(case=case)) == [again]
    assert lapse_worsened_needs() == 0
