"""Who sends what just now: leases on deliveries. A lease is a token, and the time until which it keeps all others away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Least

from licensing.choices import Channel
from licensing.models import Delivery

# Far longer than an attempt may take, so that a message is not sent twice at once by two who think that it is theirs.
LEASE: Final = timedelta(seconds=60)
# So many messages of one endpoint travel at a time; one that did not answer is probed with a single one.
MOST_PER_ENDPOINT: Final = 8
# The column is a smallint, which ends at 32767: beyond it the update that leases would fail, and with it all letters.
MOST_ATTEMPTS: Final = 32_000

# For each endpoint that may be called, its first messages that are due, free, and not behind an earlier one of their case.
# Of them everybody's first comes before anybody's second, and an owner of many endpoints has one turn, not many.
# MATERIALIZED: inlined into the UPDATE, the subquery could run more than once, and lock other rows each time.
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
        LIMIT %(limit)s
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
        LIMIT %(limit)s
        FOR UPDATE SKIP LOCKED
    )
"""
_LEASE: Final = """
    UPDATE licensing_delivery d
    SET lease = %(lease)s, leased_until = %(until)s, attempts = least(d.attempts + 1, %(most)s),
        first_tried_at = coalesce(d.first_tried_at, %(now)s)
    FROM picked WHERE d.id = picked.id
    RETURNING d.id
"""


def lease_webhooks(*, now: datetime, limit: int, busy: Iterable[UUID], only: Collection[UUID] | None = None) -> list[Delivery]:
    """Lease messages for endpoints that are not busy (for those in `only`, where given). Each counts as tried from here on.

    Raises RuntimeError inside a transaction, where a lease would be visible to nobody else.
    """
    asked = {"limit": limit, "busy": list(busy), "only": None if only is None else list(only), "width": MOST_PER_ENDPOINT}
    with transaction.atomic(durable=True):
        return _lease_picked(_PICK_WEBHOOKS, now, asked)


def lease_mail(*, now: datetime, limit: int) -> list[Delivery]:
    """Lease letters; for a person who wants one a day, everything that is due. Raises RuntimeError inside a transaction."""
    with transaction.atomic(durable=True):
        taken = _lease_picked(_PICK_MAIL, now, {"limit": limit})
        daily = {one.person_id for one in taken if one.person and one.person.wants_digest}
        if daily:
            free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
            others = Delivery.objects.owed().filter(free, channel=Channel.MAIL, person__in=daily, next_at__lte=now)
            free_ids = list(others.select_for_update(skip_locked=True).values_list("pk", flat=True))
            ids = _exclude_blocked(free_ids, with_them=taken, now=now)
            # One token for the whole letter, so that it is marked as a whole, or not at all.
            lease = taken[0].lease
            Delivery.objects.filter(pk__in=ids).update(
                lease=lease,
                leased_until=now + LEASE,
                attempts=Least(F("attempts") + 1, MOST_ATTEMPTS),
                first_tried_at=Coalesce(F("first_tried_at"), now),
            )
            taken += _fetch_deliveries(ids)
    return taken


def _lease_picked(pick: str, now: datetime, parameters: dict[str, Any]) -> list[Delivery]:
    given = parameters | {"now": now, "lease": uuid4(), "until": now + LEASE, "most": MOST_ATTEMPTS}
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
