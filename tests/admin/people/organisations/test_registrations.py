"""Registrations at the desk: an officer reads, accepts and sends back; nobody sees what was not sent yet."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.urls import reverse

from licensing.choices import RegistrationState
from licensing.models import Organisation, Registration, User
from tests.acts.people.organisations.test_registrations import ask, filed
from tests.admin.conftest import At, execute_act
from tests.world import World


@pytest.fixture(autouse=True)
def _files(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def _page(registration: Registration, what: str = "change", *more: object) -> str:
    return reverse(f"admin:licensing_registration_{what}", args=[registration.pk, *more])


def test_an_officer_reads_what_was_sent_with_what_may_be_the_same(world: World, at: At) -> None:
    registration = filed(name="Fictional Ministry of Tallinn")

    page = at(world.otto).get(_page(registration)).content.decode()
    handed = at(world.otto).get(_page(registration, "document", registration.documents.get().pk))

    assert "Registered already in this country: Fictional Ministry of Tallinn" in page
    assert (handed.content, handed["Content-Disposition"]) == (
        b"Extract of the register",
        'attachment; filename="extract.txt"',
    )


def test_an_officer_accepts_or_sends_back(world: World, at: At) -> None:
    first, second = filed(), filed(name="Second", register_no="2")

    execute_act(at(world.otto), _page(first, "accept"))
    execute_act(at(world.otto), _page(second, "return"), reason="The extract is not signed.")

    states = [Registration.objects.get(pk=one.pk).state for one in (first, second)]
    assert states == [RegistrationState.ACCEPTED, RegistrationState.RETURNED]
    assert Organisation.objects.filter(name="Fictional Defence Depot").exists()


def test_others_read_and_do_nothing_and_what_is_not_sent_is_not_there(world: World, at: At, ada: User) -> None:
    registration, unsent = filed(), ask(name="Not sent")

    assert at(world.otto).get(_page(unsent)).status_code == 404
    for user in (ada, world.audra):
        assert at(user).get(_page(registration)).status_code == 200
        assert at(user).post(_page(registration, "accept")).status_code == 403
    assert at(world.mira).get(_page(registration)).status_code in (403, 404)
    assert Registration.objects.get(pk=registration.pk).state == RegistrationState.FILED
