"""Telling the administrators of messages that were given up, once a day at most and for as long as there are any."""

from __future__ import annotations

import logging
from typing import Final

from django.db import transaction

from licensing.choices import Appointment, DeliveryState
from licensing.models import Bookmark, Delivery, User
from licensing.models.clocks.days import local_day
from licensing.outbox import mail
from licensing.outbox.delivery.attempt import NotTaken
from licensing.outbox.routes import database_time

logger = logging.getLogger(__name__)

# The day on which they were told last, as a number.
TOLD: Final = "told of dead letters"


def tell_of_dead_letters() -> int:
    """Write to each administrator how many messages were given up; how many letters went. What an endpoint that is switched
    off did not get is left out: its keepers were told, and it waits until the endpoint is on."""
    today = local_day(database_time()).toordinal()
    dead = Delivery.objects.filter(state=DeliveryState.DEAD).exclude(endpoint__disabled_at__isnull=False).count()
    told_on = _claim(today) if dead else None
    if told_on is None:
        return 0
    sent = sum(_told(person, dead) for person in _administrators())
    if not sent:
        Bookmark.objects.filter(name=TOLD, number=today).update(number=told_on)
    return sent


def _claim(today: int) -> int | None:
    """Take this day for ourselves, so that two alarms at once write one letter; the day told before, or nothing."""
    Bookmark.objects.get_or_create(name=TOLD)
    with transaction.atomic():
        told = Bookmark.objects.select_for_update().get(name=TOLD)
        if told.number >= today:
            return None
        Bookmark.objects.filter(name=TOLD).update(number=today)
        return told.number


def _administrators() -> list[User]:
    people = User.objects.filter(is_active=True, is_system=False)
    day = local_day(database_time())
    kind = Appointment.ADMINISTRATOR
    return list(people.filter(appointments__kind=kind, appointments__period__contains=day).distinct())


def _told(person: User, dead: int) -> bool:
    try:
        mail.send(mail.given_up(dead, person))
    except NotTaken as failure:
        logger.warning("an administrator could not be told of %s messages given up: %s", dead, failure)
        return False
    return True
