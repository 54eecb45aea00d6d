"""Sending what is owed: lease, end the transaction, send, mark with the token.

Threads only talk to the network; everything that touches the database happens in the one that leads. While it waits for a
slow receiver it keeps leasing for all the others, and half of the places are kept for those who have answered quickly.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection

from licensing.models import Delivery
from licensing.outbox.delivery import leases, outcomes
from licensing.outbox.delivery.attempt import AttemptFailed
from licensing.outbox.delivery.entitlement import Visibility
from licensing.outbox.delivery.parcels import Parcel, compose_parcels, group_letters
from licensing.outbox.routes import database_now

logger = logging.getLogger(__name__)

MOST_IN_FLIGHT: Final = 64
MOST_LETTERS: Final = 8
_MOST_WEBHOOKS: Final = MOST_IN_FLIGHT - MOST_LETTERS
# All endpoints that are slow, or not yet known in this run, share so many places: the quick ones never wait for them.
_MOST_SLOW_WEBHOOKS: Final = _MOST_WEBHOOKS // 2
_QUICK_SECONDS: Final = 0.5
# After so long a run leases nothing more, and another follows; it must end well within CELERY_TASK_SOFT_TIME_LIMIT.
RUN_SECONDS: Final = 30.0
_POLL_SECONDS: Final = 0.5
# After the mail server did not answer, letters wait this long, and then a single one tries it.
_MAIL_PAUSE_SECONDS: Final = 5.0
_RUN_LOCK_ID: Final = 0x0D1A_9A7C


def dispatch(*, now: Callable[[], datetime] = database_now) -> int:
    """Send everything that is due and free; how many deliveries arrived. One run at a time: a second one ends at once."""
    with ThreadPoolExecutor(MOST_IN_FLIGHT, thread_name_prefix="outbox") as threads:
        run = _Run(now, threads)
        with _run_lock() as alone:
            if alone:
                run.run()
        # What is still on its way is leased, so the next run need not wait for the slowest.
        return run.drain()


class _Run:
    def __init__(self, now: Callable[[], datetime], threads: ThreadPoolExecutor) -> None:
        self._now = now
        self._threads = threads
        # Known for this run only: an endpoint that answered quickly an hour ago may hang now.
        self._quick: set[UUID] = set()
        self._in_flight: dict[Future[None], Parcel] = {}
        self._sent = 0
        self._until = time.monotonic() + RUN_SECONDS
        self._mail_from = 0.0
        self._mail_answers = True

    def run(self) -> None:
        """Lease and send until nothing is due, or until RUN_SECONDS have passed."""
        looked_at, lanes = 0.0, self._busy_lanes()
        while time.monotonic() < self._until:
            # Leasing is a costly query: repeat it only when a receiver is free again, or when something new may be due.
            if self._busy_lanes() != lanes or time.monotonic() - looked_at >= _POLL_SECONDS:
                self._lease_and_submit()
                looked_at, lanes = time.monotonic(), self._busy_lanes()
            if not self._in_flight:
                return
            self._wait()

    def drain(self) -> int:
        """Wait for what is still on its way; how many deliveries arrived in all."""
        while self._in_flight:
            self._wait()
        return self._sent

    def _wait(self) -> None:
        done, _ = wait(self._in_flight, timeout=_POLL_SECONDS, return_when=FIRST_COMPLETED)
        self._record_outcomes([(self._in_flight.pop(one), one.exception()) for one in done])

    def _busy_lanes(self) -> Counter[UUID | None]:
        """Who is busy: each endpoint once, and the mail by its letters."""
        busy = Counter(parcel.endpoint for parcel in self._in_flight.values())
        return Counter({lane: count if lane is None else 1 for lane, count in busy.items()})

    def _lease_and_submit(self) -> None:
        """Lease what is due for those who are free, and send it on its way."""
        now = self._now()
        bundles = [*self._lease_webhooks(now), *self._lease_letters(now)]
        visibility = Visibility((one for bundle in bundles for one in bundle), now=now)
        for bundle in bundles:
            for parcel in compose_parcels(bundle, visibility):
                self._in_flight[self._threads.submit(parcel.send_timed)] = parcel

    def _lease_webhooks(self, now: datetime) -> list[list[Delivery]]:
        busy = Counter(parcel.endpoint for parcel in self._in_flight.values() if parcel.endpoint)
        free = _MOST_WEBHOOKS - busy.total()
        quick = leases.lease_webhooks(now=now, limit=free, busy=busy, only=self._quick) if free > 0 and self._quick else []
        slow = sum(number for endpoint, number in busy.items() if endpoint not in self._quick)
        left = min(free - len(quick), _MOST_SLOW_WEBHOOKS - slow)
        others = leases.lease_webhooks(now=now, limit=left, busy=busy.keys() | self._quick) if left > 0 else []
        return [[one] for one in quick + others]

    def _lease_letters(self, now: datetime) -> list[list[Delivery]]:
        letters = sum(parcel.endpoint is None for parcel in self._in_flight.values())
        free = (MOST_LETTERS if self._mail_answers else 1) - letters
        if free <= 0 or time.monotonic() < self._mail_from:
            return []
        return group_letters(leases.lease_mail(now=now, limit=free))

    def _record_outcomes(self, ended: Sequence[tuple[Parcel, BaseException | None]]) -> None:
        """Write down how attempts ended. A failure that nobody foresaw is a failed attempt like any other."""
        now = self._now()
        arrived = [one for parcel, failure in ended if failure is None for one in parcel.deliveries]
        outcomes.mark_sent(arrived, now=now)
        self._sent += len(arrived)
        for parcel, failure in ended:
            if parcel.endpoint:
                self._remember(parcel.endpoint, quick=parcel.took <= _QUICK_SECONDS)
            known = (
                failure if isinstance(failure, AttemptFailed | None) else AttemptFailed(f"{type(failure).__name__}: {failure}")
            )
            if known is not None:
                self._record_failure(parcel, known, now)
            if parcel.endpoint is None:
                self._mail_answers = known is None or not known.away
                self._mail_from = 0.0 if self._mail_answers else time.monotonic() + _MAIL_PAUSE_SECONDS

    def _remember(self, endpoint: UUID, *, quick: bool) -> None:
        if quick:
            self._quick.add(endpoint)
        else:
            self._quick.discard(endpoint)

    def _record_failure(self, parcel: Parcel, failure: AttemptFailed, now: datetime) -> None:
        logger.info("delivery %s failed: %s", parcel.deliveries[0].pk, failure)
        outcomes.mark_failed(parcel.deliveries, failure, now=now)


@contextmanager
def _run_lock() -> Iterator[bool]:
    """Whether this is the only run of the installation. It keeps the other workers free; leases prevent double sending."""
    with connection.cursor() as cursor:
        # Held by the session, not by a transaction: the run commits many of them, and sends outside all of them.
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_RUN_LOCK_ID])
        alone: bool = cursor.fetchone()[0]
    try:
        yield alone
    finally:
        if alone:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_RUN_LOCK_ID])
