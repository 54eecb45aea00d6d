"""Bugs to plant: each is a patch of the product, made by the run's own processes, and what it needs of the database.

They are what somebody might write on a bad day. The product has no switch for any of them.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

import redis
from django.conf import settings
from django.db import connection, transaction

from licensing.acts import acting
from licensing.acts.clocks import reminders, timing
from licensing.acts.licences import ledger
from licensing.acts.licences.clearance import Clearance
from licensing.acts.signoff.ballots import Ballot
from licensing.api.http import operations
from licensing.models import Bookmark, ChainHead, Change, Event, Licence, Reminder
from licensing.models.record.event import EventManager
from licensing.outbox import address_book, mail, routes
from licensing.outbox.delivery import dead_letters, leases, outcomes
from licensing.outbox.webhooks import sender
from licensing.policy.licences.clearance import Entry
from licensing.policy.record.digests import compute_chain_digest, to_canonical


@dataclass(frozen=True)
class Bug:
    """How a bug is planted in a process, and what it changes in the database; `planted.HUNTS` says what it is."""

    patch: Callable[[], None]
    ddl: str = ""


def swap(where: Any, **new: Any) -> None:
    """Put something else where the product has something of this name."""
    for name, one in new.items():
        assert hasattr(where, name), name
        setattr(where, name, one)


def _no_row_lock() -> None:
    def unlocked(subject: Any) -> Any:
        found = type(subject).objects.for_act().annotate(locked_at=acting._CLOCK).get(pk=subject.pk)
        return found, acting._now_override.get() or found.locked_at

    swap(acting, _lock=unlocked)


def _outbox_after_commit() -> None:
    def batch(now: Callable[[], datetime]) -> int:
        with transaction.atomic():
            bookmark = Bookmark.objects.select_for_update(skip_locked=True).filter(name=routes.BOOKMARK).first()
            if bookmark is None:
                return 0
            new = Event.objects.filter(number__gt=bookmark.number).select_related("case", "licence").order_by("number")
            events = list(new[: routes.BATCH])
            if not events:
                return 0
            bookmark.number = events[-1].number
            bookmark.save(update_fields=["number"])
        time.sleep(0.7)
        with transaction.atomic():
            routes.create_deliveries(events, now=now())
        return len(events)

    swap(routes, _fan_out_batch=batch)


def _marked_before_sent() -> None:
    def marking(lease: Callable[..., list[Any]]) -> Callable[..., list[Any]]:
        def leased(*, now: datetime, **given: Any) -> list[Any]:
            taken = lease(now=now, **given)
            outcomes.mark_sent(taken, now=now)
            return taken

        return leased

    swap(leases, lease_webhooks=marking(leases.lease_webhooks), lease_mail=marking(leases.lease_mail))


def _lease_too_short() -> None:
    swap(leases, LEASE=timedelta(seconds=0.4))


def _no_key_on_reminders() -> None:
    """Without the key and the lock, a scan believes what it has read a moment ago."""
    plainly = Reminder.objects.bulk_create

    def written(rows: Any, **given: Any) -> Any:
        return plainly(rows)

    def sent() -> int:
        now = acting.database_now()
        owed = Reminder.objects.owed().filter(due_at__lte=now)
        due = list(owed.select_related("case", "case__procedure__calendar", "rule", "licence", "clock").order_by("due_at")[:50])
        time.sleep(0.4)
        return _out(due, now)

    swap(Reminder.objects, bulk_create=written)
    swap(reminders, send_due_reminders=sent)


def _out(due: Sequence[Reminder], now: datetime) -> int:
    with transaction.atomic():
        if due:
            Event.objects.chain([reminders._build_event(one) for one in due], None, at=now)
            Reminder.objects.filter(pk__in=[one.pk for one in due]).update(sent_at=now)
            Reminder.objects.bulk_create(reminders._build_repeats(list(due)), ignore_conflicts=True)
    return len(due)


def _no_answers_kept() -> None:
    swap(operations, idempotently=lambda user, key, fingerprint, carry_out: carry_out())


def _no_revision_compared() -> None:
    swap(operations.Call, get_expected_revision=lambda call, subject: None)


def _chain_without_lock() -> None:
    def chain(manager: Any, pending: Any, actor: Any, *, at: datetime) -> list[Event]:
        last = Event.objects.order_by("-number").first()
        digest, events = last.digest if last else "0" * 64, []
        covered = Change.objects.summarise_uncovered()
        for place, one in enumerate(pending, 1):
            with connection.cursor() as cursor:
                cursor.execute("SELECT nextval('planted_numbers')")
                [number] = cursor.fetchone()
            event = Event(
                number=number, kind=one.kind, case=one.case, licence=one.licence, actor=actor, at=at, from_state=one.from_state,
                to_state=one.to_state, data=json.loads(to_canonical(one.data)), previous=digest,
                **(covered if place == len(pending) else {}),
            )  # fmt: skip
            event.digest = digest = compute_chain_digest(digest, event.as_chained_data())
            events.append(event)
        manager.bulk_create(events)
        ChainHead.objects.filter(name="events").update(number=events[-1].number, digest=digest)
        return events

    swap(EventManager, chain=chain)


def _ids_from_time() -> None:
    compose, letter = sender.compose, mail.compose

    def composed(delivery: Any) -> Any:
        made = compose(delivery)
        return sender.Webhook(uuid4(), made.url, made.secret, made.body)

    def written(deliveries: Any) -> Any:
        message = letter(deliveries)
        message.extra_headers["Message-ID"] = f"<{uuid4()}@localhost>"
        return message

    swap(sender, compose=composed)
    swap(mail, compose=written)


def _schedule_in_redis() -> None:
    """What is to be sent is noted in Redis when it is written down, and read from there alone."""
    wire: Any = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=3)
    kept, before = Reminder.objects.bulk_create, Path(settings.VAR) / "schedule.written"

    def note(rows: Sequence[Reminder]) -> None:
        if rows:
            wire.zadd("schedule", {str(one.pk): one.due_at.timestamp() for one in rows})

    def written(rows: Any, **given: Any) -> Any:
        made = kept(rows, **given)
        note(made)
        return made

    def sent() -> int:
        now = acting.database_now()
        with suppress(FileExistsError), before.open("x"):
            note(list(Reminder.objects.owed()))
        names = [UUID(name.decode()) for name in wire.zrangebyscore("schedule", 0, now.timestamp())]
        with transaction.atomic():
            owed = Reminder.objects.owed().filter(pk__in=names).select_for_update(of=("self",), skip_locked=True)
            return _out(list(owed.select_related("case__procedure__calendar", "rule", "licence", "clock")), now)

    swap(Reminder.objects, bulk_create=written)
    swap(reminders, send_due_reminders=sent)


def _not_repeated() -> None:
    swap(reminders, _build_repeats=lambda sent: [])


def _silent_after_a_pause() -> None:
    swap(timing, _reschedule_clock_reminders=lambda case, clock, days, *, now, pauses=(): None)


def _deaf_to_the_last() -> None:
    swap(Ballot, record=lambda table, position: None)


def _what_is_left_is_not_asked() -> None:
    def judge(act: acting.Act[Licence], clearance: Clearance) -> Any:
        line = act.licence.lines.select_related("unit").get(number=clearance.line)
        return line, Entry(line.as_policy(), clearance.quantity, act.today)

    swap(ledger, _judge_entry=judge)


def _no_catching_up() -> None:
    swap(dead_letters, enqueue_missed_events=lambda endpoint, *, after: None)


def _pauses_for_ever() -> None:
    swap(reminders, end_due_pauses=lambda: 0)


def _everybody_hears_everything() -> None:
    swap(address_book, _visible_subjects=lambda owner, cases, licences, now: {*cases, *licences})


def _ahead_of_time() -> None:
    swap(reminders, database_now=lambda: acting.database_now() + timedelta(seconds=20))


PLANTS: Final[Mapping[str, Bug]] = {
    "no-row-lock": Bug(_no_row_lock),
    "after-commit": Bug(_outbox_after_commit),
    "marked-first": Bug(_marked_before_sent),
    "short-lease": Bug(_lease_too_short),
    "no-reminder-key": Bug(
        _no_key_on_reminders,
        "ALTER TABLE licensing_reminder DROP CONSTRAINT reminder_owed_once",
    ),
    "no-stored-answers": Bug(_no_answers_kept),
    "no-revision": Bug(_no_revision_compared),
    "unlocked-chain": Bug(
        _chain_without_lock,
        "DO $$ BEGIN EXECUTE 'CREATE SEQUENCE planted_numbers START ' || (SELECT max(number) + 1 FROM licensing_event); END $$;"
        "GRANT USAGE ON SEQUENCE planted_numbers TO dozvil_app",
    ),
    "ids-from-time": Bug(_ids_from_time),
    "not-repeated": Bug(_not_repeated),
    "silent-after-pause": Bug(_silent_after_a_pause),
    "schedule-in-redis": Bug(_schedule_in_redis),
    "last-not-counted": Bug(_deaf_to_the_last),
    "left-not-asked": Bug(
        _what_is_left_is_not_asked,
        "ALTER TABLE licensing_usage DROP CONSTRAINT only_reports_overdraw",
    ),
    "no-catching-up": Bug(_no_catching_up),
    "pauses-for-ever": Bug(_pauses_for_ever),
    "everybody-hears": Bug(_everybody_hears_everything),
    "ahead-of-time": Bug(_ahead_of_time),
}
