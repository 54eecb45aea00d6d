"""Working as the owner of the tables."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.db import connection

from licensing.management.owner import as_owner, protect_database
from licensing.models.record.protection import find_missing_protection


def test_the_connection_is_the_owners_meanwhile_and_then_what_it_was(settings: LazySettings) -> None:
    before = connection.settings_dict["USER"]
    settings.DATABASE_OWNER = {"USER": "somebody", "PASSWORD": "secret"}

    with as_owner():
        assert (connection.settings_dict["USER"], connection.settings_dict["PASSWORD"]) == ("somebody", "secret")

    assert connection.settings_dict["USER"] == before
    assert connection.settings_dict["PASSWORD"] != "secret"


def test_without_an_owner_of_its_own_nothing_changes(settings: LazySettings) -> None:
    settings.DATABASE_OWNER = None
    before = dict(connection.settings_dict)

    with as_owner():
        assert connection.settings_dict == before


@pytest.mark.walk
@pytest.mark.parametrize("role", ["dozvil_app", "dozvil_of_a_test"])
def test_the_role_is_created_with_its_rights(db: None, settings: LazySettings, role: str) -> None:
    settings.APPLICATION_ROLE = role

    protect_database(altered={})

    assert find_missing_protection(role) == []
