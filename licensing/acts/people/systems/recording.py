"""The lock under which a system changes, and the event of each step that it takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from licensing.acts.acting import database_now, translate_database_errors
from licensing.models import Event, System, User
from licensing.models.record.event import PendingEvent
from licensing.policy.record.event_kinds import EventKind


@contextmanager
def lock_system(system: System) -> Iterator[tuple[System, datetime]]:
    """One transaction on a system: its fresh row, and the moment at which it was locked."""
    with translate_database_errors(), transaction.atomic():
        rows = System.objects.select_for_update(of=("self",), no_key=True).select_related("owner", "account", "organisation")
        locked = rows.get(pk=system.pk)
        yield locked, database_now()


def record_system(kind: EventKind, system: System, user: User | None, at: datetime, **more: Any) -> None:
    """Chain the event of a step that a system has taken; it covers what the transaction has changed."""
    Event.objects.chain([PendingEvent(kind, data=describe_system(system) | more)], user, at=at)


def describe_system(system: System) -> dict[str, Any]:
    """What an event says of a system: which it is, and who answers for it."""
    return {
        "system": str(system.pk),
        "program": system.client_id,
        "person": str(system.owner_id),
        "organisation": str(system.organisation_id) if system.organisation_id else None,
        "body": system.body_id,
    }
