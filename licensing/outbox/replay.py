"""Putting right what could not be sent: dead letters tried again, endpoints switched on, events fanned out anew."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final
from uuid import UUID

from django.db import transaction

from licensing.choices import DeliveryState
from licensing.models import Bookmark, Delivery, Endpoint, Event, UnsentEvent
from licensing.outbox import leases
from licensing.outbox.routes import BATCH, BOOKMARK, database_time, owe

_AFRESH: Final = {"state": DeliveryState.DUE, "attempts": 0, "first_tried_at": None, "lease": None, "leased_until": None}


def replay_deliveries(ids: Collection[UUID]) -> int:
    """Try these dead letters again, under the ids they had; how many there were. Of an endpoint that is off, none."""
    dead = Delivery.objects.filter(pk__in=ids, state=DeliveryState.DEAD).exclude(endpoint__disabled_at__isnull=False)
    return _try_again(dead.values_list("pk", flat=True))


def replay_event(event: Event) -> int:
    """Fan out an event that stood aside, once what was wrong with it is mended; how many deliveries it owes now."""
    with transaction.atomic():
        UnsentEvent.objects.filter(event=event).delete()
        owe([event], now=database_time())
    return Delivery.objects.filter(event=event).count()


def disable_endpoint(endpoint: Endpoint, reason: str) -> None:
    """Send nothing more to an endpoint, because a person says so."""
    leases.switch_off(endpoint, reason, now=database_time())


def enable_endpoint(endpoint: Endpoint) -> int:
    """Send to an endpoint again: its dead letters, and what happened while it was off, under the ids they always had."""
    with transaction.atomic():
        # First the bookmark and then the endpoint, as whoever switches it off takes them.
        Bookmark.objects.select_for_update().get(name=BOOKMARK)
        locked = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
        Endpoint.objects.filter(pk=locked.pk).update(
            disabled_at=None, disabled_because="", failures=0, failing_since=None, held_until=None
        )
        endpoint.refresh_from_db()
        if locked.disabled_at is not None:
            catch_up(endpoint, after=locked.disabled_after)
        dead = Delivery.objects.filter(endpoint=endpoint, state=DeliveryState.DEAD)
        _try_again(dead.values_list("pk", flat=True))
    return Delivery.objects.owed().filter(endpoint=endpoint).count()


def catch_up(endpoint: Endpoint, *, after: int) -> None:
    """Owe an endpoint what has happened behind an event; what it was owed before is not owed twice."""
    with transaction.atomic():
        # The reader of the chain waits, so that it cannot pass an event while the endpoint is not yet on its list.
        read = Bookmark.objects.select_for_update().get(name=BOOKMARK).number
        numbers = Event.objects.filter(number__gt=after, number__lte=read).order_by("number").values_list("number", flat=True)
        ordered = list(numbers)
        for start in range(0, len(ordered), BATCH):
            batch = Event.objects.filter(number__in=ordered[start : start + BATCH]).select_related("case", "licence")
            owe(list(batch.order_by("number")), now=database_time(), only=endpoint)


def _try_again(ids: Collection[UUID]) -> int:
    return Delivery.objects.filter(pk__in=list(ids)).update(**_AFRESH, next_at=database_time())
