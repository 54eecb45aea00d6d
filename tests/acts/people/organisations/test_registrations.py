"""An organisation registers: by its applicant behind a link, an officer, and an administrator who confirms the first role."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from licensing.acts.acting import at_time, now
from licensing.acts.people.organisations.joining import open_invited_account
from licensing.acts.people.organisations.registrations import (
    accept_registration,
    attach_to_registration,
    correct_registration,
    file_registration,
    find_registration,
    lapse_due_registrations,
    list_duplicates,
    list_others_asking,
    remove_from_registration,
    request_registration,
    return_registration,
)
from licensing.acts.people.rights.giving import confirm_right
from licensing.choices import RegistrationState
from licensing.errors import FileRefused, Invalid, NotAllowed, NotFound, WrongState
from licensing.models import Event, Membership, Organisation, Registration, User
from licensing.policy.people.registrations import MOST_A_DAY_TO_ONE_ADDRESS
from tests.policy.people.test_registrations import DETAILS
from tests.world import PASSWORD, World

EMAIL = "nele@depot.example"


@pytest.fixture(autouse=True)
def _files(settings: LazySettings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def ask(**changes: Any) -> Registration:
    request_registration(replace(DETAILS, **changes), email=EMAIL, language="en")
    return Registration.objects.latest("asked_at")


def filed(**changes: Any) -> Registration:
    registration = ask(**changes)
    attach_to_registration(registration, b"Extract of the register", "extract.txt")
    return file_registration(registration, declared=True)


def test_it_is_sent_with_a_reference_and_its_documents(world: World) -> None:
    registration = filed()

    assert find_registration(registration.token) == registration
    assert (registration.state, str(registration.reference)[:4]) == (RegistrationState.FILED, "REG/")
    assert list(
        Event.objects.filter(actor=None, data__registration=str(registration.pk))
        .order_by("number")
        .values_list("kind", flat=True)
    ) == [
        "registration.asked",
        "registration.changed",
        "registration.filed",
    ]


def test_nothing_is_sent_without_documents_and_a_declaration(world: World) -> None:
    registration = ask()

    with pytest.raises(Invalid) as refused:
        file_registration(registration, declared=False)
    with pytest.raises(FileRefused):
        attach_to_registration(registration, b"MZ\x90\x00\x03", "extract.exe")

    assert [gap.path for gap in refused.value.gaps] == ["file", "declared"]
    assert Registration.objects.get().state == RegistrationState.ASKED


def test_one_mailbox_gets_few_letters_and_the_answer_is_the_same(world: World) -> None:
    for _time in range(MOST_A_DAY_TO_ONE_ADDRESS + 2):
        request_registration(DETAILS, email=EMAIL, language="en")

    assert Registration.objects.count() == MOST_A_DAY_TO_ONE_ADDRESS


def test_what_was_sent_is_the_officers_until_it_comes_back(world: World) -> None:
    registration = filed()
    document = registration.documents.get()
    for change in (
        lambda: correct_registration(registration, DETAILS),
        lambda: attach_to_registration(registration, b"More", "more.txt"),
        lambda: remove_from_registration(registration, document.pk),
        lambda: file_registration(registration, declared=True),
    ):
        with pytest.raises(WrongState, match="was sent already"):
            change()

    returned = return_registration(registration, world.otto, reason="The extract is not signed.")
    correct_registration(registration, replace(DETAILS, contact="Nele New"))
    again = file_registration(returned, declared=True)

    assert (again.reference, again.contact, again.state) == (registration.reference, "Nele New", RegistrationState.FILED)


def test_accepted_it_takes_an_officer_the_applicant_and_an_administrator(world: World, ada: User) -> None:
    accepted = accept_registration(filed(), world.otto)
    assert accepted.invitation is not None

    joined = open_invited_account(accepted.invitation, name="Nele Nimi", language="en", password=PASSWORD)
    assert joined.proposal is not None
    before = Membership.objects.filter(organisation=accepted.organisation).count()
    with pytest.raises(NotAllowed):
        confirm_right(joined.proposal, world.otto)
    confirm_right(joined.proposal, ada)

    assert (before, accepted.organisation) == (0, Organisation.objects.get(name=DETAILS.name))
    assert Membership.objects.get(organisation=accepted.organisation).role == "administrator"


@pytest.mark.parametrize("same", [{"name": "Fictional Ministry of Tallinn"}, {"register_no": "EE 77"}])
def test_a_registered_organisation_is_not_opened_twice(world: World, same: dict[str, str]) -> None:
    registration = filed(**same)
    if "register_no" in same:
        accept_registration(filed(name="First", register_no="EE-77"), world.otto)
    before = Organisation.objects.count()

    with pytest.raises(Invalid, match="registered already"):
        accept_registration(registration, world.otto)

    assert len(list_duplicates(registration)) == 1
    assert (Organisation.objects.count(), Registration.objects.get(pk=registration.pk).state) == (before, "filed")


def test_two_that_ask_for_the_same_are_seen_beside_one_another(world: World) -> None:
    first, second = filed(), filed(name="Fictional defence DEPOT", register_no="other")

    assert list_others_asking(second) == [first]


@pytest.mark.parametrize("who", ["dora", "audra", "pol", "paula", "cus"])
def test_nobody_but_an_officer_settles_it(world: World, who: str) -> None:
    registration = filed()

    for act in (accept_registration, lambda one, user: return_registration(one, user, reason="No.")):
        with pytest.raises(NotAllowed):
            act(registration, getattr(world, who))

    assert not Organisation.objects.filter(name=DETAILS.name).exists()


def test_no_officer_invites_themselves(world: World) -> None:
    request_registration(DETAILS, email=world.otto.email, language="en")
    registration = Registration.objects.get()
    attach_to_registration(registration, b"Extract", "extract.txt")
    file_registration(registration, declared=True)

    with pytest.raises(NotAllowed, match="your own address"):
        accept_registration(registration, world.otto)


def test_it_ends_when_nobody_sends_it_and_leads_nowhere_under_another_link(world: World) -> None:
    registration = ask()
    with at_time(now() + timedelta(days=31)):
        with pytest.raises(WrongState, match="has ended"):
            file_registration(registration, declared=True)
        done = [lapse_due_registrations(), lapse_due_registrations()]

    assert (done, Registration.objects.get().state) == ([1, 0], RegistrationState.LAPSED)
    with pytest.raises(NotFound):
        find_registration("x" * 43)
