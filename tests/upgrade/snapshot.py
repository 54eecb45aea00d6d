"""The state of a released database with data in it: saved once when a release is made, and restored to be upgraded."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

FOLDER = Path(__file__).resolve().parent


def list_releases(folder: Path = FOLDER) -> list[Path]:
    """The snapshots, oldest release first."""
    return sorted(folder.glob("*.json.gz"), key=_parse_version)


def read_version(snapshot: Path) -> str:
    """The release that a snapshot is named for, as `0.1.0`."""
    return snapshot.name.removesuffix(".json.gz")


@contextmanager
def open_empty_database(name: str) -> Iterator[None]:
    """A database of its own, which the default connection uses meanwhile."""
    real = connection.settings_dict["NAME"]
    _run_as_owner("DROP DATABASE IF EXISTS {}", name)
    _run_as_owner("CREATE DATABASE {}", name)
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = real
        _run_as_owner("DROP DATABASE IF EXISTS {}", name)


def save_release(version: str) -> Path:
    """Play the demo in an empty database of this code, and keep every row of it as the state of a release."""
    with open_empty_database("dozvil_release"):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("seed", demo=True, stdout=StringIO())
        with connection.cursor() as cursor:
            cursor.execute("SELECT max(name) FROM django_migrations WHERE app = 'licensing'")
            [(migration,)] = cursor.fetchall()
        rows = {table: _copy_out(table) for table in sorted(connection.introspection.table_names()) if _is_kept(table)}
    path = FOLDER / f"{version}.json.gz"
    content = json.dumps({"version": version, "migration": migration, "rows": rows}, ensure_ascii=False)
    path.write_bytes(gzip.compress(content.encode(), 9, mtime=0))
    return path


def restore_release(path: Path) -> dict[str, Any]:
    """Bring an empty database to the state of a release: its migrations, and its rows."""
    release: dict[str, Any] = json.loads(gzip.decompress(path.read_bytes()))
    executor = MigrationExecutor(connection)
    others = [target for target in executor.loader.graph.leaf_nodes() if target[0] != "licensing"]
    executor.migrate([("licensing", release["migration"]), *others])
    emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias)
    connection.ensure_connection()
    with connection.connection.transaction(), connection.connection.cursor() as cursor:
        # The triggers have seen these rows once, when the release wrote them.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, lines in release["rows"].items():
            name = sql.Identifier(table)
            cursor.execute(sql.SQL("DELETE FROM {}").format(name))
            with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(name)) as copy:
                copy.write("".join(lines))
    return release


def _parse_version(snapshot: Path) -> tuple[int, ...]:
    """Versions compare by their numbers: as text, 0.10.0 would come before 0.9.0."""
    return tuple(map(int, read_version(snapshot).split(".")))


def _copy_out(table: str) -> list[str]:
    connection.ensure_connection()
    with (
        connection.connection.cursor() as cursor,
        cursor.copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as copy,
    ):
        return [bytes(line).decode() for line in copy]


def _is_kept(table: str) -> bool:
    """Rows of Django's own bookkeeping come with the migrations."""
    return table.startswith("licensing_")


def _run_as_owner(statement: str, name: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(sql.Identifier(name)))
