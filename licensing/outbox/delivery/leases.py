"""Who sends what just now: leases on deliveries, and what becomes of one when its attempt has ended.

A lease is a token and a moment. Whoever marks a delivery must still hold its token, so that a sender who was away for too
long cannot undo what another has done since.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from licensing.choices import Channel, DeliveryState
from licensing.models import Bookmark, Delivery, Endpoint
from licensing.outbox.delivery.attempt import AttemptFailed
from licensing.outbox.delivery.retries import TRIES_TO_COMPOSE, is_hopeless, pause_after
from licensing.outbox.routes import BOOKMARK

logger = logging.getLogger(__name__)

# Far longer than an attempt may take, so that a message is not sent twice at once by two who think that it is theirs.
LEASE: Final = timedelta(seconds=60)
# So many messages of one endpoint travel at a time; one that did not answer is probed with a single one.
MOST_PER_ENDPOINT: Final = 8

# For each endpoint that may be called, its first messages that are due, free, and not behind an earlier one of their case.
# Of them everybody's first comes before anybody's second, and an owner of many endpoints has one turn, not many.
_PICK_WEBHOOKS: Final = """
    WITH picked AS MATERIALIZED (
        SELECT turns.id
        FROM (
            SELECT owed.id, owed.next_at, row_number() OVER (PARTITION BY e.owner_id ORDER BY owed.turn, owed.next_at) AS turn
            FROM licensing_endpoint e
            CROSS JOIN LATERAL (
                SELECT first.id, first.next_at, row_number() OVER (ORDER BY first.next_at, first.event_id) AS turn
                FROM (
                    SELECT d.id, d.next_at, d.event_id
                    FROM licensing_delivery d
                    WHERE d.endpoint_id = e.id AND d.state = 'due' AND d.next_at <= %(now)s
                      AND (d.leased_until IS NULL OR d.leased_until <= %(now)s)
                      AND NOT EXISTS (
                          SELECT 1 FROM licensing_delivery earlier
                          WHERE earlier.order_key = d.order_key AND earlier.event_id < d.event_id AND earlier.state = 'due'
                      )
                    ORDER BY d.next_at, d.event_id
                    LIMIT CASE WHEN e.failures > 0 THEN 1 ELSE %(width)s END
                    FOR UPDATE SKIP LOCKED
                ) first
            ) owed
            WHERE e.disabled_at IS NULL AND (e.held_until IS NULL OR e.held_until <= %(now)s)
              AND NOT e.id = ANY(%(busy)s::uuid[]) AND (%(only)s::uuid[] IS NULL OR e.id = ANY(%(only)s::uuid[]))
        ) turns
        ORDER BY turns.turn, turns.next_at
        LIMIT %(room)s
    )
"""
# Letters that are due and free, none of them behind an earlier one of its case to the same person that is under way or waits
# for another try. What waits for the hour of a daily letter holds up nothing.
_PICK_MAIL: Final = """
    WITH picked AS MATERIALIZED (
        SELECT d.id
        FROM licensing_delivery d
        WHERE d.endpoint_id IS NULL AND d.state = 'due' AND d.next_at <= %(now)s
          AND (d.leased_until IS NULL OR d.leased_until <= %(now)s)
          AND NOT EXISTS (
              SELECT 1 FROM licensing_delivery earlier
              WHERE earlier.order_key = d.order_key AND earlier.event_id < d.event_id AND earlier.state = 'due'
                AND (earlier.attempts > 0 OR earlier.next_at <= %(now)s)
          )
        ORDER BY d.next_at, d.event_id
        LIMIT %(room)s
        FOR UPDATE SKIP LOCKED
    )
"""
_LEASE: Final = """
    UPDATE licensing_delivery d
    SET lease = %(lease)s, leased_until = %(until)s, attempts = least(d.attempts + 1, 32000),
        first_tried_at = coalesce(d.first_tried_at, %(now)s)
    FROM picked WHERE d.id = picked.id
    RETURNING d.id
