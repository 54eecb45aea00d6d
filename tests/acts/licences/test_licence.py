"""A licence from its issue to its end: what customs may draw, what halts it, and what ends it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.clocks import reminders
from licensing.acts.decisions import government
from licensing.acts.licences import ledger
from licensing.acts.licences import licence as licences
from licensing.errors import Invalid, NotAllowed, NotInForce, Problem, WrongState
from licensing.models import ConditionDuty, Event, Licence, LicenceLine
from tests.suspensions import reinstate
from tests.world import World, clearance, resolution


def fresh(licence: Licence) -> Licence:
    return Licence.objects.get(pk=licence.pk)


def left(licence: Licence, number: int = 1) -> Decimal:
    return LicenceLine.objects.get(licence=licence, number=number).left


def test_a_suspended_licence_lets_nothing_pass_until_reinstated(world: World) -> None:
    licence = licences.suspend_licence(world.licence(), world.otto, reason="Urgent domestic need.")

    with pytest.raises(NotInForce, match="Suspended"):
        ledger.draw_down_licence(licence, world.cus, clearance("m1", 1))
    reinstate(world, licence)
    ledger.draw_down_licence(licence, world.cus, clearance("m1", 1))

    assert left(licence) == Decimal(39)


def test_a_licence_is_dormant_until_its_start_condition_is_met(world: World) -> None:
    case = world.before_government()
    blocking = [{"code": "P22", "parameters": {"agreement": "the loan of 2026"}}]
    government.grant_case(case, world.dora, resolution(conditions=blocking))
    licence = Licence.objects.get(case=case)

    with pytest.raises(NotInForce, match="dormant"):
        ledger.draw_down_licence(licence, world.cus, clearance("m1", 1))
    licences.activate_licence(licence, world.otto, reason="The loan agreement is in force.")
    ledger.draw_down_licence(licence, world.cus, clearance("m1", 1))

    assert left(licence) == Decimal(39)
    with pytest.raises(Invalid, match="in force already"):
        licences.activate_licence(licence, world.otto, reason="Again.")


def test_the_term_of_a_dormant_licence_counts_from_its_start(world: World) -> None:
    case = world.before_government()
    conditions = [
        {"code": "P22", "parameters": {"agreement": "the loan of 2026"}},
        {"code": "P13", "parameters": {"months": 3}},
    ]
    today = to_local_day(now())
    government.grant_case(case, world.dora, resolution(conditions=conditions, valid_until=today + timedelta(days=60)))
    licence = Licence.objects.get(case=case)
    begun = list(ConditionDuty.objects.filter(condition__licence=licence))

    with at_time(timezone.now() + timedelta(days=400)):
        reminders.expire_due_licences()
        asleep = fresh(licence).state
        licences.activate_licence(fresh(licence), world.otto, reason="The loan agreement is in force.")

    licence = fresh(licence)
    assert (asleep, begun) == ("issued", [])
    assert (licence.valid_from, licence.valid_until) == (today + timedelta(days=400), today + timedelta(days=460))
    activated = Event.objects.get(licence=licence, kind="licence.activated")
    assert activated.data["valid_until"] == licence.valid_until.isoformat()
    with at_time(timezone.now() + timedelta(days=461)):
        reminders.expire_due_licences()
    assert fresh(licence).state == "expired"


def test_a_licence_ends_with_the_end_of_its_last_local_day(world: World) -> None:
    licence = world.licence()
    last_noon = timezone.now() + (licence.valid_until - to_local_day(now()))

    with at_time(last_noon):
        reminders.expire_due_licences()
    on_the_last_day = fresh(licence).state
    with at_time(last_noon + timedelta(days=1)):
        reminders.expire_due_licences()

    assert (on_the_last_day, fresh(licence).state) == ("issued", "expired")


@pytest.mark.parametrize(
    ("act", "who", "ends_as"),
    [(licences.revoke_licence, "dora", "revoked"), (licences.surrender_licence, "paula", "surrendered")],
)
def test_an_ended_licence_keeps_its_reason_and_lets_nothing_pass(world: World, act: Any, who: str, ends_as: str) -> None:
    licence = world.licence()

    act(licence, getattr(world, who), reason="Not needed any more.")

    ended = fresh(licence)
    assert (ended.state, ended.state_reason) == (ends_as, "Not needed any more.")
    with pytest.raises(NotInForce):
        ledger.draw_down_licence(licence, world.cus, clearance("m1", 1))
    with pytest.raises(WrongState):
        licences.suspend_licence(licence, world.otto, reason="Too late.")


@pytest.mark.parametrize(
    ("act", "right", "wrong"),
    [
        (licences.suspend_licence, "otto", "dora"),
        (licences.revoke_licence, "dora", "otto"),
        (licences.surrender_licence, "paula", "rita"),
    ],
)
def test_whoever_ends_or_suspends_it_may_and_says_why(world: World, act: Any, right: str, wrong: str) -> None:
    licence = world.licence()

    expected: list[tuple[str, str, type[Problem]]] = [(right, "  ", Invalid), (wrong, "Because.", NotAllowed)]
    for who, reason, problem in expected:
        with pytest.raises(problem):
            act(licence, getattr(world, who), reason=reason)

    assert fresh(licence).state == "issued"
