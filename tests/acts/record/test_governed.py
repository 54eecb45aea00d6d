"""Changes that concern no single case go with an event of their own."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from licensing.acts.record.governed import record_changes
from licensing.models import Event, Mandate
from licensing.policy.record.event_kinds import EventKind
from tests.world import ALWAYS, World


def test_a_right_is_given_with_an_event(world: World) -> None:
    with record_changes(world.otto, EventKind.RIGHTS_CHANGED, subject="mandate"):
        Mandate.objects.create(user=world.stella, body_id="ENERGY", period=ALWAYS)

    event = Event.objects.get(kind="rights.changed")
    assert (event.case_id, event.actor, event.data) == (None, world.otto, {"subject": "mandate"})
    assert event.changes_digest


def test_where_nothing_changes_there_is_no_event(world: World) -> None:
    with record_changes(world.otto, EventKind.RIGHTS_CHANGED, subject="mandate"):
        pass

    assert not Event.objects.exists()


def test_a_right_that_is_given_without_an_event_is_refused(world: World) -> None:
    Mandate.objects.create(user=world.stella, body_id="ENERGY", period=ALWAYS)

    with pytest.raises(DatabaseError, match="no event covers this change of licensing_mandate"), transaction.atomic():
        connection.check_constraints()
