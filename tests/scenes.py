"""Scenes that many tests begin with, built once in a process by the real acts and then put back row by row.

Bringing a case before a body takes some forty statements and all the acts that lead there; putting their rows back takes a
COPY for each table. A scene follows from the scenes before it, from what is asked for and from the moment that is played,
and is only put back where nothing else has been written since the world was made: a test that first changes a procedure, a
calendar or a person gets its case by the acts themselves.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from django.apps import apps
from django.conf import UserSettingsHolder, settings
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Model
from psycopg import sql

from licensing.acts import acting
from licensing.models import Document, User
from licensing.models.clocks.days import to_local_day
from licensing.models.record.origin import find_origin

P = ParamSpec("P")
T = TypeVar("T")
Lines = Mapping[bytes, None]
Rows = Mapping[str, Lines]

# Signing in and calling the API write, but nothing that the acts of scenes look at, and what they write belongs to no scene.
_TABLES_OF_SIGNING_IN = ("licensing_session", "licensing_system", "licensing_authorisation", "oauth2_provider_")
_SIGNING_IN = tuple(
    f'{write} "{table}' for write in ("INSERT INTO", "UPDATE", "DELETE FROM") for table in _TABLES_OF_SIGNING_IN
)
_LAST_LOGIN = 'UPDATE "licensing_user" SET "last_login"'
_READS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK TO", "SET ")
# In a transaction of a test nothing is committed, so that PostgreSQL still counts what it has written to each table.
_WRITTEN = "SELECT relname FROM pg_stat_xact_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"


@dataclass(frozen=True, slots=True)
class Scene:
    """What a builder gave, how its rows are put into the tables, what is in them then, and the files that they speak of."""

    given: bytes
    steps: tuple[tuple[str, bool, bytes], ...]
    rows: Rows
    files: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether no test has removed its files since."""
        return all(default_storage.exists(name) for name in self.files)


@dataclass
class Scenes:
    """What this process remembers of each scene, by those that lead to it."""

    kept: dict[tuple[object, ...], Scene] = field(default_factory=dict)
    seeded: Rows = field(default_factory=dict)
    present: Rows = field(default_factory=dict)
    path: tuple[object, ...] = ()
    is_untouched: bool = False
    has_signed_in: bool = False

    @contextmanager
    def begin(self) -> Iterator[None]:
        """Nothing but the seeds is in the database; from here on whatever a test writes is noticed."""
        self.seeded = self.seeded or _dump(_tables(), {})
        self.present, self.path, self.is_untouched = self.seeded, (), True
        self.has_signed_in = False
        with connection.execute_wrapper(self._notice):
            yield
        self.is_untouched = False

    def enter(self, build: Callable[[], T], asked: str) -> T:
        """What `build` gives for what is asked for; its rows come from memory where nothing has been written in between."""
        moment = acting._now_override.get()
        # A moment that is counted from now never comes again.
        if not self.is_untouched or (moment and moment.microsecond):
            return build()
        # What was filed before midnight is dated yesterday after it.
        before, path = self.present, (*self.path, asked, moment, to_local_day(acting.now()), _surroundings())
        scene = self.kept.get(path)
        if scene is not None and scene.is_whole:
            _put_back(scene)
        else:
            had_signed_in, given = self.has_signed_in, build()
            written = _written(besides_signing_in=had_signed_in)
            if had_signed_in and User.objects.count() != len(before["licensing_user"]):
                return given
            scene = self.kept[path] = _remember(given, before, _dump(written, before))
            self.has_signed_in = had_signed_in
        self.present, self.path, self.is_untouched = {**before, **scene.rows}, path, True
        return cast("T", _fetch(scene.given))

    def _notice(self, execute: Any, statement: str, params: Any, many: bool, context: Any) -> Any:
        text = str(statement).lstrip("( \n")
        if not text.upper().startswith(_READS):
            if text.startswith((*_SIGNING_IN, _LAST_LOGIN)):
                self.has_signed_in = True
            else:
                self.is_untouched = False
        return execute(statement, params, many, context)


