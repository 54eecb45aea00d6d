"""How the database is emptied after a test that committed: the record refuses TRUNCATE, so the triggers are put to sleep."""

from __future__ import annotations

from django.apps import apps
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.test import TransactionTestCase

from licensing import models
from licensing.acts.reference.change_sets.rows import MODELS

# Seeded once into the template of the test database; every test finds it.
KEPT = {
    *MODELS.values(),
    models.Procedure,
    models.Stage,
    models.Seat,
    apps.get_model("contenttypes", "ContentType"),
    apps.get_model("auth", "Permission"),
}

# A second copy of what was seeded, which comes with the template: what a test committed there is put back from it.
_COPIES = "seeded"


def empty_database(case: TransactionTestCase | None = None) -> None:
    """Delete all that tests wrote, and put back what was seeded as it was."""
    kept = {model._meta.db_table for model in KEPT}
    emptied = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    } - kept
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        # In one message: a hundred and thirty of them took longer than all that most of these tests do.
        cursor.execute("; ".join(f'DELETE FROM "{table}"' for table in sorted(emptied)))
        for table in _list_changed(cursor, kept):
            cursor.execute(f'DELETE FROM "{table}"')
            cursor.execute(f'INSERT INTO "{table}" TABLE {_COPIES}."{table}"')
        cursor.execute("SET session_replication_role = DEFAULT")
    models.ChainHead.objects.create(name="events")
    models.Bookmark.objects.create(name="outbox")
    models.ReleaseHead.objects.create(name="releases")


def _list_changed(cursor: CursorWrapper, tables: set[str]) -> list[str]:
    """Which of the tables differ from their copy: few tests that commit touch them, and comparing costs milliseconds."""
    lines = [
        f"""SELECT '{table}' WHERE EXISTS (TABLE "{table}" EXCEPT TABLE {_COPIES}."{table}")
        OR EXISTS (TABLE {_COPIES}."{table}" EXCEPT TABLE "{table}")"""
        for table in sorted(tables)
    ]
    cursor.execute(" UNION ALL ".join(lines))
    return [table for (table,) in cursor.fetchall()]


def keep_what_was_seeded() -> None:
    """Copy the seeded tables beside themselves, once, when the template is made."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {_COPIES}")
        for model in KEPT:
            table = model._meta.db_table
            cursor.execute(f'CREATE TABLE {_COPIES}."{table}" AS TABLE "{table}"')


def forget_record() -> None:
    """Let the chain begin with the first act of a test: the seeds are taken for rows that were there before it."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table in ("change", "event", "chainhead", "shipment", "changeline", "changeset"):
            cursor.execute(f"DELETE FROM licensing_{table}")
        cursor.execute("UPDATE licensing_releasehead SET number = 0")
        cursor.execute("SET session_replication_role = DEFAULT")
    models.ChainHead.objects.create(name="events")


def install() -> None:
    """Empty in our way after every test that commits."""
    TransactionTestCase._fixture_teardown = empty_database  # type: ignore[method-assign]
