"""Rows that a test writes itself, without an act: the database asks for an event that covers them, as it does of everybody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import BigIntegerField, Func
from django.test import TestCase
from django.utils import timezone

from licensing.models import Alarm, Change, Event
from licensing.models.record.event import PendingEvent
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.record.tables import TABLES

_DECIDING = [name for name, table in TABLES.items() if table.decides]
# Whether the transaction of a test has changes that no event covers, changes of what decides, and an alarm: asked once for all.
_LEFT = """
    WITH mine AS (
        SELECT c.id, c.table_name FROM licensing_change c WHERE c.transaction = pg_current_xact_id()::text::bigint
    )
    SELECT EXISTS (SELECT FROM mine WHERE mine.id > COALESCE((
               SELECT max(e.changes_to) FROM licensing_event e WHERE e.transaction = pg_current_xact_id()::text::bigint
           ), 0)),
           EXISTS (SELECT FROM mine WHERE mine.table_name = ANY (%s)),
           EXISTS (SELECT FROM licensing_alarm WHERE settled_at IS NULL)
"""

_roll_back = TestCase._fixture_teardown  # type: ignore[attr-defined]


@contextmanager
def before_the_record() -> Iterator[None]:
    """Rows written inside are taken for older than the record: no trigger sees them, and no event is asked for."""
    tell()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        try:
            yield
        finally:
            cursor.execute("SET session_replication_role = origin")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def cover() -> None:
    """Let an event cover what the test has written by hand so far."""
    if Change.objects.summarise_uncovered():
        _chain()


def tell() -> None:
    """An act's event may have covered what the test wrote by hand before it, which none of its kind tells of."""
    transaction_of = Func(template="(pg_current_xact_id()::text::bigint)", output_field=BigIntegerField())
    if Change.objects.filter(transaction=transaction_of, table_name__in=_DECIDING).exists():
        _chain()


def _chain() -> None:
    Event.objects.chain([PendingEvent(EventKind.RIGHTS_CHANGED, data={"subject": "tests"})], None, at=timezone.now())


@contextmanager
def by_hand() -> Iterator[None]:
    """Rows written inside are committed with an event that covers them."""
    with transaction.atomic():
        yield
        cover()


def install() -> None:
    """What a test that is rolled back has written by hand is covered before its constraints are checked at the end."""
    TestCase._fixture_teardown = _cover_and_roll_back  # type: ignore[method-assign, attr-defined]


def _cover_and_roll_back(case: TestCase) -> None:
    try:
        if connection.in_atomic_block and not connection.needs_rollback:
            _settle_what_is_left()
    finally:
        _roll_back(case)


def _settle_what_is_left() -> None:
    with connection.cursor() as cursor:
        cursor.execute(_LEFT, [_DECIDING])
        uncovered, deciding, stopped = cursor.fetchone()
    if stopped and (uncovered or deciding):
        _silence()
    for _reason in filter(None, (uncovered, deciding)):
        _chain()


def _silence() -> None:
    """An alarm that the test has raised would stop these events too."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        Alarm.objects.all().delete()
        cursor.execute("SET session_replication_role = origin")
