"""The head of the record's chain, held by somebody else for as long as a test wants it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection


@contextmanager
def hold_chain_head() -> Iterator[None]:
    """Hold the head in a transaction of another connection; this one waits for it a moment. For committed worlds alone."""
    database = connection.settings_dict
    elsewhere = psycopg.connect(host=str(database["HOST"]), user=str(database["USER"]), dbname=str(database["NAME"]))
    try:
        elsewhere.execute("SELECT 1 FROM licensing_chainhead WHERE name = 'events' FOR UPDATE")
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
        yield
    finally:
        elsewhere.close()
        with connection.cursor() as cursor:
            cursor.execute("RESET lock_timeout")
