"""The cache counts guesses at sign-in. A counter that is thrown away before its time is a limit less."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.db import connections


class CounterCache(DatabaseCache):
    """Django's cache in a table, which never loses an entry that has not expired, however many there are.

    Django's own keeps 300 entries unless told otherwise, and beyond them throws away a third of those that still count.
    """

    def __init__(self, table: str, params: dict[str, Any]) -> None:
        super().__init__(table, params)
        self.counted_in = table

    def _cull(self, db: str, cursor: Any, now: datetime, num: int) -> None:
        # Called when there are more than MAX_ENTRIES. Everything that counts here expires within minutes, so the table
        # holds the live entries and at most so many that have expired. The column has an index.
        quote_name = connections[db].ops.quote_name
        table = quote_name(self.counted_in)
        cursor.execute(f"DELETE FROM {table} WHERE {quote_name('expires')} < %s", [now])  # noqa: S608 - a name of ours, quoted
