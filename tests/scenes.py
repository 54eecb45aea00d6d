"""Scenes that many tests begin with, built once in a process by the real acts and then put back row by row.

Bringing a case before a body takes some forty statements and all the acts that lead there; putting their rows back takes a
COPY for each table. A scene is only put back where nothing has been written since the world was made: a test that first
changes a procedure, a calendar or a person gets its case by the acts themselves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction
from psycopg import sql

from licensing.models import Document

Rows = Mapping[str, tuple[bytes, ...]]

# Signing in writes, but nothing that an act looks at.
_SIGNING_IN = ('"licensing_session"', '"oauth2_provider_', 'UPDATE "licensing_user" SET "last_login"')
_READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK TO", "SET ")


@dataclass(frozen=True, slots=True)
class Scene:
    """What a builder gave, the rows that it added to those before it, and the files that they speak of."""

    given: Any
    rows: Rows
    files: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether no test has removed its files since."""
        return all(default_storage.exists(name) for name in self.files)


@dataclass
class Scenes:
    """What this process remembers of each scene: what its builder gave, and the rows that it adds to those before it."""

    kept: dict[tuple[object, ...], Scene] = field(default_factory=dict)
    seeded: Rows = field(default_factory=dict)
    present: Rows = field(default_factory=dict)
    is_untouched: bool = False

    @contextmanager
    def begin(self) -> Iterator[None]:
        """Nothing but the seeds is in the database; from here on whatever a test writes is noticed."""
        self.seeded = self.seeded or _dump()
        self.present, self.is_untouched = self.seeded, True
        with connection.execute_wrapper(self._notice):
            yield
        self.is_untouched = False

    def enter(self, name: str, build: Callable[[], Any]) -> Any:
        """What `build` gives for a scene; its rows come from memory where nothing has been written in between."""
        if not self.is_untouched:
            return build()
        # What is written depends on where files are kept, and on the languages that a record keeps its texts in.
        before, key = self.present, (name, str(settings.MEDIA_ROOT), *dict(settings.LANGUAGES))
        scene = self.kept.get(key)
        if scene is not None and scene.is_whole:
            _replace(scene.rows, before)
        else:
            given, after = build(), _dump()
            rows = {table: lines for table, lines in after.items() if lines != before[table]}
            scene = self.kept[key] = Scene(given, rows, tuple(Document.objects.values_list("file", flat=True)))
        self.present = {**before, **scene.rows}
        self.is_untouched = name == "world"
        return scene.given

    def _notice(self, execute: Any, statement: str, params: Any, many: bool, context: Any) -> Any:
        text = str(statement).lstrip("( ")
        if not text.upper().startswith(_READS) and not any(harmless in text for harmless in _SIGNING_IN):
            self.is_untouched = False
        return execute(statement, params, many, context)


def _dump() -> Rows:
    """Every row of every table of ours, as PostgreSQL writes it."""
    dumped = {}
    with transaction.atomic():
        connection.ensure_connection()
        with connection.connection.cursor() as cursor:
            for table in _tables():
                with cursor.copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as copy:
                    dumped[table] = tuple(bytes(line) for line in copy)
    return dumped


def _replace(rows: Rows, before: Rows) -> None:
    """Bring tables from the rows they hold to those of a scene; the triggers have seen these once already."""
    with transaction.atomic(), connection.connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, lines in rows.items():
            name, wanted, present = sql.Identifier(table), Counter(lines), Counter(before[table])
            if present - wanted:
                cursor.execute(sql.SQL("DELETE FROM {}").format(name))
                present = Counter()
            with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(name)) as copy:
                for line in (wanted - present).elements():
                    copy.write(line)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def _tables() -> list[str]:
    models = apps.get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models if model._meta.managed and not model._meta.proxy})
