"""A migration of many operations, quicker than Django's own: that renders seventy models anew after each of them."""

from itertools import groupby
from typing import Any

from django.db.migrations import Migration
from django.db.migrations.operations.models import IndexOperation


class MigrationInRuns(Migration):
    """Takes operations of one kind that follow each other as one step: first all their models, then all their SQL."""

    def apply(self, project_state: Any, schema_editor: Any, collect_sql: bool = False) -> Any:
        if collect_sql:
            return super().apply(project_state, schema_editor, collect_sql)
        for _kind, run in groupby(self.operations, key=_kind_of):
            operations, before = list(run), project_state.clone()
            # Without rendered models the state only notes what changes; they are rendered when the SQL asks for them.
            project_state.__dict__.pop("apps", None)
            for operation in operations:
                operation.state_forwards(self.app_label, project_state)
            for operation in operations:
                operation.database_forwards(self.app_label, schema_editor, before, project_state)
        return project_state


def _kind_of(operation: Any) -> type:
    """Indexes, constraints and triggers are of one kind: none changes what another finds."""
    return IndexOperation if isinstance(operation, IndexOperation) else type(operation)
