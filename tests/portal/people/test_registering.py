"""The public pages of a registration: the same answer to everybody, bounded, and the applicant's own page behind the link."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from licensing.choices import RegistrationState
from licensing.models import Registration
from tests.portal.visiting import forms_of, summary_of, text_of
from tests.world import World

TYPED = {
    "name": "Fictional Defence Depot",
    "country": "EE",
    "register_no": "EE-1",
    "address": "Tallinn",
    "signatory": "Tiit Tark",
    "signatory_position": "Director",
    "contact": "Nele Nimi",
    "email": "nele@depot.example",
    "language": "en",
}


def _ask(**changes: Any) -> Any:
    return Client().post("/register/", TYPED | changes)


def _page(registration: Registration, rest: str = "") -> str:
    return f"/register/link/{registration.token}/{rest}"


def test_the_answer_is_the_same_for_what_is_known_and_what_is_not(world: World) -> None:
    answers = [
        _ask(),
        _ask(name="Fictional Ministry of Tallinn"),
        _ask(email=world.paula.email),
        *[_ask() for _time in range(4)],
    ]

    assert {(one.status_code, one.url) for one in answers} == {(302, "/register/sent/")}
    assert "We have written to you" in text_of(Client().get("/register/sent/"))


def test_what_is_missing_is_said_at_once_and_kept(world: World) -> None:
    refused = _ask(name="", country="XX", email="nobody")

    long = _ask(email=f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.example", address="x" * 3_000)

    assert (refused.status_code, long.status_code, len(summary_of(long))) == (422, 422, 2)
    assert summary_of(refused)[:2] == ["Write the name of the organisation.", "Choose the country from the list."]
    assert forms_of(refused)[0].values["contact"] == ["Nele Nimi"]


def test_an_address_that_floods_is_slowed(world: World, settings: LazySettings) -> None:
    settings.REGISTRATION_RATE = "2/hour"

    answers = [_ask(email=f"{number}@depot.example").status_code for number in range(3)]

    assert answers == [302, 302, 429]
    assert Registration.objects.count() == 2


def test_the_applicant_adds_documents_sends_and_sees_where_it_is(world: World) -> None:
    _ask()
    registration, client = Registration.objects.get(), Client()

    early = client.post(_page(registration))
    client.post(_page(registration, "documents/"), {"file": SimpleUploadedFile("extract.txt", b"Extract of the register")})
    client.post(_page(registration, "details/"), TYPED | {"contact": "Nele New"})
    client.post(_page(registration), {"declared": "yes"})
    shown = text_of(client.get(_page(registration)))
    late = client.post(_page(registration, "details/"), TYPED)

    registration.refresh_from_db()
    assert (early.status_code, len(summary_of(early))) == (422, 2)
    assert (registration.state, registration.contact) == (RegistrationState.FILED, "Nele New")
    assert f"Registration {registration.reference} With the authority" in shown
    assert (late.status_code, forms_of(client.get(_page(registration)))) == (409, [])


@pytest.mark.parametrize("rest", ["", "details/", "documents/", "documents/00000000-0000-0000-0000-000000000000/remove/"])
def test_without_the_link_nothing_is_found(world: World, rest: str) -> None:
    _ask()

    for token in ("x" * 43, "%ED%A0%80", str(Registration.objects.get().pk)):
        answers = [Client().get(f"/register/link/{token}/{rest}"), Client().post(f"/register/link/{token}/{rest}")]
        assert {one.status_code for one in answers} <= {400, 404, 405}


def test_a_file_that_is_none_of_ours_is_refused_in_words(world: World) -> None:
    _ask()
    registration = Registration.objects.get()

    none = Client().post(_page(registration, "documents/"))
    bad = Client().post(_page(registration, "documents/"), {"file": SimpleUploadedFile("a.exe", b"MZ\x90\x00\x03")})

    assert (none.status_code, bad.status_code) == (422, 422)
    assert registration.documents.count() == 0
