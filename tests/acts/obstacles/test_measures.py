"""A measure of the state stops a case at every step and the goods at the gate, at once, and says why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.decisions import government
from licensing.acts.licences import ledger
from licensing.acts.licences.clearance import ask_clearance
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.obstacles.measures import find_item_number
from licensing.acts.requests import submission
from licensing.acts.signoff import positions
from licensing.choices import ClearanceRefusal, InFlight, MeasureKind, Step
from licensing.errors import StoppedByMeasure
from licensing.models import Decision, LicenceLine, Usage
from licensing.policy.licences.clearance import AskedClearance, Refusal
from licensing.policy.plans.measures.drafting import ExemptionDraft
from licensing.policy.plans.measures.scope import Scope
from tests.acts.plans.measures.state import publish
from tests.world import World, approve, clearance, resolution

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

    assert obstacle.stops == frozenset(Step)
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
        ({"kind": MeasureKind.DUTY, "percent": 20}, "measure_note"),
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


def test_of_a_case_that_was_granted_only_its_licence_is_stopped(world: World) -> None:
    licence = world.licence()
    publish(world)

    assert [one.stops for one in list_obstacles(licence.case, at=now())] == [{Step.DRAW_DOWN}]


def test_a_case_that_is_over_is_stopped_by_nothing(world: World) -> None:
    case = submission.withdraw_case(world.filed(), world.paula, reason="Other plans")
    publish(world)

    assert list_obstacles(case, at=now()) == []


def test_a_line_that_fits_no_item_or_several_counts_as_any() -> None:
    items = [{"name": "UAV", "model": "Z"}, {"name": "Kit", "model": None}, {"name": "Kit", "model": ""}]

    found = [
        find_item_number({"items": items}, LicenceLine(name=name, model=model)) for name, model in (("UAV", "Z"), ("Kit", ""))
    ]

    assert found == [1, None]
