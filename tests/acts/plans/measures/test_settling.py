"""Another policy officer publishes a measure or declines it; the version before it ends where it begins."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.plans.measures.preparing import prepare_measure
from licensing.acts.plans.measures.settling import decline_measure, publish_measure
from licensing.choices import MeasureState
from licensing.errors import Invalid, NotAllowed, WrongState
from licensing.models import Event, Measure
from licensing.policy.plans.measures.scope import Scope
from tests.acts.plans.measures.state import draft, publish, second_officer
from tests.world import World


def test_nobody_publishes_what_they_prepared(world: World) -> None:
    measure = prepare_measure(world.pol, draft())

    with pytest.raises(NotAllowed, match="Another policy officer"):
        publish_measure(measure, world.pol)

    assert Measure.objects.get().state == MeasureState.PREPARED


def test_a_published_measure_is_an_event_of_the_chain(world: World) -> None:
    measure = publish(world)

    event = Event.objects.latest("number")
    assert (event.kind, event.data["measure"], event.data["version"]) == ("measure.published", str(measure.pk), 1)
    assert Measure.objects.in_force(to_local_day(now())).get() == measure


def test_what_nobody_published_before_its_first_day_is_not_backdated(world: World) -> None:
    measure = prepare_measure(world.pol, draft())

    with at_time(now() + timedelta(days=2)), pytest.raises(Invalid) as refused:
        publish_measure(measure, second_officer())

    assert [gap.code for gap in refused.value.gaps] == ["backdated"]


def test_a_new_version_takes_the_place_of_the_one_before(world: World) -> None:
    before, today = publish(world), to_local_day(now())
    narrower = draft(
        scope=Scope(entries=frozenset({"ML10"}), countries=frozenset({"EE"})), valid_from=today + timedelta(days=3)
    )

    after = publish_measure(prepare_measure(world.pol, narrower, supersedes=before), second_officer())

    in_force = [Measure.objects.in_force(today + timedelta(days=days)).get() for days in (2, 3)]
    assert in_force == [before, after]


def test_whoever_prepared_a_measure_may_take_it_back(world: World) -> None:
    measure = decline_measure(prepare_measure(world.pol, draft()), world.pol, reason="Not needed any more.")

    assert measure.state == MeasureState.DECLINED
    with pytest.raises(WrongState):
        publish_measure(measure, second_officer())
