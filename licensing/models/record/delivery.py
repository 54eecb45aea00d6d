"""What leaves Dozvil: who gets which event by which way, and where systems want to be called."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, Final, Self

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from licensing.choices import Channel, DeliveryState
from licensing.models.people.bodies import Organisation
from licensing.models.people.systems import System
from licensing.models.people.users import User
from licensing.models.record.event import Event, PendingEvent
from licensing.policy.record.event_kinds import EventKind

# The reader of the chain that turns events into deliveries.
BOOKMARK: Final = "outbox"


class Endpoint(models.Model):
    """A web address of another system that subscribes to some kinds of event."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(User, models.PROTECT, related_name="endpoints", verbose_name=_("account"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="endpoints", verbose_name=_("organisation")
    )
    url = models.URLField(_("web address"), max_length=500)
    description = models.CharField(_("description"), max_length=200, blank=True)
    kinds = models.JSONField(_("kinds of event (empty: all it may hear)"), default=list, blank=True)
    secret = models.CharField(_("secret, sealed"), max_length=255)
    # After a change of secret the one before signs too, for as long as its keepers need to bring out the new one.
    former_secret = models.CharField(_("former secret, sealed"), max_length=255, blank=True, default="", db_default="")
    former_until = models.DateTimeField(_("former secret signs too until"), null=True, blank=True)
    secret_made_at = models.DateTimeField(_("secret made at"), null=True, blank=True)
    secret_made_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("secret made by")
    )
    created_at = models.DateTimeField(_("created at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    disabled_at = models.DateTimeField(_("switched off at"), null=True, blank=True)
    disabled_because = models.CharField(_("why it was switched off"), max_length=200, blank=True)
    # The last event that had been fanned out by then; what came behind it is caught up with when it is switched on again.
    disabled_after = models.PositiveBigIntegerField(default=0, db_default=0)
    # The number of the last message that was made for it. Its numbers are its own, and say nothing of other cases.
    last_number = models.PositiveBigIntegerField(default=0, db_default=0)
    # While it does not answer, it is only probed: the tries in a row that failed, since when, and when the next is due.
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0, db_default=0)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    held_until = models.DateTimeField(_("next try at"), null=True, blank=True)

    class Meta:
        verbose_name = _("system that listens")
        verbose_name_plural = _("systems that listen")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(disabled_at__isnull=False, secret="", former_secret=""),
                name="an_ended_endpoint_has_no_secret",
            ),
            # Nothing leaves unsigned: whoever lets it be called again makes a secret first.
            models.CheckConstraint(
                condition=Q(disabled_at__isnull=False) | ~Q(secret=""), name="an_endpoint_without_a_secret_is_off"
            ),
        ]

    def __str__(self) -> str:
        return self.description or self.url


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def owed(self) -> Self:
        """Deliveries that are due or will be tried again; sent ones, dead letters and those set aside are not."""
        return self.filter(state=DeliveryState.DUE)


