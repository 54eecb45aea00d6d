"""What Django asks before it migrates: whether this release knows the state that the database is in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


@register(Tags.database)
def check_database_was_released(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a database with migrations that no release knows: made before 0.1.0, or by a newer Dozvil.

    Its tables exist under the names that the release would create, so migrating it would fail half-way down a list of
    errors that explain nothing.
    """
    return [message for alias in databases or () for message in _find_unknown_migrations(alias)]


def _find_unknown_migrations(alias: str) -> list[CheckMessage]:
    connection = connections[alias]
    recorder = MigrationRecorder(connection)
    if not recorder.has_table():
        return []
    applied = {name for app, name in recorder.applied_migrations() if app == "licensing"}
    known = {name for app, name in MigrationLoader(connection, ignore_no_migrations=True).disk_migrations if app == "licensing"}
    if applied <= known:
        return []
    return [
        Error(
            f"This database was made by a Dozvil that is not this release: it has the migration “{min(applied - known)}”.",
            hint=(
                "Nothing was changed. A database from before release 0.1.0 cannot be upgraded: move the folder var/ away, or"
                " name a new database in DATABASE_URL, and start again. A database from a newer release needs that release."
            ),
            id="dozvil.E001",
        )
    ]
