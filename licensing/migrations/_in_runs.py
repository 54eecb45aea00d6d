"""Migrations quicker than Django's own, which renders seventy models anew after each operation."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.migrations import Migration
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, AlterField, AlterModelOptions, CreateModel
from django.db.migrations.operations.models import IndexOperation
from pgtrigger.migrations import AddTrigger

# Whatever else there is may look at the state in between. Constraints, indexes and triggers are all index operations.
_TOGETHER = (CreateModel, AddField, AlterField, AlterModelOptions, IndexOperation)
_ADDED = (AddIndex, AddConstraint, AddTrigger)


class MigrationInRuns(Migration):
    """Takes operations that follow each other as one step: first all their models, then all their SQL."""

    def apply(self, project_state: Any, schema_editor: Any, collect_sql: bool = False) -> Any:
        if collect_sql:
            return super().apply(project_state, schema_editor, collect_sql)
        return apply_in_runs(self, project_state, schema_editor)


def apply_in_runs(migration: Migration, project_state: Any, schema_editor: Any) -> Any:
    """Do to the database and the state what Django's `Migration.apply` does, and render the models once for every run."""
    if not migration.atomic:
        return Migration.apply(migration, project_state, schema_editor)
    for operations in split_into_runs(migration.operations):
        before = project_state.clone()
        if len(operations) > 1:
            # Without rendered models the state only notes what changes; they are rendered when the SQL asks for them.
            project_state.__dict__.pop("apps", None)
        for operation in operations:
            operation.state_forwards(migration.app_label, project_state)
        for operation in operations:
            operation.database_forwards(migration.app_label, schema_editor, before, project_state)
    return project_state


def split_into_runs(operations: Sequence[Any]) -> Iterator[list[Any]]:
    """Begin a new run where an operation must not find the first state of the old one, or the old one not its last."""
    run: list[Any] = []
    made: set[tuple[str, ...]] = set()
    for operation in operations:
        if run and not (_goes_together(run[-1]) and _goes_together(operation) and made.isdisjoint(_list_needed(operation))):
            yield run
            run, made = [], set()
        run.append(operation)
        made.update(_list_made(operation))
    if run:
        yield run


def _goes_together(operation: Any) -> bool:
    # Altering what others refer to alters their columns too, which may not be there yet.
    referred = isinstance(operation, AlterField) and (operation.field.primary_key or operation.field.unique)
    return isinstance(operation, _TOGETHER) and not referred


def _list_made(operation: Any) -> list[tuple[str, ...]]:
    if isinstance(operation, CreateModel):
        return [(operation.name.lower(),)]
    if isinstance(operation, AddField | AlterField):
        return [(operation.model_name.lower(), operation.name.lower())]
    return [(operation.model_name_lower, "", "index")] if isinstance(operation, IndexOperation) else []


def _list_needed(operation: Any) -> list[tuple[str, ...]]:
    """What may not have been made in the same run."""
    if isinstance(operation, AddField | AlterField):
        # The table of a new model is made with all that its last state has: this column too.
        return [(operation.model_name.lower(),), (operation.model_name.lower(), operation.name.lower())]
    if isinstance(operation, _ADDED):
        return [(operation.model_name_lower,)]
    if isinstance(operation, IndexOperation):
        # It looks for what it removes or renames in the first state.
        return [(operation.model_name_lower,), (operation.model_name_lower, "", "index")]
    return []
