"""Putting right what could not be sent: dead letters tried again, endpoints switched on, events fanned out again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from licensing.choices import DeliveryState
from licensing.errors import Gap, Invalid
from licensing.models import Delivery, Endpoint, Event, UnsentEvent, User
from licensing.models.record.delivery import lock_bookmark, record_endpoint
from licensing.models.record.event import PendingEvent
from licensing.outbox.routes import BATCH, create_deliveries, database_now
from licensing.outbox.webhooks.keepers import refuse_ended, refuse_without_secret
from licensing.policy.input.guard import guard_texts
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind

LONGEST_REASON: Final = 500
# Not the lease: whoever still holds one is sending the message just now, and nobody else may until it has ended.
_RESET_FIELDS: Final = {"state": DeliveryState.DUE, "attempts": 0, "first_tried_at": None}


def replay_deliveries(ids: Collection[UUID], by: User) -> int:
    """Try these dead letters again, under the ids they had; returns how many. None of an endpoint that is switched off."""
    with transaction.atomic():
        dead = _dead_letters(ids, endpoint_is_off=False)
        _retry_deliveries([one.pk for one in dead])
        _record_events(EventKind.MESSAGE_SENT_AGAIN, dead, by)
    return len(dead)


@guard_texts()
def set_aside_deliveries(ids: Collection[UUID], by: User, *, reason: str) -> int:
    """Set these dead letters aside for good; returns how many. They raise no alarm any more.

    Raises Invalid when the reason is missing or longer than LONGEST_REASON characters.
    """
    reason = require_reason(reason, _("Say why nobody needs this message any more."))
    if len(reason) > LONGEST_REASON:
        sentence = _("Say it in %(most)d characters at most.") % {"most": LONGEST_REASON}
        raise Invalid(gaps=[Gap("too_long", "reason", sentence)])
    with transaction.atomic():
        dead = _dead_letters(ids)
        for one in dead:
            # The reason for which it was given up is kept behind the new one: no other column holds it.
            one.state, one.last_error = DeliveryState.ASIDE, f"laid aside: {reason} (given up: {one.last_error})"
        Delivery.objects.bulk_update(dead, ["state", "last_error"])
        _record_events(EventKind.MESSAGE_LAID_ASIDE, dead, by, reason=reason)
    return len(dead)


def _dead_letters(ids: Collection[UUID], *, endpoint_is_off: bool = True) -> list[Delivery]:
    """Those of the deliveries that were given up, locked in the order in which everybody locks them."""
    # Of the deliveries alone: PostgreSQL refuses to lock a joined row that may be missing, as a licence may be.
    dead = Delivery.objects.filter(pk__in=ids, state=DeliveryState.DEAD).select_for_update(of=("self",)).order_by("pk")
    found = dead.select_related("event__case", "event__licence")
    return list(found if endpoint_is_off else found.exclude(endpoint__disabled_at__isnull=False))


def _record_events(kind: EventKind, deliveries: Iterable[Delivery], by: User, **facts: str) -> None:
    """Who did this to which messages stays in the record of their cases."""
    pending = [PendingEvent(kind, one.event.case, one.event.licence, data=_delivery_facts(one) | facts) for one in deliveries]
    if pending:
        Event.objects.chain(pending, by, at=database_now())


def _delivery_facts(delivery: Delivery) -> dict[str, Any]:
    # An address is of somebody outside: it stands in its row, and not in the chain.
    recipient = delivery.person_id or delivery.endpoint_id or "addressee"
    return {
        "delivery": str(delivery.pk),
        "message": delivery.event_id,
        "channel": delivery.channel,
        "recipient": str(recipient),
        "attempts": delivery.attempts,
    }


def replay_event(event: Event) -> int:
    """Fan out an event that was set aside, once its fault is mended; returns how many deliveries it has now."""
    with transaction.atomic():
        # Numbers of messages are given to one event after the other, and fan_out gives them too.
        lock_bookmark()
        UnsentEvent.objects.filter(event=event).delete()
        create_deliveries([event], now=database_now(), late=True)
    return Delivery.objects.filter(event=event).count()


def enable_endpoint(endpoint: Endpoint, by: User | None = None) -> int:
    """Send to an endpoint again: its dead letters, and what happened while it was off; returns how many messages it is owed.

    Each keeps the id that it always had, so that the receiver recognises one that it did get.
    """
    with transaction.atomic():
        # Lock the bookmark first and then the endpoint, as switch_off does: the other order would deadlock with it.
        lock_bookmark()
        locked = Endpoint.objects.select_for_update(of=("self",)).select_related("owner").get(pk=endpoint.pk)
        refuse_ended(locked)
        refuse_without_secret(locked)
        Endpoint.objects.filter(pk=locked.pk).update(
            disabled_at=None, disabled_because="", failures=0, failing_since=None, held_until=None
        )
        endpoint.refresh_from_db()
        if locked.disabled_at is not None:
            enqueue_missed_events(endpoint, after=locked.disabled_after)
        dead = Delivery.objects.filter(endpoint=endpoint, state=DeliveryState.DEAD)
        _retry_deliveries(dead.values_list("pk", flat=True))
        if locked.disabled_at is not None:
            record_endpoint(EventKind.ENDPOINT_RESUMED, locked, by, at=database_now())
    return Delivery.objects.owed().filter(endpoint=endpoint).count()


def enqueue_missed_events(endpoint: Endpoint, *, after: int) -> None:
    """Create the deliveries of an endpoint for all events behind number `after`; those that exist keep their state."""
    with transaction.atomic():
        # While we hold the bookmark, fan_out reads nothing: it could pass an event that we do not see yet.
        read = lock_bookmark()
        read_so_far = Event.objects.filter(number__gt=after, number__lte=read, case__isnull=False)
        numbers = read_so_far.order_by("number").values_list("number", flat=True)
        ordered = list(numbers)
        for start in range(0, len(ordered), BATCH):
            batch = Event.objects.filter(number__in=ordered[start : start + BATCH]).select_related("case", "licence")
            create_deliveries(list(batch.order_by("number")), now=database_now(), only=endpoint)


def _retry_deliveries(ids: Collection[UUID]) -> int:
    return Delivery.objects.filter(pk__in=list(ids)).update(**_RESET_FIELDS, next_at=database_now())
