"""Telling the administrators of messages that were given up, once a day at most and for as long as there are any."""

from __future__ import annotations

import logging
from typing import Final

from django.db import transaction

from licensing.choices import DeliveryState, Office
from licensing.models import Bookmark, Delivery, User
from licensing.models.clocks.days import to_local_day
from licensing.outbox import mail
from licensing.outbox.delivery.attempt import AttemptFailed
from licensing.outbox.routes import database_now

logger = logging.getLogger(__name__)

# The day on which they were told last, as a number.
ALARM_BOOKMARK: Final = "told of dead letters"


def report_dead_letters() -> int:
    """Write to each administrator how many messages were given up; how many letters went. What an endpoint that is switched
    off did not get is left out: its keepers were told, and it waits until the endpoint is on."""
    today = to_local_day(database_now()).toordinal()
    dead = Delivery.objects.filter(state=DeliveryState.DEAD).exclude(endpoint__disabled_at__isnull=False).count()
    told_on = _claim_day(today) if dead else None
    if told_on is None:
        return 0
    sent = sum(_send_alarm(person, dead) for person in _administrators())
    if not sent:
        Bookmark.objects.filter(name=ALARM_BOOKMARK, number=today).update(number=told_on)
    return sent


def _claim_day(today: int) -> int | None:
    """Take this day for ourselves, so that two alarms at once write one letter; the day told before, or nothing."""
    Bookmark.objects.get_or_create(name=ALARM_BOOKMARK)
    with transaction.atomic():
        told = Bookmark.objects.select_for_update().get(name=ALARM_BOOKMARK)
        if told.number >= today:
            return None
        Bookmark.objects.filter(name=ALARM_BOOKMARK).update(number=today)
        return told.number


def _administrators() -> list[User]:
    people = User.objects.filter(is_active=True, is_system=False)
    day = to_local_day(database_now())
    kind = Office.ADMINISTRATOR
    return list(people.filter(appointments__kind=kind, appointments__period__contains=day).distinct())


def _send_alarm(person: User, dead: int) -> bool:
    try:
        mail.send(mail.build_alarm_mail(dead, person))
    except AttemptFailed as failure:
        logger.warning("an administrator could not be told of %s messages given up: %s", dead, failure)
        return False
    return True
