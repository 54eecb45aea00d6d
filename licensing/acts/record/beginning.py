"""How the record begins: rows that are older than it, or that a migration changed, are taken as they are found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now
from licensing.models import Alarm, Change, Event
from licensing.models.record.event import PendingEvent
from licensing.models.record.protection import list_tracked_tables
from licensing.policy.record.event_kinds import EventKind

_ALL = 2_000_000_000
# In place of the digest of a kept head, which has 64 characters.
_MIGRATION: Final = "migration"

Altered = Mapping[str, Sequence[str]]


def stop_writing() -> None:
    """As the owner, before the triggers go: no act is written while nothing keeps its changes; reading goes on.

    It is an alarm, which `begin_record` settles. After a migration that failed it stays open: the triggers are still gone.
    """
    alarm = Alarm(raised_at=database_now(), sentence=_("The database is being migrated."), number=0, digest=_MIGRATION)
    Alarm.objects.bulk_create([alarm], ignore_conflicts=True)


def list_begun_tables() -> set[str]:
    """The tables of which every row is in the record."""
    begun = Event.objects.filter(kind=EventKind.RECORD_BEGUN).values_list("data", flat=True)
    return {name for data in begun for name in data["tables"]}


def find_altered_rows() -> dict[str, list[str]]:
    """By table, the rows that are not what the record says; to be asked before a migration, which must not hide them."""
    begun = list_begun_tables()
    found = {
        one.name: [row.row for row in Change.objects.find_differences(one, begun=True, most=_ALL)]
        for one in list_tracked_tables()
        if one.name in begun
    }
    return {name: rows for name, rows in found.items() if rows}


def begin_record(*, altered: Altered) -> int:
    """As the owner, after a migration: let acts be written, and take every row that is new to the record as found; how many.

    Rows that had been altered before are left as they are, so that the verification goes on naming them.
    """
    with transaction.atomic():
        Alarm.objects.open().filter(digest=_MIGRATION).update(settled_at=database_now(), settled_because="migrated")
        tables = list_tracked_tables()
        taken = sum(Change.objects.take_over(one, passed_by=altered.get(one.name, ())) for one in tables)
        fresh = sorted({one.name for one in tables} - list_begun_tables())
        if taken or fresh:
            data = {"tables": fresh, "rows": taken}
            Event.objects.chain([PendingEvent(EventKind.RECORD_BEGUN, data=data)], None, at=database_now())
    return taken
