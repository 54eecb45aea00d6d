"""Whether a message that waited is still its recipient's, checked again just before it is sent."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from licensing.models import Body, Case, Delivery, Event, Licence, Mandate, Recusal, Reminder, System, User
from licensing.models.clocks.days import to_local_day
from licensing.outbox.address_book import AddressBook
from licensing.outbox.delivery.attempt import NoLongerEntitled
from licensing.policy.record.event_kinds import EventKind


class Visibility:
    """What the recipients of some deliveries may see at `now`; read once for each of them, when first asked."""

    def __init__(self, deliveries: Iterable[Delivery], *, now: datetime) -> None:
        self.now = now
        self._asked: dict[UUID | None, list[Event]] = defaultdict(list)
        for one in deliveries:
            self._asked[one.endpoint.owner_id if one.endpoint else one.person_id].append(one.event)
        self._visible: dict[UUID, set[UUID]] = {}

    def may_see(self, user: User, event: Event) -> bool:
        """Whether the licence of an event, or its case where it has none, is visible to this user."""
        if user.pk not in self._visible:
            self._visible[user.pk] = self._read(user)
        return (event.licence_id or event.case_id) in self._visible[user.pk]

    def _read(self, user: User) -> set[UUID]:
        licences = {one.licence_id for one in self._asked[user.pk] if one.licence_id}
        cases = {one.case_id for one in self._asked[user.pk] if one.case_id and not one.licence_id}
        visible: set[UUID] = set()
        if licences:
            visible |= set(Licence.objects.visible_to(user, on=self.now).filter(pk__in=licences).values_list("pk", flat=True))
        if cases:
            visible |= set(Case.objects.visible_to(user, on=self.now).filter(pk__in=cases).values_list("pk", flat=True))
        return visible


def check_entitlement(delivery: Delivery, visibility: Visibility) -> None:
    """Raises NoLongerEntitled when the recipient may not have the message any more, or need not."""
    event, now = delivery.event, visibility.now
    if delivery.address:
        _refuse_settled(delivery, now)
        return
    recipient = _find_open_recipient(delivery, now)
    if not event.case_id:
        if delivery.person_id not in {
            one.id for one in AddressBook([event], now=now, called=()).find_people(event, EventKind(event.kind))
        }:
            raise NoLongerEntitled("no longer theirs: they do not keep these rights any more")
        _refuse_finished_reminder(event)
        return
    if not (visibility.may_see(recipient, event) or (delivery.endpoint is None and _is_asked(recipient, event, now))):
        raise NoLongerEntitled("no longer theirs: they may not see the case any more")
    if event.kind == EventKind.REMINDER_DUE:
        _refuse_finished_reminder(event)
        if delivery.person_id and not _is_still_addressed(delivery.person_id, event, now):
            raise NoLongerEntitled("no longer theirs: it is done, or somebody else's to do")


def _refuse_settled(delivery: Delivery, now: datetime) -> None:
    """Whether what a letter to an address is about was settled, or sent again with another link, since it was owed."""
    if delivery.address not in AddressBook([delivery.event], now=now, called=()).find_addresses(delivery.event):
        raise NoLongerEntitled("no longer theirs: what it is about was settled, or sent again")


def _is_stopped(account: User, now: datetime) -> bool:
    """Whether an account is that of systems of which none may call: what it set up is called no more either.

    An account without any registered system is older than they are, and ends by being closed.
    """
    systems = System.objects.filter(account=account)
    return account.is_system and not systems.usable(to_local_day(now)).exists() and systems.exists()


def _find_open_recipient(delivery: Delivery, now: datetime) -> User:
    recipient = delivery.endpoint.owner if delivery.endpoint else delivery.person
    if recipient is None:
        raise NoLongerEntitled("it has no recipient")
    if not recipient.is_active:
        raise NoLongerEntitled("the account is closed")
    if delivery.endpoint is not None and _is_stopped(recipient, now):
        raise NoLongerEntitled("the system is suspended or has ended")
    return recipient


def _is_asked(user: User, event: Event, now: datetime) -> bool:
    """Whether somebody is written to without seeing the file: who speaks for a body, or is at the head of one."""
    if Recusal.objects.filter(case=event.case_id, person=user).exists():
        return False
    asked = Q(seats_asked__round__case=event.case_id)
    of_its_kind = Q(scope=[]) | Q(scope__contains=[event.case.kind_id])
    mandates = Mandate.objects.in_force(to_local_day(now)).filter(of_its_kind, user=user)
    heads = Body.objects.filter(asked, head=user)
    return heads.exists() or Body.objects.filter(asked | Q(states_need=True), pk__in=mandates.values("body")).exists()


def _refuse_finished_reminder(event: Event) -> None:
    """Whether a reminder was called off, or what it is about was done or given another day, since it came due."""
    named = event.data.get("reminder")
    reminder = Reminder.objects.filter(pk=named).select_related("clock", "question").first() if named else None
    if reminder is None:
        return
    ended = reminder.clock is not None and reminder.clock.ended_at is not None
    answered = reminder.question is not None and not reminder.question.is_open
    if reminder.cancelled_at is not None or ended or answered:
        raise NoLongerEntitled("no longer theirs: what it reminds of is done")
    of_the_same = Reminder.objects.owed().filter(case=reminder.case_id, about=reminder.about)
    if of_the_same.exclude(deadline_at=event.data["deadline_at"]).exists():
        raise NoLongerEntitled("no longer theirs: what it reminds of is due on another day")


def _is_still_addressed(person: UUID, event: Event, now: datetime) -> bool:
    """Whether a reminder would still be addressed to somebody: their body may have spoken while it waited for the morning."""
    book = AddressBook([event], now=now, called=())
    return person in {one.id for one in book.find_people(event, EventKind.REMINDER_DUE)}
