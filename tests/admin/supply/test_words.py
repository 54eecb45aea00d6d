"""Figures stand in a picture and its table for those who keep the plans; the decider reads how much can be spared."""

from __future__ import annotations

import pytest

from licensing.acts.acting import now
from licensing.acts.supply.need_statements import state_need
from licensing.admin.supply.words import list_case_paths, list_excess_notes, list_spare_rows
from tests.admin.conftest import At, act_of, execute_act, page_of, text_of
from tests.supply import plan_supply
from tests.world import REQUEST, World

ITEMS = {"items": [REQUEST["items"][0] | {"quantity": "300"}]}


@pytest.mark.walk
def test_the_seat_sees_the_computation_and_confirms_it(world: World, at: At) -> None:
    plan_supply(world.greta)
    case = world.accepted(**ITEMS)
    rhea = at(world.rhea)

    form = text_of(rhea.get(act_of(case, "state_need")))
    done = execute_act(rhea, act_of(case, "state_need"), note="As computed.")

    assert ("The supply plans come to: Limited" in form, "Short by" in form) == (True, False)
    assert "Yellow: stock after this request too" in form
    assert (done.status_code, case.need_statements.get().verdict) == (302, "limited")
    assert "computed from the supply plan" in text_of(at(world.otto).get(page_of(case)))


@pytest.mark.walk
def test_figures_are_for_those_who_keep_the_plans(world: World) -> None:
    plan_supply(world.greta)
    case = world.accepted(**ITEMS)
    statement = state_need(case, world.rhea)

    seen = {one.name for one in world.everybody if list_case_paths(case, one, at=now())}

    assert seen == {"Rhea", "Greta", "Dan"}
    units = dict(case.items.values_list("number", "unit_id"))
    assert [(row.asked, row.spared) for row in list_spare_rows(statement.computed, units)] == [("300 pieces", "250 pieces")]
    assert list_excess_notes(case, at=now()) == [
        "Item 1: 250 pieces can be spared of the 300 pieces asked for. To grant more, say why, by name.",
    ]
