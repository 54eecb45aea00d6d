"""Migrations quicker than Django's own, which renders seventy models anew after each operation."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.migrations import Migration
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    AlterModelOptions,
    CreateModel,
    RemoveConstraint,
    RemoveIndex,
    RunPython,
    RunSQL,
    SeparateDatabaseAndState,
)
from django.db.migrations.operations.models import IndexOperation
from pgtrigger.migrations import AddTrigger

# Whatever else there is may look at the state in between. Constraints, indexes and triggers are all index operations.
_TOGETHER = (CreateModel, AddField, AlterField, AlterModelOptions, IndexOperation)
_ADDED = (AddIndex, AddConstraint, AddTrigger)
_ALTERING = (AlterField, AlterModelOptions)
# What the statement that makes a table says of it; a trigger is made by itself.
_PARTS = (AddField, AlterField, AlterModelOptions, AddIndex, AddConstraint, RemoveIndex, RemoveConstraint)


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
    for run in split_into_runs(migration.operations):
        project_state = apply_run(migration.app_label, run, project_state, schema_editor)
    return project_state


def apply_run(app_label: str, run: Sequence[Any], project_state: Any, schema_editor: Any) -> Any:
    """Do the operations of one run, be they of one migration of an app or of several: the state after them."""
    before = project_state.clone()
    if len(run) > 1:
        # Without rendered models the state only notes what changes; they are rendered when the SQL asks for them.
        project_state.__dict__.pop("apps", None)
    for operation in run:
        operation.state_forwards(app_label, project_state)
    for operation in leave_out_done(run):
        operation.database_forwards(app_label, schema_editor, before, project_state)
    return project_state


def holds_programs(migration: Migration) -> bool:
    """Whether it does anything else than to change tables: what rows it writes keep their tables from being altered with them."""
    return not migration.atomic or any(
        isinstance(one, RunPython | RunSQL | SeparateDatabaseAndState) for one in migration.operations
    )


def leave_out_done(run: Sequence[Any]) -> Iterator[Any]:
    """Leave out what the table of a new model has already: it is made as the last state of its run says."""
    made: set[str] = set()
    for operation in run:
        if isinstance(operation, CreateModel):
            made.add(operation.name_lower)
            yield operation
        elif not (_is_part_of_table(operation) and _name_model(operation) in made):
            yield operation


def split_into_runs(operations: Sequence[Any]) -> Iterator[list[Any]]:
    """Begin a new run where an operation must not find the first state of the old one, or the old one not its last."""
    run: list[Any] = []
    made: set[tuple[str, ...]] = set()
    for operation in operations:
        within = _is_part_of_table(operation) and (_name_model(operation),) in made
        if run and not (within or (_goes_with(operation, run) and made.isdisjoint(_list_needed(operation)))):
            yield run
            run, made = [], set()
            within = False
        run.append(operation)
        if not within:
            made.update(_list_made(operation))
    if run:
        yield run


def _is_part_of_table(operation: Any) -> bool:
    return isinstance(operation, _PARTS)


def _name_model(operation: Any) -> str:
    """The model that a part of a table belongs to, in small letters."""
    return str(operation.name_lower if isinstance(operation, AlterModelOptions) else operation.model_name_lower)


def _goes_with(operation: Any, run: Sequence[Any]) -> bool:
    if not (isinstance(operation, _TOGETHER) and isinstance(run[-1], _TOGETHER)):
        return False
    # Altering what others refer to alters their columns too, which may not be there yet.
    return all(isinstance(one, _ALTERING) for one in (*run, operation)) or not any(map(_is_referred, (*run, operation)))


def _is_referred(operation: Any) -> bool:
    return isinstance(operation, AlterField) and (operation.field.primary_key or operation.field.unique)


def _list_made(operation: Any) -> list[tuple[str, ...]]:
    if isinstance(operation, CreateModel):
        return [(operation.name_lower,)]
    if isinstance(operation, AddField | AlterField):
        return [(operation.model_name_lower, operation.name_lower)]
    return [(operation.model_name_lower, "", "index")] if isinstance(operation, IndexOperation) else []


def _list_needed(operation: Any) -> list[tuple[str, ...]]:
    """What may not have been made or altered in the same run, unless with its whole table."""
    if isinstance(operation, AddField):
        return [(operation.model_name_lower, operation.name_lower)]
    if isinstance(operation, AlterField):
        # One that is unique no longer takes indexes away that the first state does not name as a constraint's.
        return [(operation.model_name_lower, operation.name_lower), (operation.model_name_lower, "", "index")]
    if isinstance(operation, IndexOperation) and not isinstance(operation, _ADDED):
        # It looks for what it removes or renames in the first state.
        return [(operation.model_name_lower,), (operation.model_name_lower, "", "index")]
    return []
