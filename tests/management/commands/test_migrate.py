"""`migrate` is Django's own, and then sees to grants, triggers and the record."""

from __future__ import annotations

from django.core.management import call_command

from licensing.models import Event
from licensing.models.record.protection import drop_triggers, find_missing_protection


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
