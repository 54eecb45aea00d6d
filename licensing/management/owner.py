"""Working as the owner of the tables, which the application is not: for migrations, and what follows them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.conf import settings
from django.core.management.base import CommandError
from django.db import ProgrammingError, connection
from psycopg import sql

from licensing.acts.record.beginning import Altered, begin_record
from licensing.models.record.protection import protect_tables

_WHO: Final = ("USER", "PASSWORD", "HOST", "PORT")


@contextmanager
def as_owner() -> Iterator[None]:
    """Let the default connection be the owner's meanwhile; without an owner of its own it stays what it is."""
    if settings.DATABASE_OWNER is None:
        yield
        return
    before = {name: connection.settings_dict[name] for name in _WHO}
    connection.close()
    connection.settings_dict.update({name: settings.DATABASE_OWNER[name] for name in _WHO if name in settings.DATABASE_OWNER})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(before)


def protect_database(*, altered: Altered) -> int:
    """Write the grants and triggers out and take new rows into the record; how many. To be called as the owner."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        [owner] = cursor.fetchone()
    role = settings.APPLICATION_ROLE
    if role != owner:
        _create_role(role)
    protect_tables(role if role != owner else None)
    return begin_record(altered=altered)


def _create_role(role: str) -> None:
    """The application's role, with the password of DATABASE_URL; one that is there is left as it is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is not None:
            return
        password = str(settings.DATABASES["default"].get("PASSWORD") or "")
        try:
            if password:
                cursor.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), sql.Literal(password)))
            else:
                cursor.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        except ProgrammingError as refusal:
            sentence = f"There is no role {role}, and the owner may not create it. Ask for: CREATE ROLE {role} LOGIN PASSWORD …"
            raise CommandError(sentence) from refusal
