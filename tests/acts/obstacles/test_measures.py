"""A measure of the state stops a case at every step and the goods at the gate, at once, and says why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.decisions import government
from licensing.acts.licences import ledger
from licensing.acts.licences.clearance import ask_clearance
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.plans.measures.telling import tell_of_measures
from licensing.acts.requests import submission
from licensing.acts.requests.amending import amend_case
from licensing.acts.signoff import positions
from licensing.choices import ClearanceRefusal, InFlight, MeasureKind, QuotaPeriod, Step
from licensing.errors import StoppedByMeasure
from licensing.models import Case, Decision, Usage
from licensing.policy.licences.clearance import AskedClearance, Refusal
from licensing.policy.obstacles import ON_THE_WAY
from licensing.policy.plans.measures.drafting import ExemptionDraft
from licensing.policy.plans.measures.scope import Scope
from tests.acts.plans.measures.state import publish
from tests.world import REQUEST, World, approve, clearance, resolution

ESTONIA = Scope(countries=frozenset({"EE"}))


@pytest.mark.parametrize(
    ("scene", "act"),
    [
        ("filed", lambda case, world: submission.accept_case(case, world.otto)),
        ("with_need", lambda case, world: positions.sign_case(case, world.mira, approve(), version=1)),
        ("before_government", lambda case, world: government.grant_case(case, world.dora, resolution())),
    ],
)
def test_a_measure_stops_a_case_wherever_it_is(world: World, scene: str, act: Callable[[Any, World], Any]) -> None:
    case = getattr(world, scene)()
    measure = publish(world)

    [obstacle] = [one for one in list_obstacles(case, at=now()) if one.code == "measure"]
    with pytest.raises(StoppedByMeasure) as refused:
        act(case, world)

    assert obstacle.stops == ON_THE_WAY
    assert refused.value.extra == {
        "measure": measure.code,
        "version": 1,
        "since": measure.valid_from.isoformat(),
        "authority": "Cabinet of Ministers",
    }
    assert "Stop of UAVs" in str(obstacle.for_applicant)
    assert not Decision.objects.exists()


def test_customs_lets_other_lines_pass_and_the_stopped_one_not(world: World) -> None:
    licence = world.licence()
    publish(world)

    asked = ask_clearance(licence, AskedClearance(1, clearance("m", 1).quantity), at=now())
    with pytest.raises(StoppedByMeasure):
        ledger.draw_down_licence(licence, world.cus, clearance("m1", 1))
    passed = ledger.draw_down_licence(licence, world.cus, clearance("m2", 1, line=2))

    assert isinstance(asked, Refusal)
    assert asked.code == ClearanceRefusal.STOPPED
    assert list(Usage.objects.all()) == [passed]


def test_what_left_before_is_kept_and_marked_as_irregular(world: World) -> None:
    licence = world.licence()
    publish(world)

    assert ledger.report_clearance(licence, world.cus, clearance("m1", 1)).late


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"in_flight": InFlight.CONTINUE, "valid_from": "tomorrow"}, "measure_exempt"),
        ({"exemptions": (ExemptionDraft({"en": "Allies"}, "Cabinet", ESTONIA),)}, "measure_exempt"),
        ({"kind": MeasureKind.DUTY, "percent": Decimal(20)}, "measure_note"),
    ],
)
def test_what_is_exempt_or_owes_a_duty_goes_on_with_a_note(world: World, changed: dict[str, Any], code: str) -> None:
    case = world.filed()
    later = changed.get("valid_from") == "tomorrow"
    publish(world, **changed | ({"valid_from": to_local_day(now()) + timedelta(days=1)} if later else {}))

    with at_time(now() + timedelta(days=1 if later else 0)):
        notes = [one.code for one in list_obstacles(case, at=now()) if one.code.startswith("measure")]
        accepted = submission.accept_case(case, world.otto)

    assert (notes, accepted.state) == ([code], "ministry_review")


@pytest.mark.parametrize(("quantity", "stopped"), [("4000", True), ("39", False)])
def test_what_is_amended_after_the_first_day_is_left_alone_only_where_it_asks_for_no_more(
    world: World, quantity: str, *, stopped: bool
) -> None:
    case = world.accepted()
    publish(world, in_flight=InFlight.CONTINUE, valid_from=to_local_day(now()) + timedelta(days=1))

    with at_time(now() + timedelta(days=1)):
        amend_case(case, world.paula, {"items": [REQUEST["items"][0] | {"quantity": quantity}]}, reason="Otherwise")
        found = {one.code for one in list_obstacles(Case.objects.get(pk=case.pk), at=now())}
        told = tell_of_measures()

    assert ("measure" in found, "measure_exempt" in found, told) == (stopped, not stopped, int(stopped))


def test_of_a_case_that_was_granted_only_its_licence_is_stopped(world: World) -> None:
    licence = world.licence()
    publish(world)

    assert [one.stops for one in list_obstacles(licence.case, at=now())] == [{Step.DRAW_DOWN}]


def test_a_case_that_is_over_is_stopped_by_nothing(world: World) -> None:
    case = submission.withdraw_case(world.filed(), world.paula, reason="Other plans")
    publish(world)

    assert list_obstacles(case, at=now()) == []


QUOTA: dict[str, Any] = {"kind": MeasureKind.QUOTA, "unit": "NAR", "period": QuotaPeriod.YEAR}


@pytest.mark.walk
def test_a_quota_that_is_used_up_accepts_nothing_and_tells_no_figure(world: World) -> None:
    world.licence(title="First")
    case = world.filed()
    publish(world, ceiling=Decimal(40), **QUOTA)

    [obstacle] = [one for one in list_obstacles(case, at=now()) if one.code == "quota"]
    with pytest.raises(StoppedByMeasure) as refused:
        submission.accept_case(case, world.otto)

    assert refused.value.extra["fit"] == "not"
    assert "of 40 pieces (per calendar year) 40 pieces are taken, 0 pieces are left; this asks for 40 pieces." in str(
        obstacle.message
    )
    assert str(obstacle.for_applicant).endswith("the quota is used up for this period.")


@pytest.mark.walk
def test_of_a_quota_no_more_is_granted_than_it_has_room_for(world: World) -> None:
    world.licence(title="First")
    case = world.before_government()
    publish(world, ceiling=Decimal(60), **QUOTA)
    less = resolution(quantities={1: Decimal(20)}, reasons="The quota has no more.")

    [note] = [one for one in list_obstacles(case, at=now()) if one.code == "quota"]
    with pytest.raises(StoppedByMeasure):
        government.grant_case(case, world.dora, resolution())
    decision = government.grant_case(case, world.dora, less)

    assert (note.is_note, note.data["fit"]) == (True, "in_part")
    assert decision.lines.get(item__number=1).quantity == 20


def test_at_the_gate_a_quota_counts_what_has_left_in_its_period(world: World) -> None:
    licence = world.licence()
    publish(world, ceiling=Decimal(10), **QUOTA)

    ledger.draw_down_licence(licence, world.cus, clearance("m1", 10))
    with pytest.raises(StoppedByMeasure):
        ledger.draw_down_licence(licence, world.cus, clearance("m2", 1))
    next_year = now().replace(month=1, day=15) + timedelta(days=366)
    with at_time(next_year):
        passed = ledger.draw_down_licence(licence, world.cus, clearance("m3", 10))
    other = ledger.draw_down_licence(licence, world.cus, clearance("m4", 1, line=2))

    assert [one.quantity for one in (passed, other)] == [10, 1]


def test_a_quota_on_the_value_counts_in_euros_and_an_exception_frees_of_it(world: World) -> None:
    free = ExemptionDraft({"en": "Allies"}, "Cabinet", ESTONIA)
    case = world.filed()
    worth = {"kind": MeasureKind.QUOTA, "unit": "EUR", "period": QuotaPeriod.MONTH}
    publish(world, ceiling=Decimal(3200000), **worth)
    publish(world, ceiling=Decimal(1), **worth, exemptions=(free,))

    found = {one.code: str(one.message) for one in list_obstacles(case, at=now())}

    assert "of 3,200,000.00 EUR (per calendar month) 0.00 EUR are taken" in found["quota"]
    assert "exempt: Allies." in found["measure_exempt"]
    assert submission.accept_case(case, world.otto).state == "ministry_review"
