"""`manage.py migrate`: Django's own, as the owner of the tables; then grants, triggers and the record follow the new tables."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from licensing.acts.record.beginning import find_altered_rows, stop_writing
from licensing.management.executor import ExecutorInRuns
from licensing.management.owner import as_owner, protect_database
from licensing.models.record.protection import drop_triggers

# Django's command makes its executor by this name, and takes it from nowhere else.
migrate.MigrationExecutor = ExecutorInRuns  # type: ignore[attr-defined]


class Command(migrate.Command):
    def execute(self, *args: Any, **options: Any) -> Any:
        """As Django's, checks of the database included: the application's role may not even be there yet."""
        with as_owner():
            return super().execute(*args, **options)

    def handle(self, *args: Any, **options: Any) -> None:
        """As Django's. A migration that only looks, or goes back, leaves grants and triggers as they are."""
        # Tables without migrations are made by a test that copies a database, with grants, triggers and all.
        looks = options["plan"] or options["check_unapplied"] or options["app_label"] or options["run_syncdb"]
        altered = {} if looks else self._make_way()
        super().handle(*args, **options)
        if not looks:
            call_command("createcachetable", verbosity=0)
            protect_database(altered=altered)

    def _make_way(self) -> dict[str, list[str]]:
        """Before a migration: which rows are not what the record says, so that they are not taken for its work."""
        executor = MigrationExecutor(connection)
        if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return {}
        if "licensing_change" not in connection.introspection.table_names():
            return {}
        # What a process that still serves wrote meanwhile would have no change kept, and be taken for the migration's work.
        stop_writing()
        altered = find_altered_rows()
        drop_triggers()
        return altered
