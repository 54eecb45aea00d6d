"""How `migrate` applies migrations, of libraries too: in runs, as nearly all that a new database costs is rendering models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, product
from types import MethodType
from typing import Any

from django.db import transaction
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor

from licensing.migrations._in_runs import apply_in_runs, apply_run, holds_programs, split_into_runs


class ExecutorInRuns(MigrationExecutor):
    """Django's executor; migrations that it applies render the models once for every run of operations.

    In a database that has none yet, migrations of an app that follow each other are one step and one transaction: nothing is
    there that half of them could spoil. An upgrade goes one by one, so that what was done stays done.
    """

    def migrate(self, targets: Any, plan: Any = None, state: Any = None, fake: bool = False, fake_initial: bool = False) -> Any:
        """As Django's."""
        if fake or fake_initial or self.loader.applied_migrations or not plan or state is None:
            return super().migrate(targets, plan, state, fake, fake_initial)
        self.recorder.ensure_schema()
        for migrations in _group_migrations(migration for migration, _backwards in plan):
            state = self._apply_together(state, migrations)
        return state

    def _apply_together(self, state: Any, migrations: Sequence[Migration]) -> Any:
        if len(migrations) == 1:
            return self.apply_migration(state, migrations[0])
        operations = [operation for migration in migrations for operation in migration.operations]
        with transaction.atomic(using=self.connection.alias):
            for run in split_into_runs(operations):
                # What an editor puts off, as the uniqueness of columns together, is there when the next run looks for it.
                with self.connection.schema_editor(atomic=True) as editor:
                    state = apply_run(migrations[0].app_label, run, state, editor)
            for migration in migrations:
                self.recorder.record_applied(migration.app_label, migration.name)
        for migration, what in product(migrations, ("apply_start", "apply_success")):
            if self.progress_callback:
                self.progress_callback(what, migration, False)
        return state

    def apply_migration(self, state: Any, migration: Migration, fake: bool = False, fake_initial: bool = False) -> Any:
        """As Django's."""
        # The migration is this executor's own: its loader has made it.
        migration.apply = MethodType(apply_in_runs, migration)  # type: ignore[method-assign]
        return super().apply_migration(state, migration, fake, fake_initial)


def _group_migrations(migrations: Iterable[Migration]) -> Iterator[list[Migration]]:
    """Those of one app that only change tables, as they follow each other; each of the others by itself."""
    for _key, group in groupby(migrations, lambda one: (one.app_label, one.name if _is_alone(one) else "")):
        yield list(group)


def _is_alone(migration: Migration) -> bool:
    return holds_programs(migration) or bool(migration.replaces)
