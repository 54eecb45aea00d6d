"""Changes that concern no single case, such as rights, lists, procedures and sittings: each goes with an event of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from licensing.acts.acting import database_now, translate_database_errors
from licensing.models import Event, User
from licensing.models.record.event import PendingEvent
from licensing.policy.record.event_kinds import EventKind


@contextmanager
def record_changes(user: User | None, kind: EventKind, /, **data: Any) -> Iterator[None]:
    """Let rows be changed inside, in one transaction with the event that covers the changes; `user` None is a command.

    Where nothing was changed, or an act inside has recorded everything already, there is no event.
    """
    with translate_database_errors(), transaction.atomic():
        yield
        if Event.objects.needs_cover():
            Event.objects.chain([PendingEvent(kind, data=data)], user, at=database_now())