"""


def lease_webhooks(*, now: datetime, room: int, busy: Iterable[UUID], only: Collection[UUID] | None = None) -> list[Delivery]:
    """Take messages for endpoints that are free (of some only, where they are named); each counts as tried from here on."""
    asked = {"room": room, "busy": list(busy), "only": None if only is None else list(only), "width": MOST_PER_ENDPOINT}
    with transaction.atomic(durable=True):
        return _lease_picked(_PICK_WEBHOOKS, now, asked)


def lease_mail(*, now: datetime, room: int) -> list[Delivery]:
    """Take letters; of a person who wants one a day, everything that is due."""
    with transaction.atomic(durable=True):
        taken = _lease_picked(_PICK_MAIL, now, {"room": room})
        daily = {one.person_id for one in taken if one.person and one.person.wants_digest}
        if daily:
            free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
            others = Delivery.objects.owed().filter(free, channel=Channel.MAIL, person__in=daily, next_at__lte=now)
            free_ids = list(others.select_for_update(skip_locked=True).values_list("pk", flat=True))
            ids = _exclude_blocked(free_ids, with_them=taken, now=now)
            lease = taken[0].lease
            Delivery.objects.filter(pk__in=ids).update(
                lease=lease,
                leased_until=now + LEASE,
                attempts=F("attempts") + 1,
                first_tried_at=Coalesce(F("first_tried_at"), now),
            )
            taken += _fetch_deliveries(ids)
    return taken


def mark_sent(deliveries: Sequence[Delivery], *, now: datetime) -> None:
    """The receiver has it."""
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
    _still_leased(deliveries).update(state=DeliveryState.DEAD, lease=None, leased_until=None, last_error=reason)
    for one in deliveries:
        logger.error("delivery %s is given up: %s", one.pk, reason)


def set_aside(deliveries: Sequence[Delivery], reason: str) -> None:
    """Let deliveries rest for good: they are neither sent nor given up."""
    _still_leased(deliveries).update(state=DeliveryState.ASIDE, lease=None, leased_until=None, last_error=reason)


def mark_disabled(endpoint: Endpoint, reason: str, *, now: datetime) -> bool:
    """Send nothing more to an endpoint; what it is still owed becomes dead letters. False if it was off already."""
    with transaction.atomic():
        # The reader of the chain waits: each event is owed before the switch-off, and so buried, or comes behind it.
        read = Bookmark.objects.select_for_update().get(name=BOOKMARK).number
        off = Endpoint.objects.filter(pk=endpoint.pk, disabled_at__isnull=True).update(
            disabled_at=now, disabled_because=reason[:200], disabled_after=read
        )
        owed = Delivery.objects.owed().filter(endpoint=endpoint)
        because = f"the endpoint was switched off: {reason}"
        owed.update(state=DeliveryState.DEAD, lease=None, leased_until=None, last_error=because)
    endpoint.disabled_at, endpoint.disabled_because = now, reason[:200]
    if off:
        logger.error("endpoint %s is switched off: %s", endpoint.pk, reason)
    return bool(off)


def _first_tried(delivery: Delivery) -> datetime:
    return delivery.first_tried_at or delivery.created_at


def _postpone(deliveries: Sequence[Delivery], reason: str, now: datetime) -> None:
    """Try later; what travelled in one letter waits together, so that it stays one letter."""
    tried = max((one.attempts for one in deliveries), default=0)
    pause = pause_after(tried, chance=random.random())  # noqa: S311 - jitter, not a secret
    _still_leased(deliveries).update(next_at=now + pause, lease=None, leased_until=None, last_error=reason)


def _lease_picked(pick: str, now: datetime, parameters: dict[str, Any]) -> list[Delivery]:
    given = parameters | {"now": now, "lease": uuid4(), "until": now + LEASE}
    with connection.cursor() as cursor:
        cursor.execute(pick + _LEASE, given)
        ids = [row[0] for row in cursor.fetchall()]
    return _fetch_deliveries(ids)


def _exclude_blocked(ids: Sequence[UUID], *, with_them: Sequence[Delivery], now: datetime) -> list[UUID]:
    """Those of the letters that no earlier one holds up; what travels in the same letter holds up nothing."""
    together = [*ids, *(one.pk for one in with_them)]
    earlier = Delivery.objects.owed().filter(order_key=OuterRef("order_key"), event__lt=OuterRef("event"))
    holds_up = earlier.filter(Q(attempts__gt=0) | Q(next_at__lte=now)).exclude(pk__in=together)
    return list(Delivery.objects.filter(~Exists(holds_up), pk__in=ids).values_list("pk", flat=True))


def _fetch_deliveries(ids: Sequence[UUID]) -> list[Delivery]:
    if not ids:
        return []
    related = ("event", "event__case", "event__licence", "person", "endpoint", "endpoint__owner")
    return list(Delivery.objects.filter(pk__in=ids).select_related(*related).order_by("event_id", "pk"))


def _still_leased(deliveries: Sequence[Delivery]) -> Any:
    """Those of the deliveries whose lease is still ours."""
    return Delivery.objects.owed().filter(pk__in=[one.pk for one in deliveries], lease__in={one.lease for one in deliveries})


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
    endpoint.failures = min(endpoint.failures + 1, 32_000)
    if is_hopeless(endpoint.failures, now - endpoint.failing_since):
        return mark_disabled(endpoint, str(failure), now=now)
    pause = pause_after(endpoint.failures, chance=random.random())  # noqa: S311 - jitter, not a secret
    Endpoint.objects.filter(pk=endpoint.pk).update(
        failures=endpoint.failures, failing_since=endpoint.failing_since, held_until=now + pause
    )
    return False
