"""How the database is emptied after a test that committed: the record refuses TRUNCATE, so the triggers are put to sleep."""

from __future__ import annotations

from django.apps import apps
from django.db import connection
from django.test import TransactionTestCase

from licensing import models

# Seeded once into the template of the test database; every test finds it.
KEPT = {
    models.Body,
    models.Calendar,
    models.CaseKind,
    models.Condition,
    models.ControlEntry,
    models.Country,
    models.Criterion,
    models.Currency,
    models.DocumentType,
    models.ExchangeRate,
    models.Holiday,
    models.Incoterm,
    models.Procedure,
    models.QuietHours,
    models.RefusalGround,
    models.ReminderRule,
    models.Requirement,
    models.ReturnGround,
    models.RoutingRow,
    models.Seat,
    models.Stage,
    models.Unit,
    apps.get_model("contenttypes", "ContentType"),
    apps.get_model("auth", "Permission"),
}


# What the tests add to the tables that stay.
_MADE_BY_TESTS = (
    "DELETE FROM licensing_unit WHERE code = 'ZZT'",
    "DELETE FROM licensing_routingrow WHERE code = 'tests'",
    """
    DELETE FROM licensing_seat USING licensing_stage s, licensing_procedure p
    WHERE stage_id = s.id AND s.procedure_id = p.id AND (p.code = 'tests' OR p.code ~ '^trial-')
    """,
    """
    DELETE FROM licensing_stage USING licensing_procedure p
    WHERE procedure_id = p.id AND (p.code = 'tests' OR p.code ~ '^trial-')
    """,
    "DELETE FROM licensing_procedure WHERE code = 'tests' OR code ~ '^trial-'",
)


def empty_database(case: TransactionTestCase | None = None) -> None:
    """Delete all that tests wrote, and nothing that was seeded."""
    emptied = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model not in KEPT and model._meta.managed and not model._meta.proxy
    }
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE licensing_body SET head_id = NULL WHERE head_id IS NOT NULL")
        for table in sorted(emptied):
            cursor.execute(f'DELETE FROM "{table}"')
        for statement in _MADE_BY_TESTS:
            cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")
    models.ChainHead.objects.create(name="events")
    models.Bookmark.objects.create(name="outbox")
    models.ReleaseHead.objects.create(name="releases")


def forget_record() -> None:
    """Let the chain begin with the first act of a test: the seeds are taken for rows that were there before it."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table in ("change", "event", "chainhead", "shipment", "changeline", "changeset"):
            cursor.execute(f"DELETE FROM licensing_{table}")
        cursor.execute("UPDATE licensing_releasehead SET number = 0")
        cursor.execute("SET session_replication_role = DEFAULT")
    models.ChainHead.objects.create(name="events")


def install() -> None:
    """Empty in our way after every test that commits."""
    TransactionTestCase._fixture_teardown = empty_database  # type: ignore[method-assign]
