"""Before it migrates, Django asks whether this release knows the state that a database is in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.checks.registry import registry
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from licensing.checks import (
    check_application_is_not_the_owner,
    check_database_was_released,
    check_nobody_is_superuser,
    check_safeguards_are_on,
)
from licensing.models import User
from tests.by_hand import by_hand


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


def test_in_production_the_application_must_not_own_its_tables(db: None, settings: LazySettings) -> None:
    settings.PRODUCTION, settings.APPLICATION_ROLE = True, connection.settings_dict["USER"]

    [refusal] = check_application_is_not_the_owner(databases=["default"])

    assert refusal.id == "dozvil.E002"
    assert "superuser" in refusal.msg


def test_a_role_of_its_own_may_serve(db: None, settings: LazySettings) -> None:
    settings.PRODUCTION = True

    assert check_application_is_not_the_owner(databases=["default"]) == []


def test_in_production_no_open_account_is_a_superuser(db: None, settings: LazySettings) -> None:
    settings.PRODUCTION = True
    before = check_nobody_is_superuser(databases=["default"])
    with by_hand():
        root = User.objects.create_superuser("root@example.org", name="Root")

    [refusal] = check_nobody_is_superuser(databases=["default"])
    with by_hand():
        User.objects.filter(pk=root.pk).update(is_superuser=False)

    assert (refusal.id, refusal.msg) == ("dozvil.E003", "1 open account(s) are superusers.")
    assert before == check_nobody_is_superuser(databases=["default"]) == []


@pytest.mark.parametrize(
    ("variable", "name", "off", "refusal"),
    [
        ("RIGHTS_DELAY_HOURS", "RIGHTS_DELAY", timedelta(), "dozvil.E004"),
        ("STEP_UP", "STEP_UP", False, "dozvil.E005"),
        ("REQUIRE_STAFF_MFA", "REQUIRE_STAFF_MFA", False, "dozvil.E006"),
    ],
)
def test_in_production_no_safeguard_is_switched_off(
    settings: LazySettings, variable: str, name: str, off: Any, refusal: str
) -> None:
    settings.RIGHTS_DELAY, settings.STEP_UP, settings.REQUIRE_STAFF_MFA = timedelta(hours=24), True, True
    settings.PRODUCTION = True
    assert check_safeguards_are_on() == []

    setattr(settings, name, off)
    [found] = check_safeguards_are_on()
    settings.PRODUCTION = False

    assert (found.id, found.msg.split()[0]) == (refusal, variable)
    # For trying, each may be off.
    assert check_safeguards_are_on() == []


def test_deploying_asks_for_every_safeguard() -> None:
    assert check_safeguards_are_on in registry.deployment_checks
