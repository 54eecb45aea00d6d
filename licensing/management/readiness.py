"""What a visitor needs, and what should have been done by now: for the probe of readiness and for `manage.py doctor`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.cache.backends.db import BaseDatabaseCache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.module_loading import import_string

from licensing.acts.record.heads import raise_alarm_if_broken
from licensing.checks import describe_role
from licensing.models.read_models.backlog import Backlog, TaskHealth, measure_backlogs, measure_tasks
from licensing.models.record.protection import find_missing_protection

# A probe comes every few seconds and must be quick; rights, triggers and tables may be changed under a process that serves.
_LOOK_AGAIN_SECONDS: Final = 60.0
# By check, when it last found nothing wrong, on the monotonic clock.
_found_ready: dict[str, float] = {}


def find_fault() -> str | None:
    """Why no visitor may be sent here, in a sentence that says what to do; or None. Raises Error when the database is away."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    for check in (_find_missing_migration, _find_unsafe_role, _find_missing_cache_table, _find_missing_static_files):
        if time.monotonic() - _found_ready.get(check.__name__, float("-inf")) > _LOOK_AGAIN_SECONDS:
            _found_ready.pop(check.__name__, None)
            if fault := check():
                return fault
            _found_ready[check.__name__] = time.monotonic()
    return None


def list_warnings() -> list[str]:
    """What waits past its time, and which tasks do not run: nobody is kept out for it, but somebody should look."""
    return [
        *([fault] if (fault := find_fault_of_record()) else ()),
        *(describe_backlog(one) for one in measure_backlogs() if one.is_late),
        *(describe_task(one) for one in measure_tasks() if one.is_late),
    ]


def find_fault_of_record() -> str | None:
    """Why nothing is written, or why nobody can tell whether the record is the one that was kept; None where all is well."""
    try:
        if raise_alarm_if_broken():
            return "the record is not the one whose head was kept outside: nothing is written until manage.py resume_record"
    except OSError as refused:
        return f"the heads in {settings.RECORD_HEADS} cannot be read ({refused.strerror})"
    return None


def describe_backlog(backlog: Backlog) -> str:
    """A line for the operator: what waits, how much of it, for how long."""
    if not backlog.count:
        return f"{backlog.kind}: none waits"
    return f"{backlog.kind}: {backlog.count} past their time, the oldest for {describe_span(backlog.age)}"


def describe_task(health: TaskHealth) -> str:
    """A line for the operator: when a periodic task last ended."""
    if health.age is None:
        return f"task {health.task}: has never run to its end"
    return f"task {health.task}: last ended {describe_span(health.age)} ago"


def describe_span(span: timedelta) -> str:
    """A span in its two largest units, as `5 d 3 h`."""
    rest = max(0, int(span.total_seconds()))
    shown = []
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)):
        amount, rest = divmod(rest, size)
        shown += [f"{amount} {unit}"] if amount else []
    return " ".join(shown[:2]) or "0 s"


def _find_missing_migration() -> str | None:
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return "The database still has to be migrated: manage.py migrate." if pending else None


def find_unsafe_role() -> str | None:
    """Why the role of this connection must not serve visitors, in a sentence that says what to do; None where it may."""
    superuser, owner = describe_role()
    if superuser:
        return "The application is a superuser of the database, whom no grant binds: see DATABASE_OWNER_URL."
    if owner:
        return "The application owns its tables, and may change what is only ever added to: see DATABASE_OWNER_URL."
    differences = find_missing_protection(settings.APPLICATION_ROLE)
    return f"The database is not protected: {differences[0]}. Run manage.py migrate." if differences else None


def _find_unsafe_role() -> str | None:
    return find_unsafe_role() if settings.PRODUCTION else None


def _find_missing_cache_table() -> str | None:
    """Sign-in counts its attempts in the cache; without its table every sign-in is an error of the server."""
    wanted = set(_list_cache_tables()) - set(connection.introspection.table_names())
    return f"The table {min(wanted)} is missing: manage.py createcachetable." if wanted else None


def _list_cache_tables() -> Iterator[str]:
    for cache in settings.CACHES.values():
        if issubclass(import_string(cache["BACKEND"]), BaseDatabaseCache):
            yield cache["LOCATION"]


def _find_missing_static_files() -> str | None:
    """Pages name their static files by a manifest; without it each page is an error of the server, the sign-in first of all."""
    storage: Any = staticfiles_storage
    has_manifest = isinstance(storage, ManifestFilesMixin)
    if not has_manifest:
        return None
    if not storage.hashed_files:
        return f"There are no static files in {settings.STATIC_ROOT}: manage.py collectstatic."
    missing = next((name for name in storage.hashed_files.values() if not storage.exists(name)), None)
    return f"The static file {missing} is missing: manage.py collectstatic." if missing else None
