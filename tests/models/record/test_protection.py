"""The grants and triggers that are declared are those of the database, and the application's role gets round none of them."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from licensing.checks import describe_role
from licensing.models import Change, Event
from licensing.models.record.event import PendingEvent
from licensing.models.record.protection import drop_triggers, find_missing_protection, protect_tables
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.record.tables import TABLES

APPLICATION = settings.APPLICATION_ROLE


@pytest.fixture
def application(db: None) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """A connection of its own, as the application's role and nobody else's."""
    database = connection.settings_dict
    with psycopg.connect(
        host=str(database["HOST"]), user=APPLICATION, dbname=str(database["NAME"]), autocommit=True
    ) as connected:
        yield connected


@pytest.mark.walk
def test_the_database_has_what_is_declared(db: None) -> None:
    protect_tables(APPLICATION)

    assert find_missing_protection(APPLICATION) == []


@pytest.mark.parametrize(
    "change",
    [
        "GRANT DELETE ON licensing_event TO {}",
        "GRANT TRUNCATE ON licensing_case TO {}",
        "GRANT UPDATE ON licensing_position TO PUBLIC",
        "REVOKE SELECT ON licensing_case FROM {}",
        "GRANT UPDATE (digest) ON licensing_event TO {}",
    ],
)
def test_another_grant_is_named(db: None, change: str) -> None:
    protect_tables(APPLICATION)
    with connection.cursor() as cursor:
        cursor.execute(change.format(APPLICATION))

    [difference] = find_missing_protection(APPLICATION)

    assert difference.startswith(f"{APPLICATION} may")


KEEPS = "the trigger dozvil_keeps of licensing_licenceline"
RENEWED = """
    DROP TRIGGER dozvil_keeps ON licensing_licenceline;
    CREATE TRIGGER dozvil_keeps AFTER INSERT ON licensing_licenceline
    FOR EACH ROW EXECUTE FUNCTION dozvil_keep_change('id', '{}', '{}')
"""
IGNORED = """
    CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN
    LANGUAGE sql IMMUTABLE AS 'SELECT true'
"""


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("ALTER TABLE licensing_licenceline DISABLE TRIGGER dozvil_keeps", KEEPS),
        ("ALTER TABLE licensing_licenceline ENABLE REPLICA TRIGGER dozvil_keeps", KEEPS),
        (RENEWED, KEEPS),
        ("DROP TRIGGER dozvil_asks ON licensing_change", "the trigger dozvil_asks of licensing_change"),
        ("ALTER TABLE licensing_event DISABLE TRIGGER USER", "the trigger pgtrigger_event_keeps"),
        (IGNORED, "the function _pgtrigger_should_ignore"),
        ("ALTER FUNCTION public.dozvil_require_cover() RESET ALL", "the function dozvil_require_cover"),
    ],
)
def test_a_trigger_that_does_not_do_what_is_declared_is_named(db: None, change: str, named: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(change)

    assert find_missing_protection(None)[0].startswith(named)


def test_triggers_come_back_after_a_migration(db: None) -> None:
    drop_triggers()
    assert len(find_missing_protection(None)) > 40

    protect_tables(None)

    assert find_missing_protection(None) == []


def test_the_owner_is_recognised_as_one(db: None) -> None:
    assert describe_role() == (True, True)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {APPLICATION}")
        assert describe_role() == (False, False)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE licensing_event SET kind = 'case.edited'",
        "DELETE FROM licensing_event",
        "TRUNCATE licensing_event CASCADE",
        "SET pgtrigger.ignore = '{licensing_event:event_keeps_rows}'; DELETE FROM licensing_event",
        "SET session_replication_role = replica",
        "ALTER TABLE licensing_event DISABLE TRIGGER ALL",
        "DROP TRIGGER dozvil_keeps ON licensing_licenceline",
        "CREATE TABLE public.licensing_event_of_mine (number bigint)",
        "CREATE OR REPLACE FUNCTION public.dozvil_require_cover() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "INSERT INTO licensing_change (transaction, table_name, row, operation, columns) VALUES (1, 'x', 'y', 'U', '{}')",
        "DELETE FROM licensing_change",
        "UPDATE django_migrations SET name = 'x'",
        "SET ROLE dozvil",
    ],
)
def test_the_application_may_not(application: psycopg.Connection[tuple[object, ...]], statement: str) -> None:
    with pytest.raises((psycopg.errors.InsufficientPrivilege, psycopg.errors.WrongObjectType)):
        application.execute(statement)


def _find_refusal(table: str, row: str, columns: dict[str, str], kind: EventKind, **data: str) -> str:
    """In which words a change is refused at commit that an event of this kind covers; empty where it is not."""
    try:
        with transaction.atomic():
            Change.objects.create(transaction=_read_transaction(), table_name=table, row=row, operation="U", columns=columns)
            Event.objects.chain([PendingEvent(kind, data=data)], None, at=timezone.now())
            connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
            # Nothing of it is found by the next.
            transaction.set_rollback(True)
    except IntegrityError as refused:
        return str(refused).partition(" of ")[0]
    finally:
        connection.cursor().execute("SET CONSTRAINTS ALL DEFERRED")
    return ""


def _read_transaction() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text::bigint")
        return int(cursor.fetchone()[0])


@pytest.mark.walk
def test_what_decides_is_told_by_an_event_of_its_own(db: None) -> None:
    rules = [(name, one) for name, table in TABLES.items() for one in table.decides]

    for name, one in rules:
        columns = dict.fromkeys(one.columns or ("reason",), "x")
        # Covered by an event of another kind, by one that may but names another row, and by one that names this.
        assert _find_refusal(name, "7", columns, EventKind.DOCUMENT_SCANNED, given="7", person="7") == "no event tells", name
        for kind, under in list(one.kinds.items())[: None if any(one.kinds.values()) else 1]:
            other = _find_refusal(name, "7", columns, EventKind(kind), **({under: "8"} if under else {}))
            assert other == ("no event tells" if under else ""), (name, kind)
            assert _find_refusal(name, "7", columns, EventKind(kind), **({under: "7"} if under else {})) == "", (name, kind)

    assert rules
