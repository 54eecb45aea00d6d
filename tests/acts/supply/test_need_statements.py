"""Domestic need: how long a statement holds, on which goods, and who renews it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.decisions import government
from licensing.acts.requests import amending, drafting, submission
from licensing.acts.signoff import positions
from licensing.acts.supply.need_statements import is_need_stated, state_need
from licensing.choices import NeedVerdict
from licensing.errors import Invalid, NeedNotStated
from licensing.models import Case, Reminder, User
from licensing.policy.supply.spare import Claim
from tests.acts.clocks.local_time import KYIV, at
from tests.acts.signoff.cases import reload_case
from tests.supply import QUARTER, plan_supply, quarters
from tests.trial import GOVERNMENT, MINISTRIES, use_procedure
from tests.world import REQUEST, World, approve, resolution


def test_a_statement_on_other_goods_is_no_statement(world: World) -> None:
    case = world.with_need()
    amending.amend_case(case, world.paula, {"items": [REQUEST["items"][0] | {"quantity": "4000"}]}, reason="More")

    with pytest.raises(NeedNotStated):
        positions.sign_case(case, world.greta, approve(), version=2)
    world.state_need(reload_case(case))
    positions.sign_case(case, world.greta, approve(), version=2)

    assert case.rounds.open().get().standing.get().person == world.greta


@pytest.mark.walk
@pytest.mark.parametrize(("depends_on", "holds"), [(["items.*.quantity", "terms.payment"], False), ([], True)])
def test_a_statement_rests_on_what_the_seats_depend_on_that_wait_for_it(
    world: World, depends_on: list[str], holds: bool
) -> None:
    use_procedure(MINISTRIES | {"seats": [{"body": "MOD"}, WAITS | {"depends_on": depends_on}]}, GOVERNMENT)
    case = world.with_need()

    terms = REQUEST["terms"] | {"payment": "In advance, in two parts"}
    amending.amend_case(case, world.paula, {"terms": terms}, reason="Agreed with the buyer")

    assert is_need_stated(case, at=now()) is holds


@pytest.mark.walk
def test_small_steps_add_up_and_what_lapsed_stays_so(world: World) -> None:
    use_procedure(MINISTRIES | {"seats": [{"body": "MOD"}, WAITS]}, GOVERNMENT, thresholds=UP_TO_FIVE)
    case, held = world.with_need(), []

    for quantity in ("41", "43", "40"):
        items = [REQUEST["items"][0] | {"quantity": quantity}, *REQUEST["items"][1:]]
        amending.amend_case(reload_case(case), world.paula, {"items": items}, reason="Another number")
        held.append(is_need_stated(case, at=now()))

    assert held == [True, False, False]
    assert about_need(case) == []


def test_a_request_that_comes_back_with_other_goods_is_weighed_again(world: World) -> None:
    case = world.with_need()
    submission.send_back_case(case, world.otto, grounds=["N01"], reason="The goods are not those of the contract")
    drafting.edit_case(reload_case(case), world.paula, {"items": [REQUEST["items"][0] | {"quantity": "4000"}]})
    submission.submit_case(reload_case(case), world.paula, declared=True)
    submission.accept_case(reload_case(case), world.otto)

    assert not is_need_stated(case, at=now())
    assert about_need(case) == []


WAITS = {"body": "GS", "needs_need": True}
UP_TO_FIVE = [{"pattern": "items.*.quantity", "more_than_percent": "5"}]


def about_need(case: Case) -> list[tuple[str, str]]:
    owed = Reminder.objects.owed().filter(case=case, about="need").order_by("due_at", "rule")
    return [(one.rule_id, (one.deadline_at - timedelta(seconds=1)).astimezone(KYIV).date().isoformat()) for one in owed]


def test_a_statement_of_need_is_to_be_renewed_before_it_runs_out(world: World) -> None:
    with at_time(at("2026-03-02")):
        case = world.with_need()
        first = about_need(case)
    with at_time(at("2026-03-20")):
        world.state_need(case)

    assert first == [(rule, "2026-04-01") for rule in (*_BEFORE, "need_statement_overdue")]
    assert {day for _, day in about_need(case)} == {"2026-04-19"}


@pytest.mark.walk
def test_nobody_renews_what_a_case_no_longer_needs(world: World) -> None:
    with at_time(at("2026-03-02")):
        returned, withdrawn, granted = world.with_need(), world.with_need(), world.before_government()
        submission.send_back_case(returned, world.otto, grounds=["N01"], reason="The route is missing")
        submission.withdraw_case(withdrawn, world.paula, reason="Bought elsewhere")
        government.grant_case(granted, world.dora, resolution())
        gone = [about_need(case) for case in (returned, withdrawn, granted)]
        submission.submit_case(returned, world.paula, declared=True)
        submission.accept_case(returned, world.otto)

    assert gone == [[], [], []]
    assert [rule for rule, _ in about_need(returned)] == [*_BEFORE, "need_statement_overdue"]


_BEFORE = ("need_statement_t10", "need_statement_t03", "need_statement_t00")


UAVS = REQUEST["items"][0]
ONLY_UAVS = {"items": [UAVS | {"quantity": "240"}]}


@pytest.mark.walk
def test_the_verdict_is_computed_and_the_seat_only_confirms_it(world: World) -> None:
    plan = plan_supply(world.greta, stock=520, floor=200, periods=quarters(250, 250, 330, 250))
    case = world.accepted(**ONLY_UAVS)
    today = plan.data_on
    deliveries = {1: [Claim(today, Decimal(120)), Claim(today + QUARTER, Decimal(120))]}

    refused = [
        refuse(case, world.rhea, verdict=NeedVerdict.LIMITED),
        refuse(case, world.rhea, data_on=today - timedelta(days=1)),
        refuse(case, world.rhea, expires_on=today + timedelta(days=31)),
        refuse(case, world.rhea, deliveries={1: deliveries[1][:1], 7: deliveries[1]}),
        refuse(case, world.rhea, deliveries={1: [Claim(today - timedelta(days=1), Decimal(240))]}),
    ]
    stated = state_need(case, world.rhea, deliveries=deliveries)

    assert refused == [
        [("differs", "verdict")],
        [("differs", "data_on")],
        [("invalid", "expires_on")],
        [("invalid", "deliveries.1"), ("unknown", "deliveries.7")],
        [("past", "deliveries.1")],
    ]
    assert (stated.verdict, stated.data_on, stated.expires_on) == ("sufficient", today, today + timedelta(days=30))
    assert stated.computed["plans"] == [["uav", 1]]


def test_a_line_without_a_plan_takes_a_document_and_nothing_better_than_the_plans(world: World) -> None:
    plan_supply(world.rhea, stock=180)
    case = world.accepted()

    without = refuse(case, world.rhea)
    better = refuse(case, world.rhea, verdict=NeedVerdict.SUFFICIENT, document_no="7")
    unnamed = refuse(case, world.rhea, verdict=NeedVerdict.LIMITED)
    stated = state_need(case, world.rhea, verdict=NeedVerdict.LIMITED, document_no="GS-7")

    assert (without, better, unnamed) == ([("required", "verdict")], [("differs", "verdict")], [("required", "document_no")])
    assert [(line["spared"], line["basis"]) for line in stated.computed["lines"]] == [("30", "figures"), (None, "no_family")]


def test_a_plan_that_is_too_old_is_renewed_first(world: World) -> None:
    with at_time(now() - timedelta(days=31)):
        plan_supply(world.rhea)
    case = world.accepted(**ONLY_UAVS)

    stale = refuse(case, world.rhea, verdict=NeedVerdict.SUFFICIENT)
    plan_supply(world.rhea, stock=900)

    assert ("stale", "data_on") in stale
    assert state_need(case, world.rhea).verdict == "sufficient"


@pytest.mark.walk
def test_grants_elsewhere_void_a_statement_only_if_its_own_verdict_worsens(world: World) -> None:
    plan_supply(world.rhea, stock=500, periods=quarters(0, made=0))
    case, held = world.accepted(**ONLY_UAVS), []
    state_need(case, world.rhea)
    for quantity in ("60", "1"):
        other = world.accepted(items=[UAVS | {"quantity": quantity}])
        state_need(other, world.rhea)
        for member in (world.rhea, world.greta, world.mira):
            positions.sign_case(other, member, approve(), version=1)
        held.append(is_need_stated(case, at=now()))

    assert held == [True, False]


def refuse(case: Case, user: User, **said: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refusal:
        state_need(case, user, **said)
    return [(gap.code, gap.path) for gap in refusal.value.gaps]
