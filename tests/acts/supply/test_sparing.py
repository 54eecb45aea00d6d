"""What of a case can be spared is computed whenever somebody asks, and only where there is a plan."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.acts.acting import now
from licensing.acts.supply.need_statements import state_need
from licensing.acts.supply.sparing import assess_case, load_case_paths, serialize_need
from licensing.policy.supply.spare import CaseNeed, Claim
from tests.supply import QUARTER, plan_supply, quarters
from tests.world import REQUEST, World


def test_without_a_plan_nothing_is_computed(world: World) -> None:
    case = world.accepted()

    assert assess_case(case, at=now()) == CaseNeed(())
    assert load_case_paths(case, at=now()) == []


@pytest.mark.walk
def test_deliveries_of_the_statement_are_reckoned_with(world: World) -> None:
    today = plan_supply(world.rhea, stock=200, periods=quarters(0, 0, made=60)).data_on
    case = world.accepted(items=[REQUEST["items"][0] | {"quantity": "100"}])
    at_once = assess_case(case, at=now())
    claims = [Claim(today, Decimal(50)), Claim(today + QUARTER, Decimal(50))]

    state_need(case, world.rhea, deliveries={1: claims})

    assert serialize_need(at_once)["lines"][0]["spared"] == "60"  # type: ignore[index]
    assert [line.spared for line in assess_case(case, at=now()).lines] == [100]
    assert load_case_paths(case, at=now())[0][1] == claims


@pytest.mark.walk
def test_the_schedule_of_the_request_is_reckoned_with_where_the_statement_says_nothing(world: World) -> None:
    today = plan_supply(world.rhea, stock=200, periods=quarters(0, 0, made=60)).data_on
    days = [(today + place * QUARTER).isoformat() for place in range(2)]
    schedule = [{"item": 1, "first_on": day, "last_on": day, "quantity": "50"} for day in days]
    case = world.accepted(items=[REQUEST["items"][0] | {"quantity": "100"}], deliveries=schedule)

    by_schedule = assess_case(case, at=now()).lines[0].spared
    state_need(case, world.rhea, deliveries={1: [Claim(today, Decimal(100))]})
    by_statement = assess_case(case, at=now()).lines[0].spared
    # The newest statement alone counts: it says nothing of days, so the schedule of the request is asked again.
    newest = state_need(case, world.rhea)

    assert (by_schedule, by_statement, newest.computed["lines"][0]["spared"]) == (100, 60, "100")
    assert assess_case(case, at=now()).lines[0].spared == 100
