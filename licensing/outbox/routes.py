"""Fan-out: from an event to the deliveries that it owes, in the order of the chain, each event once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID, uuid5

from django.db import connection, transaction

from licensing.choices import Channel
from licensing.models import Bookmark, Delivery, Endpoint, Event, ReminderRule, UnsentEvent
from licensing.models.clocks.days import to_local_day
from licensing.models.record.delivery import BOOKMARK
from licensing.outbox.address_book import AddressBook
from licensing.outbox.concerned import Person, is_of_rights
from licensing.policy.clocks.deadlines import Calendar
from licensing.policy.clocks.reminders import defer_past_quiet_hours
from licensing.policy.record.event_kinds import EventKind

logger = logging.getLogger(__name__)

BATCH: Final = 200
# After the hour at which reminders fall due, so that the day's letter holds those of the same day.
DIGEST_TIME: Final = time(10, 0)
_INSTANT: Final = timedelta(microseconds=1)
# Ids are made under these names, so that the same event owes the same delivery however often it is fanned out. They are made
# of the public id of the event: of its number, which is easily guessed, a receiver could work out which number it was.
# Numbers of messages stand so far apart that one which is made late still finds a place between its neighbours.
_NUMBER_STEP: Final = 1_000_000
_DELIVERY_NAMESPACE: Final = UUID("5b0b5d6e-57a6-5f0c-9a53-5d3a6c1f6a11")
_ORDER_NAMESPACE: Final = UUID("0f3d2c1e-7a7c-5c2a-8f3e-2b9d64c5e7f0")


def database_now() -> datetime:
    """The clock of the database, by which all deliveries are timed, whichever machine asks."""
    with connection.cursor() as cursor:
        # Not now(): that is the start of the transaction, which a batch of fan-out may have left far behind.
        cursor.execute("SELECT clock_timestamp()")
        now: datetime = cursor.fetchone()[0]
    return now


def fan_out(*, now: Callable[[], datetime] = database_now) -> int:
    """Create the deliveries of every new event; returns how many events were read. Several workers at once do no harm."""
    total = 0
    while read := _fan_out_batch(now):
        total += read
    return total


def create_deliveries(events: Sequence[Event], *, now: datetime, only: Endpoint | None = None, late: bool = False) -> None:
    """Create the deliveries of these events (to one endpoint only, where it is named); repeating it changes nothing.

    The caller holds the bookmark, so that the numbers of an endpoint follow the order of the events. `late` says that later
    events may have been fanned out before.
    """
    book = AddressBook(events, now=now)
    owed: list[Delivery] = []
    aside: list[UnsentEvent] = []
    for event in events:
        try:
            owed += [one for one in _build_deliveries(event, book, now) if only is None or one.endpoint_id == only.pk]
        except Exception as failure:  # whatever is wrong with one event, those behind it must not wait
            logger.exception("event %s cannot be sent to anybody", event.number)
            aside.append(UnsentEvent(event=event, error=f"{type(failure).__name__}: {failure}", at=now))
    _number_messages([one for one in owed if one.endpoint], late=late)
    # The ids follow from event and recipient, so a delivery that exists already collides, and keeps its state.
    Delivery.objects.bulk_create(owed, batch_size=1_000, ignore_conflicts=True)
    UnsentEvent.objects.bulk_create(aside, ignore_conflicts=True)


def _fan_out_batch(now: Callable[[], datetime]) -> int:
    with transaction.atomic():
        # A second worker skips the locked bookmark, and leaves the events to the first, instead of waiting with a connection.
        bookmark = Bookmark.objects.select_for_update(skip_locked=True).filter(name=BOOKMARK).first()
        if bookmark is None:
            return 0
        events = list(
            Event.objects.filter(number__gt=bookmark.number).select_related("case", "licence").order_by("number")[:BATCH]
        )
        if events:
            # Numbers commit in order, since recording an event locks the head of the chain: none appears behind the bookmark.
            create_deliveries([one for one in events if one.case_id or is_of_rights(one)], now=now())
            bookmark.number = events[-1].number
            bookmark.save(update_fields=["number"])
    return len(events)


def _build_deliveries(event: Event, book: AddressBook, now: datetime) -> Iterator[Delivery]:
    kind = EventKind(event.kind)
    rule = book.find_rule(event)
    for person in book.find_people(event, kind) if rule is None or rule.by_mail else ():
        at = _delivery_time(event, rule, person, now)
        yield Delivery(
            id=uuid5(_DELIVERY_NAMESPACE, f"{event.public_id}:{Channel.MAIL}:{person.id}"),
            event=event,
            channel=Channel.MAIL,
            person_id=person.id,
            # Mailed reminders wait for their hour, and must not hold up news of the same case.
            order_key=None if rule else _order_key(person.id, event),
            created_at=now,
            next_at=at,
        )
    for address in book.find_addresses(event):
        yield Delivery(
            id=uuid5(_DELIVERY_NAMESPACE, f"{event.public_id}:{Channel.MAIL}:{address}"),
            event=event,
            channel=Channel.MAIL,
            address=address,
            order_key=_order_key(address, event),
            created_at=now,
            next_at=now,
        )
    for endpoint in book.find_endpoints(event, kind):
        yield Delivery(
            id=uuid5(_DELIVERY_NAMESPACE, f"{event.public_id}:{Channel.WEBHOOK}:{endpoint.pk}"),
            event=event,
            channel=Channel.WEBHOOK,
            endpoint=endpoint,
            order_key=_order_key(endpoint.pk, event),
            created_at=now,
            next_at=now,
        )


def _number_messages(deliveries: Sequence[Delivery], *, late: bool) -> None:
    """Give each message its number at its endpoint: of two messages, the one with the lower number happened first."""
    last: dict[UUID, Endpoint] = {}
    for one in deliveries:
        assert one.endpoint is not None  # asked of webhooks alone
        endpoint = last.setdefault(one.endpoint.pk, one.endpoint)
        one.number = (late and _find_number_between(one)) or (endpoint.last_number // _NUMBER_STEP + 1) * _NUMBER_STEP
        endpoint.last_number = max(endpoint.last_number, one.number)
    Endpoint.objects.bulk_update(last.values(), ["last_number"])


def _find_number_between(delivery: Delivery) -> int | None:
    """A number half-way between the neighbours that an event made late has at its endpoint; None behind all that were sent."""
    sent = Delivery.objects.filter(endpoint=delivery.endpoint)
    after = sent.filter(event__gt=delivery.event_id).order_by("number").values_list("number", flat=True).first()
    before = sent.filter(event__lt=delivery.event_id).order_by("-number").values_list("number", flat=True).first() or 0
    return after and (before + after) // 2


def _order_key(recipient: UUID | str, event: Event) -> UUID:
    """Messages under one key leave in order: all to one person about one case, or about rights; mailed reminders have none."""
    return uuid5(_ORDER_NAMESPACE, f"{recipient}:{event.case_id}")


def _delivery_time(event: Event, rule: ReminderRule | None, person: Person, now: datetime) -> datetime:
    """Reminders can wait for the morning of their reader, if their rule says so; news leaves at once.

    Neither that morning nor the one mail a day may lie behind the day that a reminder speaks of: then it leaves at once.
    """
    days = Calendar(zone=person.zone)
    if not event.case_id and rule is None:
        # Of a right one hears at once: whoever receives it from somebody who should not give it can still say so in time.
        return now
    if person.daily and not _would_be_too_late(event, letter := _next_digest_at(days, now), now, days):
        return letter
    morning = defer_past_quiet_hours(now, rule.quiet.as_policy(), days) if rule and rule.quiet else now
    return now if _would_be_too_late(event, morning, now, days) else morning


def _next_digest_at(days: Calendar, now: datetime) -> datetime:
    """When the next letter of the day leaves to somebody in this zone."""
    today = days.to_instant(days.to_local_day(now), DIGEST_TIME)
    return today if today > now else days.to_instant(days.to_local_day(now) + timedelta(days=1), DIGEST_TIME)


def _would_be_too_late(event: Event, then: datetime, now: datetime, days: Calendar) -> bool:
    """Whether a deadline that is still to be met has passed by then, or its day is over where its reader lives; one that has
    passed already can wait."""
    if not EventKind(event.kind).declaration.by_rule or "deadline_at" not in event.data:
        return False
    deadline = datetime.fromisoformat(event.data["deadline_at"])
    due_on = to_local_day(deadline - _INSTANT)
    return any(now < over <= then for over in (deadline, days.end_of(due_on)))
