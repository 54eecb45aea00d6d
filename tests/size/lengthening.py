"""One case or licence with very much in it."""

from __future__ import annotations

from decimal import Decimal

from django.utils import timezone

from licensing.models import Case, Event, Licence, Usage, User
from licensing.models.record.event import PendingEvent
from licensing.policy.record.event_kinds import EventKind


def fill_history(case: Case, number: int) -> None:
    """Add so many events to the history of a case, as edits of two people by turns would."""
    people = (case.created_by, None)
    for place in range(2):
        pending = [PendingEvent(EventKind.CASE_EDITED, case, data={"sections": ["items"]}) for _ in range(number // 2)]
        Event.objects.chain(pending, people[place], at=timezone.now())


def fill_ledger(licence: Licence, system: User, number: int) -> None:
    """Add so many entries to the ledger of a licence; its lines are left as they are."""
    line, at = licence.lines.order_by("number")[0], timezone.now()
    Usage.objects.bulk_create(
        Usage(
            line=line,
            system=system,
            message_id=f"many-{place}",
            declaration_no=f"M-{place}",
            quantity=Decimal(1),
            left_after=Decimal(1),
            cleared_on=at.date(),
            drawn_at=at,
        )
        for place in range(number)
    )
