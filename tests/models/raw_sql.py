"""Raw SQL as the strongest role there is, with the deferred triggers fired at once."""

from __future__ import annotations

from django.db import connection, transaction

from tests.by_hand import cover


def execute(statement: str, *values: object) -> None:
    cover()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
