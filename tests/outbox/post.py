"""What the tests of the outbox start from: events without a whole procedure, endpoints, and a clock to turn."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from licensing.choices import Audience, Channel, DeliveryState, MembershipRole
from licensing.models import Case, Delivery, Endpoint, Event, Licence, Membership, ReminderRule, User
from licensing.models.record.event import PendingEvent
from licensing.outbox import routes
from licensing.outbox.delivery import dispatch
from licensing.outbox.routes import database_now
from licensing.outbox.webhooks.encryption import encrypt
from licensing.outbox.webhooks.sender import generate_secret
from licensing.policy.record.event_kinds import EventKind
from tests.by_hand import by_hand
from tests.outbox.receiver import Receiver
from tests.world import World


@dataclass
class Clock:
    """The database's clock, put forward by as much as a test wants."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return database_now() + self.ahead

    def forward(self, **by: float) -> None:
        self.ahead += timedelta(**by)


def create_endpoint(world: World, url: str, *, owner: User | None = None, **fields: Any) -> Endpoint:
    """An endpoint of the partner's own system."""
    if owner is None:
        owner = User.objects.filter(email="erp@example.org").first() or _erp(world)
    given: dict[str, Any] = {"owner": owner, "url": url, "secret": encrypt(generate_secret()), "created_at": timezone.now()}
    # A test that is rolled back covers what it has written when it ends, and has no event more by it.
    with nullcontext() if connection.in_atomic_block else by_hand():
        return Endpoint.objects.create(**given | fields)


def record_event(
    case: Case, kind: EventKind, *, licence: Licence | None = None, actor: User | None = None, **data: Any
) -> Event:
    """Something happened to a case; no act is needed to say so."""
    with transaction.atomic():
        Event.objects.chain([PendingEvent(kind, case, licence, data=data)], actor, at=timezone.now())
    return Event.objects.latest("number")


def record_events(happenings: Iterable[tuple[Case, EventKind]]) -> None:
    """Much happened at once, in this order."""
    with transaction.atomic():
        Event.objects.chain([PendingEvent(kind, case) for case, kind in happenings], None, at=timezone.now())


def run_outbox(clock: Clock | None = None) -> int:
    """What worker and beat do all day: owe, and send; how many deliveries arrived."""
    clock = clock or Clock()
    routes.fan_out(now=clock)
    return dispatch.dispatch(now=clock)


def count_states(**about: Any) -> dict[DeliveryState, int]:
    found = Delivery.objects.filter(**about).values_list("state", flat=True)
    return {DeliveryState(one): list(found).count(one) for one in set(found)}


def _erp(world: World) -> User:
    with by_hand():
        erp = User.objects.create(email="erp@example.org", name="ERP", is_system=True)
        Membership.objects.create(user=erp, organisation=world.partner, role=MembershipRole.PREPARER)
    return erp


def mailed(event: Event) -> set[str]:
    """The first names of those who are owed a mail about an event."""
    return set(event.deliveries.filter(channel=Channel.MAIL).values_list("person__name", flat=True))


def arrived_events(receiver: Receiver) -> list[int]:
    """The events that a receiver was called of, in the order of the calls; no message names its event."""
    events = dict(Delivery.objects.values_list("pk", "event_id"))
    return [events[UUID(one)] for one in receiver.ids]


def called(event: Event) -> set[str]:
    return set(event.deliveries.filter(channel=Channel.WEBHOOK).values_list("endpoint__url", flat=True))


def last(case: Case, kind: EventKind) -> Event:
    routes.fan_out()
    return Event.objects.filter(case=case, kind=kind).latest("number")


def record_reminder(case: Case, audience: Audience) -> Event:
    """A reminder of the legal time limit came due for this audience, and is fanned out."""
    event = record_event(case, EventKind.REMINDER_DUE, rule="legal_t10", audience=audience, deadline_at=timezone.now())
    routes.fan_out()
    return event


def record_rule_reminder(rule: ReminderRule, case: Case, **data: Any) -> Event:
    """A reminder of this rule came due, and is fanned out."""
    event = record_event(case, EventKind.REMINDER_DUE, rule=rule.pk, audience=rule.audience, **data)
    routes.fan_out()
    return event
