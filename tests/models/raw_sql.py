"""Raw SQL as the strongest role there is, with the deferred triggers fired at once."""

from __future__ import annotations

from django.db import connection, transaction


def execute(statement: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
