"""No counter is thrown away before its time, however many people are at work."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection

_ENTRIES = 20


@pytest.fixture
def counters(db: None, settings: Any) -> Any:
    options = {"BACKEND": "config.web.counters.CounterCache", "LOCATION": "counters_of_a_test"}
    settings.CACHES = {"default": options | {"OPTIONS": {"MAX_ENTRIES": _ENTRIES}}}
    call_command("createcachetable", verbosity=0)
    return caches["default"]


def _rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM counters_of_a_test")
        return int(cursor.fetchone()[0])


@pytest.mark.walk
def test_as_many_counters_as_there_are_people_are_kept(counters: Any) -> None:
    people = [f"person-{number}" for number in range(20 * _ENTRIES)]

    for number, person in enumerate(people):
        counters.set(person, number, 60)

    assert [counters.get(person) for person in people] == list(range(len(people)))


def test_what_has_expired_makes_room(counters: Any) -> None:
    for number in range(2 * _ENTRIES):
        counters.set(f"gone-{number}", 1, 1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE counters_of_a_test SET expires = now() - interval '1 minute'")

    counters.set("here", 1, 60)

    assert (counters.get("here"), _rows()) == (1, 1)
