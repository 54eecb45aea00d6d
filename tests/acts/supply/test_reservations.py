"""Surplus is kept for a case that waits for the government, once; granting beyond it takes the decider's own word."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.acts.decisions import government
from licensing.acts.requests import submission
from licensing.acts.signoff import positions
from licensing.acts.supply.need_statements import state_need
from licensing.choices import NeedVerdict
from licensing.errors import Invalid
from licensing.models import Case, Decision, Event, SupplyReservation
from licensing.models.read_models.decision import read_decision
from tests.acts.signoff.cases import reload_case
from tests.supply import plan_supply, quarters
from tests.world import REQUEST, World, approve, resolution

UAVS = REQUEST["items"][0]


def forward(world: World, quantity: str) -> Case:
    """A case for so many UAVs, with a computed statement, before the government."""
    case = world.accepted(items=[UAVS | {"quantity": quantity}])
    state_need(case, world.rhea)
    for member in (world.rhea, world.greta, world.mira):
        positions.sign_case(case, member, approve(), version=1)
    return reload_case(case)


def list_kept(case: Case) -> list[Decimal]:
    return list(SupplyReservation.objects.running().filter(case=case).values_list("quantity", flat=True))


@pytest.mark.walk
def test_the_lesser_of_what_is_asked_and_spared_is_kept_once(world: World) -> None:
    plan_supply(world.rhea, stock=300, periods=quarters(0, made=0))

    first, second, third = (forward(world, quantity) for quantity in ("60", "60", "5"))

    assert (list_kept(first), list_kept(second), list_kept(third)) == ([60], [40], [])
    assert third.need_statements.get().verdict == "insufficient"
    reserved = Event.objects.get(case=second, kind="supply.reserved")
    assert reserved.data["lines"][0][2] == "40"


@pytest.mark.walk
@pytest.mark.parametrize("way", ["refuse", "withdraw", "send back"])
def test_what_is_kept_is_given_back(world: World, way: str) -> None:
    plan_supply(world.rhea, stock=260, periods=quarters(0, made=0))
    case = forward(world, "60")

    match way:
        case "refuse":
            government.refuse_case(case, world.dora, resolution(grounds=["R10"]))
        case "withdraw":
            submission.withdraw_case(case, world.paula, reason="Bought elsewhere")
        case _:
            submission.send_back_case(case, world.otto, grounds=["N01"], reason="The route is missing")

    assert list_kept(case) == []
    assert list_kept(forward(world, "60")) == [60]


@pytest.mark.walk
def test_beyond_what_can_be_spared_the_decider_says_why_by_name(world: World) -> None:
    plan_supply(world.rhea, stock=230, periods=quarters(0, made=0))
    case = forward(world, "40")

    with pytest.raises(Invalid) as refusal:
        government.grant_case(case, world.dora, resolution())
    decision = government.grant_case(case, world.dora, resolution(need_override="Agreed with the General Staff by letter."))

    told = Event.objects.get(case=case, kind="need.overridden")
    assert [(gap.code, gap.path) for gap in refusal.value.gaps] == [("beyond_need", "need_override")]
    assert (decision.need_override, told.data["lines"], told.actor) == (
        "Agreed with the General Staff by letter.",
        [[1, "30", "40"]],
        world.dora,
    )
    read = [read_decision(decision, applicant=applicant)["need_override"] for applicant in (False, True)]
    assert read == [decision.need_override, None]
    assert list_kept(case) == []


@pytest.mark.walk
def test_what_can_be_spared_is_granted_without_a_word_and_counts_as_promised(world: World) -> None:
    plan_supply(world.rhea, stock=230, periods=quarters(0, made=0))
    case = forward(world, "40")

    government.grant_case(case, world.dora, resolution(quantities={1: Decimal(30)}, reasons="Own need", need_override="Idle"))

    assert Decision.objects.get(case=case).need_override == ""
    assert not Event.objects.filter(case=case, kind="need.overridden").exists()
    assert list_kept(forward(world, "5")) == []


def test_a_document_that_says_insufficient_binds_as_a_plan_does(world: World) -> None:
    case = world.accepted()
    world.state_need(case, NeedVerdict.INSUFFICIENT)
    for member in (world.rhea, world.greta, world.mira):
        positions.sign_case(case, member, approve(), version=1)

    with pytest.raises(Invalid):
        government.grant_case(case, world.dora, resolution())

    assert government.grant_case(case, world.dora, resolution(need_override="The leadership decided so.")).need_override
