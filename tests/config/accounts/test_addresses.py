"""The pages of an address: asked for by its person, confirmed and undone by links, and nothing told of others."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import Settings

from licensing.acts.people.accounts.addresses import confirm_address, propose_address
from licensing.models import AddressChange, User
from licensing.models.people.addresses import CONFIRM, UNDO, sign_link
from tests.abuse.walking import signed_in
from tests.world import World

NEW = "elsewhere@example.net"


def _address_of(person: User) -> str:
    return User.objects.get(pk=person.pk).email


def test_an_address_is_asked_for_on_a_page_and_confirmed_by_the_link(world: World) -> None:
    page = signed_in(world.paula).post("/accounts/address/", {"address": NEW})
    link = f"/accounts/address/confirm/{sign_link(AddressChange.objects.get(), CONFIRM)}/"

    opened = Client().get(link)
    before = _address_of(world.paula)
    done = Client().post(link)

    assert (page.status_code, opened.status_code, before) == (200, 200, world.paula.email)
    assert "Your account has moved" in done.content.decode()
    assert _address_of(world.paula) == NEW
    assert Client().post(link).status_code == 409


def test_the_page_says_the_same_of_an_address_in_use(world: World) -> None:
    pages = []
    for address in (NEW, world.rita.email):
        text = signed_in(world.paula).post("/accounts/address/", {"address": address}).content.decode()
        pages.append(text.partition("</main>")[0].partition("<main")[2].replace(address, "?"))

    one, two = (page[page.index("A letter") : page.index("<form")] for page in pages)
    assert one.replace("\n", "")[:60] == two.replace("\n", "")[:60]


def test_what_is_no_address_is_refused_at_its_field(world: World) -> None:
    page = signed_in(world.paula).post("/accounts/address/", {"address": "paula"})

    assert page.status_code == 422
    assert "This is no e-mail address" in page.content.decode()
    assert not AddressChange.objects.exists()


def test_the_former_address_undoes_without_signing_in_and_everybody_is_out(world: World) -> None:
    change = confirm_address(propose_address(world.paula, address=NEW))
    thief, link = signed_in(User.objects.get(pk=world.paula.pk)), f"/accounts/address/undo/{sign_link(change, UNDO)}/"
    assert thief.get("/preferences/").status_code == 200

    opened = Client().get(link)
    done = Client().post(link)

    assert (opened.status_code, done.status_code) == (200, 200)
    assert "its password does not count any more" in done.content.decode()
    assert thief.get("/preferences/").status_code == 302
    assert _address_of(world.paula) == world.paula.email


@pytest.mark.parametrize("way", ["confirm", "undo"])
def test_a_link_that_was_never_sent_says_no_more_than_one_that_has_ended(world: World, way: str) -> None:
    for token in ("nothing", "00000000000000000000000000000000:x", "%00"):
        answer = Client(raise_request_exception=False).get(f"/accounts/address/{way}/{token}/")

        assert answer.status_code in (400, 409)


def test_asking_needs_a_fresh_proof_of_who_it_is_and_keeps_what_was_typed(world: World, settings: Settings) -> None:
    settings.STEP_UP = True

    answer = signed_in(world.paula).post("/accounts/address/", {"address": NEW})

    assert (answer.status_code, answer.url.split("?")[0]) == (302, "/accounts/confirm/")
    assert not AddressChange.objects.exists()
