"""What time alone does to registrations: officers are reminded of one that waits, and what came to nothing is erased."""

from __future__ import annotations

from django.db import transaction

from licensing.acts.acting import database_now, to_local_day
from licensing.acts.clocks.sweeps import run_each
from licensing.acts.documents.files import erase_file
from licensing.choices import RegistrationState
from licensing.models import Event, Registration, RegistrationDocument
from licensing.models.record.event import PendingEvent
from licensing.policy.people.registrations import KEPT_FOR, LENGTHS, REMIND_AFTER
from licensing.policy.record.event_kinds import EventKind


def remind_of_registrations() -> int:
    """Remind the case officers of each registration that has waited for them too long; how many. Twice does no harm."""
    return run_each(_remind_of_registration, Registration.objects.waiting_since(database_now() - REMIND_AFTER))


def _remind_of_registration(one: Registration) -> bool:
    with transaction.atomic():
        locked = Registration.objects.select_for_update(of=("self",), no_key=True).get(pk=one.pk)
        # Settled, or reminded of by another worker, while this one waited for the lock.
        if locked.state != RegistrationState.FILED or locked.reminded_at != one.reminded_at or locked.filed_at is None:
            return False
        at = database_now()
        locked.reminded_at = at
        locked.save(update_fields=["reminded_at"])
        data = {"registration": str(locked.pk), "reference": locked.reference, "from_on": to_local_day(locked.filed_at)}
        Event.objects.chain([PendingEvent(EventKind.REGISTRATION_REMINDED, data=data)], None, at=at)
    return True


def erase_old_registrations() -> int:
    """Empty registrations that came to nothing long ago, and delete their documents; how many.

    The record keeps that there was one, when it was sent and what became of it.
    """
    return run_each(_erase_registration, Registration.objects.over_since(database_now() - KEPT_FOR))


def _erase_registration(one: Registration) -> bool:
    with transaction.atomic():
        locked = Registration.objects.select_for_update(of=("self",), no_key=True).get(pk=one.pk)
        if locked.erased_at is not None:
            return False
        at = database_now()
        for name in (*LENGTHS, "email", "reason"):
            setattr(locked, name, "")
        locked.erased_at = at
        locked.save()
        RegistrationDocument.objects.filter(registration=locked).update(file_name="")
        data = {"registration": str(locked.pk)}
        Event.objects.chain([PendingEvent(EventKind.REGISTRATION_ERASED, data=data)], None, at=at)
    # After the commit: a file cannot come back with a transaction that is rolled back.
    for sha256 in locked.documents.values_list("sha256", flat=True):
        erase_file(sha256, at=at)
    return True
