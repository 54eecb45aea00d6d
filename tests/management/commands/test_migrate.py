"""`migrate` is Django's own, and then sees to grants, triggers and the record."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from licensing.acts.acting import database_now
from licensing.errors import ReadOnly
from licensing.management.commands.migrate import Command
from licensing.models import Alarm, Event
from licensing.models.record.event import PendingEvent
from licensing.models.record.protection import drop_triggers, find_missing_protection
from licensing.policy.record.event_kinds import EventKind


@pytest.mark.walk
def test_after_migrating_the_database_is_protected_and_the_record_has_begun(db: None) -> None:
    drop_triggers()

    call_command("migrate", verbosity=0, interactive=False)

    assert find_missing_protection(None) == []
    assert Event.objects.filter(kind="record.begun").count() == 1


def test_whoever_only_looks_changes_nothing(db: None) -> None:
    drop_triggers()

    call_command("migrate", plan=True, verbosity=0, interactive=False)

    assert find_missing_protection(None) != []
    assert not Event.objects.exists()


@pytest.mark.walk
def test_nothing_is_written_between_the_triggers_going_and_coming_back(db: None) -> None:
    recorder = MigrationRecorder(connection)
    # Not the last by name: migrations landed in another order than that of their numbers.
    [(_app, last)] = MigrationExecutor(connection).loader.graph.leaf_nodes("licensing")
    recorder.record_unapplied("licensing", last)

    Command()._make_way()

    with pytest.raises(ReadOnly), transaction.atomic():
        Event.objects.chain([PendingEvent(EventKind.RECORD_RESUMED, data={"heads": [], "reason": ""})], None, at=database_now())

    recorder.record_applied("licensing", last)
    call_command("migrate", verbosity=0, interactive=False)
    assert (find_missing_protection(None), Alarm.objects.open().exists()) == ([], False)
