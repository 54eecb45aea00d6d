"""The state of the outbox, for the page of dead letters and for monitors: what is owed, since when, and what was given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef, Q

from licensing.choices import DeliveryState
from licensing.models import Bookmark, Delivery, Endpoint, UnsentEvent
from licensing.models.record.delivery import BOOKMARK
from licensing.models.record.event import find_last_event
from licensing.outbox.routes import database_now


@dataclass(frozen=True, slots=True)
class OutboxHealth:
    """`unread` events are still to be fanned out; `oldest_due_at` is the delivery that waits longest past its time."""

    unread: int
    unsent_events: int
    due: int
    oldest_due_at: datetime | None
    dead: int
    failing_endpoints: int
    disabled_endpoints: int


def measure_outbox_health() -> OutboxHealth:
    """Count what is unread, due, dead and failing, by the clock of the database; a few indexed counts, cheap enough to poll."""
    head = find_last_event()
    read = Bookmark.objects.filter(name=BOOKMARK).values_list("number", flat=True).first() or 0
    # What waits behind an earlier message of its case is not late by itself: the earlier one is, or waits for another try.
    earlier = Delivery.objects.owed().filter(order_key=OuterRef("order_key"), event__lt=OuterRef("event"))
    free = Delivery.objects.owed().filter(~Exists(earlier), next_at__lte=database_now())
    due = free.aggregate(count=Count("pk"), oldest=Min("next_at"))
    endpoints = Endpoint.objects.aggregate(
        failing=Count("pk", filter=Q(failures__gt=0, disabled_at__isnull=True)),
        disabled=Count("pk", filter=Q(disabled_at__isnull=False, ended_at__isnull=True)),
    )
    return OutboxHealth(
        unread=head - read,
        unsent_events=UnsentEvent.objects.count(),
        due=due["count"],
        oldest_due_at=due["oldest"],
        dead=Delivery.objects.filter(state=DeliveryState.DEAD).count(),
        failing_endpoints=endpoints["failing"],
        disabled_endpoints=endpoints["disabled"],
    )
