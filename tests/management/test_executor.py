"""`migrate` renders the models less often than Django, and leaves the same database."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import pytest_django
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection, models
from django.db.migrations import operations as to
from django.db.migrations.executor import MigrationExecutor

from licensing.migrations._in_runs import split_into_runs
from tests.upgrade.snapshot import open_empty_database

_MADE = to.CreateModel("Case", [("id", models.BigAutoField(primary_key=True))])
_OTHER = to.CreateModel("Seat", [("id", models.BigAutoField(primary_key=True))])
_ADDED = to.AddField("case", "title", models.TextField())
_WIDENED = to.AlterField("case", "title", models.CharField(max_length=9))
_RELABELLED = to.AlterField("case", "number", models.TextField(verbose_name="number"))
_REFERRED = to.AlterField("case", "number", models.TextField(unique=True))
_RENAMED = to.AlterField("seat", "title", models.TextField(verbose_name="name"))
_INDEX = to.AddIndex("case", models.Index(fields=["title"], name="by_title"))
_GONE = to.RemoveIndex("case", "by_title")
_ROWS = to.RunPython(to.RunPython.noop)


@pytest.mark.parametrize(
    ("operations", "lengths"),
    [
        ([], []),
        ([_MADE, _OTHER], [2]),
        ([_ADDED, _RELABELLED, _INDEX], [3]),
        # The table of a new model is made with the column, or the index, that is added to it.
        ([_MADE, _ADDED, _WIDENED, _INDEX], [4]),
        ([_MADE, _RELABELLED, _REFERRED], [3]),
        ([_MADE, _INDEX, _GONE], [3]),
        ([_INDEX, _MADE], [2]),
        # Altered twice, the second would find the column as it was before the first.
        ([_ADDED, _WIDENED], [1, 1]),
        ([_RELABELLED, _RELABELLED], [1, 1]),
        # Unique no longer, it would take the index away that the first state does not know.
        ([_INDEX, _WIDENED], [1, 1]),
        # What is removed is looked for in the state before the run.
        ([_INDEX, _GONE], [1, 1]),
        ([_GONE, _INDEX], [2]),
        # Columns that refer to it are altered too, and may be those that the run has yet to add.
        ([_OTHER, _REFERRED, _ADDED], [1, 1, 1]),
        ([_RENAMED, _REFERRED, _INDEX], [2, 1]),
        # A program sees the models as they were then.
        ([_ADDED, _ROWS, _RELABELLED, _INDEX], [1, 1, 2]),
        ([_ROWS, _ROWS], [1, 1]),
    ],
)
def test_operations_are_one_run_while_each_finds_the_state_that_it_needs(operations: list[object], lengths: list[int]) -> None:
    runs = list(split_into_runs(operations))

    assert [operation for run in runs for operation in run] == operations
    assert [len(run) for run in runs] == lengths


@pytest.mark.walk
def test_both_executors_leave_the_same_database(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> None:
    with django_db_blocker.unblock(), open_empty_database(f"{connection.settings_dict['NAME']}_runs"):
        call_command("migrate", verbosity=0, interactive=False)
        ours = set(_list_everything())
    monkeypatch.setattr(migrate, "MigrationExecutor", MigrationExecutor)
    with django_db_blocker.unblock(), open_empty_database(f"{connection.settings_dict['NAME']}_runs"):
        call_command("migrate", verbosity=0, interactive=False)
        theirs = set(_list_everything())

    assert ours == theirs
    assert len(ours) > 2000


def _list_everything() -> Iterator[tuple[object, ...]]:
    """Columns, constraints, indexes and triggers, as PostgreSQL writes them."""
    for question in (
        """SELECT table_name, column_name, udt_name, character_maximum_length, numeric_precision, numeric_scale, is_nullable,
        column_default, identity_generation FROM information_schema.columns WHERE table_schema = 'public'""",
        """SELECT conrelid::regclass::text, conname, condeferrable, condeferred, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace""",
        "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT tgname, pg_get_triggerdef(oid), obj_description(oid, 'pg_trigger') FROM pg_trigger WHERE NOT tgisinternal",
    ):
        with connection.cursor() as cursor:
            cursor.execute(question)
            yield from cursor.fetchall()
