"""Before it migrates, Django asks whether this release knows the state that a database is in."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from licensing.checks import check_database_was_released


def test_a_database_of_this_release_is_accepted(db: None) -> None:
    assert check_database_was_released(databases=["default"]) == []


def test_a_database_of_a_newer_release_is_refused(db: None) -> None:
    MigrationRecorder(connection).record_applied("licensing", "9999_of_a_newer_release")

    [refusal] = check_database_was_released(databases=["default"])

    assert refusal.id == "dozvil.E001"
    assert "9999_of_a_newer_release" in refusal.msg


def test_migrations_of_other_apps_are_none_of_its_business(db: None) -> None:
    MigrationRecorder(connection).record_applied("sessions", "9999_of_a_newer_django")

    assert check_database_was_released(databases=["default"]) == []
