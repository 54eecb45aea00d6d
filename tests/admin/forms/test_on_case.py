"""The forms of a case, one after the other: from a submitted file to its licence."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.choices import CaseState
from tests.admin.conftest import At, act_of, execute_act, fill_in_grant, reload_case, today
from tests.world import World


@pytest.mark.walk
def test_the_chain_of_forms_carries_a_case_to_its_licence(world: World, at: At) -> None:
    case = world.filed()

    execute_act(at(world.otto), act_of(case, "accept"))
    execute_act(
        at(world.rhea),
        act_of(case, "state_need"),
        verdict="sufficient",
        data_on=today(),
        expires_on=today() + timedelta(days=20),
    )
    for member in (world.rhea, world.greta, world.mira):
        execute_act(at(member), act_of(case, "sign"), choice="approve")
    execute_act(at(world.dora), act_of(case, "grant"), **fill_in_grant())

    assert reload_case(case).state == CaseState.GRANTED
