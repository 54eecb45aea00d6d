"""Ways to spoil a record behind the back of the application, and what the verification says of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from licensing.acts.record.report import Fault
from licensing.acts.record.verification import verify_record
from tests.by_hand import cover, tell


@contextmanager
def behind_the_back() -> Iterator[None]:
    """Write past the triggers, as somebody with the database's own rights could."""
    cover()
    tell()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = origin")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def spoil(statement: str, *values: object) -> None:
    # In a savepoint, so that a constraint which even this cannot break leaves the transaction usable.
    with behind_the_back(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount > 0


def find_fault() -> Fault | None:
    return verify_record().fault
