"""The days on which governed lists come to say something else: what holds on one may not hold on a later one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from licensing.policy.reference.governed import GOVERNED, Row


def find_days_turned(rows: Iterable[tuple[str, Row]], *, since: date) -> list[date]:
    """A day and each later one on which a row begins or has ended; a row stands with the code of its list.

    From one of these days until the next the same rows are in force on every day, so whoever has asked them has asked all.
    """
    return sorted({since, *(day for code, row in rows for day in _read_days(code, row) if day > since)})


def _read_days(code: str, row: Row) -> Iterator[date]:
    for name in GOVERNED[code].turns:
        if value := row.get(name):
            yield value if isinstance(value, date) else date.fromisoformat(value)
