"""What somebody tried who would have been both of two persons: refused, and yet in the record, as it says something of them."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Final

from django.db import transaction

from licensing.acts.acting import database_now, translate_database_errors
from licensing.errors import Problem
from licensing.models import Event, User
from licensing.models.record.event import PendingEvent
from licensing.policy.input.guard import guard_texts
from licensing.policy.record.event_kinds import EventKind

logger = logging.getLogger(__name__)

# Whoever presses again and again fills neither the record nor the mailboxes of others.
_NOTED_ONCE_IN: Final = timedelta(hours=1)


@guard_texts()
def record_refused_attempt(user: User, *, page: str) -> None:
    """Record that somebody would have been both persons of what takes two, and where; administrators and auditors hear of it.

    Called once the refused command is rolled back, with which its own events are gone. Where nothing can be recorded now,
    the operators' log has it: whoever was refused is answered all the same.
    """
    try:
        _record_attempt(user, page)
    except Problem as problem:
        logger.error("an attempt to be both persons is not in the record: %s", problem.code, extra={"page": page})


def _record_attempt(user: User, page: str) -> None:
    with translate_database_errors(), transaction.atomic():
        at = database_now()
        mine = Event.objects.filter(kind=EventKind.TWO_PERSONS_REFUSED, actor=user, at__gt=at - _NOTED_ONCE_IN)
        if not mine.filter(data__page=page).exists():
            pending = PendingEvent(EventKind.TWO_PERSONS_REFUSED, data={"person": str(user.pk), "page": page})
            Event.objects.chain([pending], user, at=at)
