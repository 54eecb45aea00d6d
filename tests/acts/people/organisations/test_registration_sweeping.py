"""A registration that waits is not forgotten, and one that came to nothing is not kept for ever."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.storage import default_storage

from licensing.acts.acting import at_time, now
from licensing.acts.documents.files import build_storage_path, erase_file
from licensing.acts.people.organisations.registration_sweeping import erase_old_registrations, remind_of_registrations
from licensing.acts.people.organisations.registrations import find_registration, lapse_due_registrations, return_registration
from licensing.errors import NotFound
from licensing.models import Event, Registration
from licensing.outbox.concerned import ConcernedBook
from licensing.policy.people.registrations import KEPT_FOR, LENGTHS, OPEN_FOR, REMIND_AFTER
from licensing.policy.record.event_kinds import EventKind
from tests.acts.people.organisations.test_registrations import EMAIL, filed
from tests.world import World

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _files(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_officers_are_reminded_of_one_that_waits_and_again_until_it_is_settled(world: World) -> None:
    registration, at = filed(), now()

    sent = []
    for days in (4, 5, 6, 10):
        with at_time(at + timedelta(days=days) + MINUTE):
            sent.append(remind_of_registrations())
    return_registration(registration, world.otto, reason="The extract is of another organisation.")
    with at_time(at + timedelta(days=20)):
        sent.append(remind_of_registrations())

    assert (REMIND_AFTER.days, sent) == (5, [0, 1, 0, 1, 0])
    event = Event.objects.filter(kind=EventKind.REGISTRATION_REMINDED)[0]
    assert [one.id for one in ConcernedBook([event], now=now()).find_people(event)] == [world.otto.pk]


def test_what_came_to_nothing_is_erased_with_its_documents_after_its_time(world: World) -> None:
    registration = filed()
    return_registration(registration, world.otto, reason="The extract is of another organisation.")
    path, over = _age_file(registration), now() + OPEN_FOR + MINUTE
    with at_time(over):
        assert (lapse_due_registrations(), erase_old_registrations()) == (1, 0)
    assert find_registration(registration.token).name

    with at_time(over + KEPT_FOR + MINUTE):
        assert (erase_old_registrations(), erase_old_registrations()) == (1, 0)

    erased = Registration.objects.get(pk=registration.pk)
    assert {getattr(erased, name) for name in (*LENGTHS, "email", "reason")} == {""}
    assert (erased.reference, erased.documents.get().file_name) == (registration.reference, "")
    assert not default_storage.exists(path)
    with pytest.raises(NotFound):
        find_registration(registration.token)
    assert Event.objects.get(kind=EventKind.REGISTRATION_ERASED).data == {"registration": str(registration.pk)}


def test_one_that_waits_or_was_accepted_is_never_erased(world: World) -> None:
    filed()

    with at_time(now() + timedelta(days=3_000)):
        assert (lapse_due_registrations(), erase_old_registrations()) == (0, 0)

    assert Registration.objects.get().email == EMAIL


def test_a_file_that_something_else_refers_to_or_that_was_just_stored_stays(world: World) -> None:
    registration = filed()
    digest, path = registration.documents.get().sha256, _age_file(registration)

    assert not erase_file(digest, at=now())
    Registration.objects.filter(pk=registration.pk).update(erased_at=now())
    os.utime(default_storage.path(path))
    assert not erase_file(digest, at=now())
    _age_file(registration)
    assert erase_file(digest, at=now())

    assert not default_storage.exists(path)


def _age_file(registration: Registration) -> str:
    """The file of its document, as if it had been stored long ago."""
    path, past = build_storage_path(registration.documents.get().sha256), datetime(2026, 1, 1).timestamp()  # noqa: DTZ001
    os.utime(default_storage.path(path), (past, past))
    return path