class Delivery(models.Model):
    """One event owed to one recipient by one channel. Its id follows from the event, so it is the same however often tried."""

    id = models.UUIDField(primary_key=True, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="deliveries")
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="deliveries")
    endpoint = models.ForeignKey(Endpoint, models.PROTECT, null=True, blank=True, related_name="deliveries")
    # Of a letter to somebody who is reached there without an account, or without regard to it.
    address = models.EmailField(_("address"), blank=True, default="", db_default="")
    # Messages to one endpoint in the order of their events, never the number of the event, which counts those of all cases.
    number = models.PositiveBigIntegerField(_("number for the receiver"), null=True, blank=True)
    order_key = models.UUIDField(_("messages with one key leave in order"), null=True)
    state = models.CharField(_("state"), max_length=5, choices=DeliveryState.choices, default=DeliveryState.DUE)
    attempts = models.PositiveSmallIntegerField(_("tries"), default=0)
    created_at = models.DateTimeField()
    next_at = models.DateTimeField()
    # Patience is counted from here: a message may have waited for long before it was tried at all.
    first_tried_at = models.DateTimeField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            # Each row has no person or no endpoint: were nulls distinct, nothing would ever be delivered "once".
            models.UniqueConstraint(
                fields=["event", "channel", "person", "endpoint", "address"], name="delivered_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.MAIL, person__isnull=False, endpoint__isnull=True, address="")
                | Q(channel=Channel.MAIL, person__isnull=True, endpoint__isnull=True) & ~Q(address="")
                | Q(channel=Channel.WEBHOOK, person__isnull=True, endpoint__isnull=False, address=""),
                name="delivery_has_one_recipient",
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.MAIL) | Q(number__isnull=False), name="webhook_delivery_is_numbered"
            ),
        ]
        # Partial, so they serve only queries that name this state themselves; sent rows, the great majority, stay out.
        indexes = [
            models.Index(fields=["endpoint", "next_at", "event"], condition=Q(state="due"), name="delivery_owed_by_lane"),
            models.Index(fields=["order_key", "event"], condition=Q(state="due"), name="delivery_owed_in_order"),
            # Not unique: deliveries are created with ON CONFLICT DO NOTHING, which would drop one whose number is taken.
            models.Index(fields=["endpoint", "number"], condition=Q(number__isnull=False), name="delivery_by_number"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.channel}"


class Bookmark(models.Model):
    """How far a reader of the event chain has read, or the day of something that is done once a day.

    Numbers of events follow commits without a gap, so nothing can be skipped.
    """

    name = models.CharField(primary_key=True, max_length=24)
    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


class UnsentEvent(models.Model):
    """An event that could not be turned into deliveries; it is set aside so that those behind it are still sent."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True)
    error = models.TextField(_("what went wrong"))
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("event set aside")
        verbose_name_plural = _("events set aside")

    def __str__(self) -> str:
        return str(self.event_id)


class StoredAnswer(models.Model):
    """The answer given to a command with an Idempotency-Key, so that a repeat is answered and not carried out."""

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    # 0 only inside the transaction of the command: a repeat waits for the unique key until the answer is there.
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_answer_per_key")]
        indexes = [models.Index(fields=["created_at"], name="answer_by_age")]

    def __str__(self) -> str:
        return self.key


def lock_bookmark() -> int:
    """Keep the outbox from reading on until the end of the transaction; returns the number of the last event it has read.

    It is locked before any endpoint, and before the head of the chain.
    """
    return Bookmark.objects.select_for_update().get(name=BOOKMARK).number


def switch_off(endpoint: Endpoint, reason: str, *, now: datetime) -> bool:
    """Switch an endpoint off; what it is still owed becomes dead letters. The caller chains the event of it.

    False if it was off already.
    """
    with transaction.atomic():
        # While we hold the bookmark, fan_out reads nothing: an event either has its delivery by now, or comes after `read`.
        read = lock_bookmark()
        off = Endpoint.objects.filter(pk=endpoint.pk, disabled_at__isnull=True).update(
            disabled_at=now, disabled_because=reason[:200], disabled_after=read
        )
        owed = Delivery.objects.owed().filter(endpoint=endpoint)
        because = f"the endpoint was switched off: {reason}"
        # What is under way keeps its lease: were the endpoint switched on again meanwhile, it would travel twice at once.
        owed.update(state=DeliveryState.DEAD, last_error=because)
    endpoint.disabled_at, endpoint.disabled_because = now, reason[:200]
    return bool(off)


def find_answering_person(endpoint: Endpoint) -> User:
    """Who answers for an endpoint: its owner, or of the account of a system the person who answers for that system."""
    if not endpoint.owner.is_system:
        return endpoint.owner
    systems = System.objects.live().filter(account=endpoint.owner)
    system = systems.select_related("owner").order_by("name", "pk").first()
    return system.owner if system else endpoint.owner


def record_endpoint(kind: EventKind, endpoint: Endpoint, user: User | None, *, at: datetime, **more: Any) -> None:
    """Chain the event of a step that an endpoint has taken; it covers what the transaction has changed.

    The address stands in no event: it may hold a key of the receiver, and the changes of the row tell of it.
    """
    data = {
        "endpoint": str(endpoint.pk),
        "account": str(endpoint.owner_id),
        "person": str(find_answering_person(endpoint).pk),
        "organisation": str(endpoint.organisation_id) if endpoint.organisation_id else None,
    }
    Event.objects.chain([PendingEvent(kind, data=data | more)], user, at=at)
