"""What time alone does to change sets, each once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.reference.change_sets.sweeping import settle_due_change_sets
from licensing.choices import ChangeSetState
from licensing.models import ChangeSet, Event, User
from licensing.policy.record.event_kinds import EventKind
from tests.change_sets import approve, exclude, send
from tests.world import World

DAY = timedelta(days=1)


@pytest.mark.walk
def test_one_that_waits_is_reminded_of_once_and_then_lapses(world: World) -> None:
    send(world.pol, exclude("EE"))

    done = []
    for days in (11, 12, 13, 14, 15):
        with at_time(now() + days * DAY + timedelta(minutes=1)):
            done.append(settle_due_change_sets())

    assert done == [0, 1, 0, 1, 0]
    assert ChangeSet.objects.get().state == ChangeSetState.LAPSED
    for kind in (EventKind.CHANGE_SET_REMINDED, EventKind.CHANGE_SET_LAPSED):
        assert Event.objects.filter(kind=kind).count() == 1


@pytest.mark.walk
def test_an_approved_one_begins_at_its_moment(world: World, petra: User) -> None:
    approve(send(world.pol, exclude("EE"), in_force_from=now() + DAY), petra)

    assert settle_due_change_sets() == 0
    with at_time(now() + DAY + timedelta(minutes=1)):
        assert settle_due_change_sets() == 1

    assert ChangeSet.objects.get().state == ChangeSetState.IN_FORCE
