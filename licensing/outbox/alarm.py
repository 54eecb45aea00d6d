"""The alarm for administrators: which messages were given up, once a day at most and for as long as there are any."""

from __future__ import annotations

import logging
from typing import Final

from django.db import transaction

from licensing.choices import DeliveryState, Office
from licensing.models import Appointment, Bookmark, Delivery, User
from licensing.models.clocks.days import to_local_day
from licensing.outbox import mail
from licensing.outbox.delivery.attempt import AttemptFailed
from licensing.outbox.routes import database_now

logger = logging.getLogger(__name__)

# Its number is the ordinal of the day of the last alarm. The name is stored: renaming it would send one alarm twice.
ALARM_BOOKMARK: Final = "told of dead letters"


def report_dead_letters() -> int:
    """Write to each administrator how many messages were given up; returns how many letters were accepted.

    Messages for an endpoint that is switched off do not count: its owner was notified, and they wait until it is enabled.
    """
    today = to_local_day(database_now()).toordinal()
    dead = Delivery.objects.filter(state=DeliveryState.DEAD).exclude(endpoint__disabled_at__isnull=False).count()
    previous = _claim_day(today) if dead else None
    if previous is None:
        return 0
    sent = sum(_send_alarm(person, dead) for person in _administrators())
    if not sent:
        # Give the day back, or a mail server that is away for an hour would silence the alarm until tomorrow.
        Bookmark.objects.filter(name=ALARM_BOOKMARK, number=today).update(number=previous)
    return sent


def _claim_day(today: int) -> int | None:
    """Reserve this day, so that two workers write one letter; returns the day of the alarm before, or None if it is taken."""
    Bookmark.objects.get_or_create(name=ALARM_BOOKMARK)
    with transaction.atomic():
        last = Bookmark.objects.select_for_update().get(name=ALARM_BOOKMARK)
        if last.number >= today:
            return None
        Bookmark.objects.filter(name=ALARM_BOOKMARK).update(number=today)
        return last.number


def _administrators() -> list[User]:
    people = User.objects.filter(is_active=True, is_system=False)
    offices = Appointment.objects.in_force(to_local_day(database_now())).filter(kind=Office.ADMINISTRATOR)
    # Distinct: appointments may overlap, and one person would get two letters.
    return list(people.filter(appointments__in=offices).distinct())


def _send_alarm(person: User, dead: int) -> bool:
    try:
        mail.send(mail.build_alarm_mail(dead, person))
    except AttemptFailed as failure:
        logger.warning("an administrator could not be notified of %s messages given up: %s", dead, failure)
        return False
    return True