SCENES = Scenes()


def scene(make: Callable[P, T]) -> Callable[P, T]:
    """Let a helper of the tests put back from memory what it brings about, where nothing but scenes has been before it.

    What it is asked for stands in its arguments; of a row only the key counts, since its scene has been before.
    """

    @wraps(make)
    def entered(*args: P.args, **changes: P.kwargs) -> T:
        asked = json.dumps([make.__module__, make.__qualname__, args, changes], sort_keys=True, default=_name)
        return SCENES.enter(lambda: make(*args, **changes), asked)

    return entered


def carry_out_every_act() -> None:
    """From here to its end nothing comes from memory in this test: for what acts do while something else is wrong."""
    SCENES.is_untouched = False


def _name(asked: object) -> str:
    if isinstance(asked, Model):
        return f"{type(asked).__name__} {asked.pk}"
    if type(asked).__name__ == "World":
        # A test may put somebody into the place of another.
        return f"World {[str(one.pk) for one in vars(asked).values() if isinstance(one, Model)]}"
    return repr(asked)


def _surroundings() -> tuple[object, ...]:
    """What else an act looks at: where files are kept, the languages of the record, who calls, and changed settings.

    How mail is sent is no matter of acts, and a mail server of the tests has another port each time.
    """
    changed, holder = {}, settings._wrapped
    while isinstance(holder, UserSettingsHolder):
        changed |= {name: repr(value) for name, value in vars(holder).items() if name.isupper() and name not in changed}
        holder = holder.default_settings
    named = sorted((name, value) for name, value in changed.items() if not name.startswith("EMAIL_"))
    return (str(settings.MEDIA_ROOT), *dict(settings.LANGUAGES), repr(find_origin()), *named)


def _fetch(given: bytes) -> object:
    """What was given, as it was; a row, as it is in the database now."""
    kept = pickle.loads(given)
    return type(kept)._base_manager.get(pk=kept.pk) if isinstance(kept, Model) else kept


def _remember(given: Any, before: Rows, after: Rows) -> Scene:
    rows = {table: lines for table, lines in after.items() if lines != before[table]}
    steps = []
    for table, lines in rows.items():
        gone = before[table].keys() - lines.keys()
        added = lines if gone else [line for line in lines if line not in before[table]]
        steps.append((table, bool(gone), b"".join(added)))
    return Scene(pickle.dumps(given), tuple(steps), rows, tuple(Document.objects.values_list("file", flat=True)))


def _put_back(scene: Scene) -> None:
    """Bring tables from the rows they hold to those of a scene; the triggers have seen these once already."""
    with transaction.atomic(), connection.connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, is_emptied, lines in scene.steps:
            name = sql.Identifier(table)
            if is_emptied:
                cursor.execute(sql.SQL("DELETE FROM {}").format(name))
            with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(name)) as copy:
                copy.write(lines)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def _dump(tables: list[str], before: Rows) -> Rows:
    """Every row of these tables, as PostgreSQL writes it; those that were there before are the very same objects."""
    dumped = {}
    with transaction.atomic():
        connection.ensure_connection()
        with connection.connection.cursor() as cursor:
            for table in tables:
                known = {line: line for line in before.get(table, ())}
                with cursor.copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as copy:
                    dumped[table] = dict.fromkeys(known.get(line, line) for line in map(bytes, copy))
    return dumped


def _tables() -> list[str]:
    models = apps.get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models if model._meta.managed and not model._meta.proxy})


def _written(*, besides_signing_in: bool) -> list[str]:
    tables = [
        one for one in _tables() if not (besides_signing_in and one.startswith((*_TABLES_OF_SIGNING_IN, "licensing_user")))
    ]
    if not connection.in_atomic_block:
        return tables
    with connection.connection.cursor() as cursor:
        written = {name for (name,) in cursor.execute(_WRITTEN)}
    return [table for table in tables if table in written]
