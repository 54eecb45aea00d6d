"""What time does to systems."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.clocks.reminders import send_due_reminders
from licensing.acts.people.systems.owners import propose_owner
from licensing.acts.people.systems.registration import SystemInput, confirm_system, propose_system
from licensing.acts.people.systems.sweeping import settle_due_systems
from licensing.choices import SystemKind
from licensing.models import Event, System, User
from licensing.models.clocks.days import begin_local_day
from licensing.policy.record.event_kinds import EventKind
from tests.administrators import add_administrator, today
from tests.world import World


@pytest.fixture
def proposed(world: World) -> tuple[System, User]:
    wish = SystemInput(
        kind=SystemKind.SERVICE,
        name="Gate",
        purpose="Draws licences down.",
        owner=world.otto,
        account=world.cus,
        scopes=("usages:write",),
        end_on=today() + timedelta(days=300),
    )
    return propose_system(add_administrator("ada"), wish, reason="The gate opens."), add_administrator("bea")


def test_a_proposal_lapses_that_nobody_settles(proposed: tuple[System, User]) -> None:
    assert settle_due_systems() == 0
    with at_time(now() + timedelta(days=8)):
        assert [settle_due_systems(), settle_due_systems()] == [1, 0]

    assert System.objects.get().state == "lapsed"


def test_the_end_is_told_thrice_and_then_comes(proposed: tuple[System, User]) -> None:
    system = confirm_system(*proposed)
    done = []
    # In the evening of winter the same hour of summer is already the next day.
    noon = begin_local_day(today()) + timedelta(hours=12)
    for days in (268, 269, 280, 292, 298, 299, 300, 301):
        with at_time(noon + timedelta(days=days)):
            done.append((send_due_reminders(), settle_due_systems()))

    assert done == [(0, 0), (1, 0), (0, 0), (1, 0), (1, 0), (0, 0), (0, 1), (0, 0)]
    told = Event.objects.filter(kind=EventKind.SYSTEM_REMINDED)
    assert [one.data["rule"] for one in told.order_by("number")] == ["system_end_t30", "system_end_t07", "system_end_t01"]
    assert {one.data["system"] for one in told} == {str(system.pk)}
    ended = Event.objects.get(kind=EventKind.SYSTEM_ENDED)
    assert (ended.actor, ended.data["system"]) == (None, str(system.pk))


def test_a_proposed_owner_lapses_with_an_event_and_nothing_changes(world: World, proposed: tuple[System, User]) -> None:
    system = confirm_system(*proposed)
    propose_owner(system, proposed[1], owner=world.dora, reason="Otto leaves.")

    assert settle_due_systems() == 0
    with at_time(now() + timedelta(days=8)):
        assert [settle_due_systems(), settle_due_systems()] == [1, 0]

    system.refresh_from_db()
    assert (system.owner, system.next_owner, system.next_owner_by) == (world.otto, None, None)
    event = Event.objects.get(kind=EventKind.SYSTEM_OWNER_LAPSED)
    assert (event.actor, event.data["person"], event.data["former_owner"]) == (None, str(world.dora.pk), str(world.otto.pk))
