"""How `migrate` applies migrations, of libraries too: in runs, as nearly all that a new database costs is rendering models."""

from __future__ import annotations

from types import MethodType
from typing import Any

from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor

from licensing.migrations._in_runs import apply_in_runs


class ExecutorInRuns(MigrationExecutor):
    """Django's executor; migrations that it applies render the models once for every run of operations."""

    def apply_migration(self, state: Any, migration: Migration, fake: bool = False, fake_initial: bool = False) -> Any:
        """As Django's."""
        # The migration is this executor's own: its loader has made it.
        migration.apply = MethodType(apply_in_runs, migration)  # type: ignore[method-assign]
        return super().apply_migration(state, migration, fake, fake_initial)
