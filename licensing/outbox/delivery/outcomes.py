"""What becomes of deliveries when their attempt has ended: sent, tried again later, given up, or set aside.

Whoever marks a delivery must still hold the token of its lease, so that a sender who was away for too long cannot undo what
another has done since.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from licensing.choices import DeliveryState
from licensing.errors import ReadOnly
from licensing.models import Delivery, Endpoint
from licensing.models.record.delivery import record_endpoint, switch_off
from licensing.outbox.delivery.attempt import AttemptFailed
from licensing.outbox.delivery.retries import TRIES_TO_COMPOSE, is_hopeless, pause_after
from licensing.policy.record.event_kinds import EventKind

logger = logging.getLogger(__name__)


def mark_sent(deliveries: Sequence[Delivery], *, now: datetime) -> None:
    """Record that the receiver has them; an endpoint that was failing is back, and what waited for it becomes due."""
    if not deliveries:
        return
    done = _still_leased(deliveries).update(state=DeliveryState.SENT, sent_at=now, lease=None, leased_until=None, last_error="")
    if done != len(deliveries):
        logger.warning("sent %s, but another sender held a lease by then", [str(one.pk) for one in deliveries])
    for endpoint in _distinct_endpoints(deliveries):
        if endpoint.failures:
            _mark_recovered(endpoint, now)


def mark_failed(deliveries: Sequence[Delivery], failure: AttemptFailed, *, now: datetime) -> list[Endpoint]:
    """Try again later, or give up; returns the endpoints that were switched off because of it."""
    # Given up while it was under way, because somebody switched the endpoint off: nobody sends it any more.
    _still_leased(deliveries).filter(state=DeliveryState.DEAD).update(lease=None, leased_until=None)
    # Measured from the first try, not from the event: a letter may have waited two days for its hour.
    hopeless = [one for one in deliveries if is_hopeless(one.attempts, now - _first_tried(one))]
    _postpone([one for one in deliveries if one not in hopeless], str(failure), now)
    if hopeless:
        mark_dead(hopeless, str(failure))
    useless = [
        one.endpoint for one in hopeless if one.endpoint and not _has_received_since(one.endpoint, since=_first_tried(one))
    ]
    off = [one for one in useless if mark_disabled(one, str(failure), now=now)]
    return off or [one for one in _distinct_endpoints(deliveries) if _hold_or_disable(one, failure, now)]


def mark_not_composed(deliveries: Sequence[Delivery], reason: str, *, now: datetime) -> None:
    """The message could not even be made: try a few times more, and then let those behind it pass."""
    if all(one.attempts >= TRIES_TO_COMPOSE for one in deliveries):
        mark_dead(deliveries, reason)
    else:
        _postpone(deliveries, reason, now)


def mark_dead(deliveries: Sequence[Delivery], reason: str) -> None:
    """Give deliveries up; they stay on the list of dead letters until somebody replays them."""
    _still_owed(deliveries).update(state=DeliveryState.DEAD, lease=None, leased_until=None, last_error=reason)
    for one in deliveries:
        logger.error("delivery %s is given up: %s", one.pk, reason)


def set_aside(deliveries: Sequence[Delivery], reason: str) -> None:
    """Settle deliveries that their recipients may not have, or need not: neither sent nor given up, they raise no alarm."""
    _still_owed(deliveries).update(state=DeliveryState.ASIDE, lease=None, leased_until=None, last_error=reason)


def mark_disabled(endpoint: Endpoint, reason: str, *, now: datetime) -> bool:
    """Send nothing more to an endpoint that does not take what it is sent. False if it was off already, or cannot be recorded.

    While nothing can be recorded it stays on, and is tried again as any other that is away.
    """
    try:
        with transaction.atomic():
            off = switch_off(endpoint, reason, now=now)
            if off:
                record_endpoint(EventKind.ENDPOINT_GIVEN_UP, endpoint, None, at=now)
    except ReadOnly:
        endpoint.refresh_from_db()
        logger.warning("endpoint %s cannot be switched off while nothing is recorded", endpoint.pk)
        return False
    if off:
        logger.error("endpoint %s is switched off: %s", endpoint.pk, reason)
    return off


def _first_tried(delivery: Delivery) -> datetime:
    return delivery.first_tried_at or delivery.created_at


def _postpone(deliveries: Sequence[Delivery], reason: str, now: datetime) -> None:
    """Try later; what travelled in one letter waits together, so that it stays one letter."""
    tried = max((one.attempts for one in deliveries), default=0)
    pause = pause_after(tried, chance=random.random())  # noqa: S311 - jitter, not a secret
    _still_owed(deliveries).update(next_at=now + pause, lease=None, leased_until=None, last_error=reason)


def _still_leased(deliveries: Sequence[Delivery]) -> Any:
    """Those of the deliveries whose lease is still ours, be they given up meanwhile because their endpoint was switched off."""
    return Delivery.objects.filter(pk__in=[one.pk for one in deliveries], lease__in={one.lease for one in deliveries})


def _still_owed(deliveries: Sequence[Delivery]) -> Any:
    return _still_leased(deliveries).filter(state=DeliveryState.DUE)


def _distinct_endpoints(deliveries: Sequence[Delivery]) -> list[Endpoint]:
    return list({one.endpoint.pk: one.endpoint for one in deliveries if one.endpoint}.values())


def _has_received_since(endpoint: Endpoint, *, since: datetime) -> bool:
    return Delivery.objects.filter(endpoint=endpoint, state=DeliveryState.SENT, sent_at__gte=since).exists()


def _mark_recovered(endpoint: Endpoint, now: datetime) -> None:
    """It is back: what waited for it need wait no longer."""
    Endpoint.objects.filter(pk=endpoint.pk).update(failures=0, failing_since=None, held_until=None)
    Delivery.objects.owed().filter(endpoint=endpoint, next_at__gt=now).update(next_at=now)


def _hold_or_disable(endpoint: Endpoint, failure: AttemptFailed, now: datetime) -> bool:
    """Hold what goes to an endpoint that is away, and switch it off when it has been away for too long."""
    if failure.gone:
        return mark_disabled(endpoint, str(failure), now=now)
    if not failure.away:
        if endpoint.failures:
            _mark_recovered(endpoint, now)
        return False
    endpoint.failing_since = endpoint.failing_since or now
    # The column is a smallint, which ends at 32767; beyond it the update would fail.
    endpoint.failures = min(endpoint.failures + 1, 32_000)
    if is_hopeless(endpoint.failures, now - endpoint.failing_since):
        return mark_disabled(endpoint, str(failure), now=now)
    pause = pause_after(endpoint.failures, chance=random.random())  # noqa: S311 - jitter, not a secret
    Endpoint.objects.filter(pk=endpoint.pk).update(
        failures=endpoint.failures, failing_since=endpoint.failing_since, held_until=now + pause
    )
    return False
