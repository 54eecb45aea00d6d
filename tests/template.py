"""The database that those of the tests are copied from: migrated and seeded once for every state of the migrations."""

from __future__ import annotations

import fcntl
import hashlib
from io import StringIO
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from tests import emptying

_PREFIX = "dozvil_template_"
_ROOT = Path(__file__).resolve().parent.parent
_SEEDS = _ROOT / "seeds"
# What `migrate` and the tests write into the database besides the tables.
_PROTECTION = (
    _ROOT / "licensing" / "policy" / "record" / "tables.py",
    *(_ROOT / "licensing" / "models" / "record").glob("protection.*"),
    _ROOT / "tests" / "emptying.py",
)


def make_template() -> str:
    """The name of the template; whoever comes first makes it, and the others wait for it."""
    template = _PREFIX + _digest_of_migrations()
    settings.VAR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR / "template.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if template not in _list_templates():
            _make(template)
    return template


def _digest_of_migrations() -> str:
    """Changes whenever a migration of ours or of a library does."""
    digest = hashlib.sha256()
    for app in sorted(apps.get_app_configs(), key=lambda app: app.label):
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(file.name.encode() + file.read_bytes())
    for file in sorted([*_SEEDS.rglob("*.*"), *_PROTECTION]):
        digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _list_templates() -> set[str]:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{_PREFIX}%"])
        return {name for (name,) in cursor.fetchall()}


def _make(template: str) -> None:
    unfinished = f"unfinished_{template}"
    _as_owner("DROP DATABASE IF EXISTS {}", unfinished)
    for old in _list_templates():
        _as_owner("DROP DATABASE IF EXISTS {}", old)
    _as_owner("CREATE DATABASE {}", unfinished)
    real = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = unfinished
    try:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("seed", stdout=StringIO())
        emptying.forget_record()
        emptying.keep_what_was_seeded()
    finally:
        connection.close()
        connection.settings_dict["NAME"] = real
    _as_owner("ALTER DATABASE {} RENAME TO {}", unfinished, template)


def _as_owner(statement: str, *names: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
