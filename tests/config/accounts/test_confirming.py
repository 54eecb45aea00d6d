"""Somebody who is signed in proves again who they are: by what they have, never by less, and is led back."""

from __future__ import annotations

import re

import pytest
from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest
from django.test import Client
from pytest_django import Settings

from licensing.models import Event, User
from licensing.policy.people.accounts.step_up import find_confirmed_at
from licensing.policy.record.event_kinds import EventKind
from tests.config.accounts.authenticator import SecurityKey
from tests.config.accounts.factors.test_app_codes import add_app, compute_code, set_up
from tests.config.accounts.factors.test_passkeys import add_passkey, read_options
from tests.config.web.test_kept_forms import browser
from tests.world import World

PASSWORD = "a long enough passphrase"
PAGE = "/accounts/confirm/"


def with_password(person: User) -> Client:
    person.set_password(PASSWORD)
    person.save()
    return browser(person)


def forget_proofs(client: Client) -> None:
    session = client.session
    session.pop("account_authentication_methods", None)
    session.save()


def is_confirmed(client: Client, person: User) -> bool:
    request = HttpRequest()
    request.session = client.session
    return find_confirmed_at(get_authentication_records(request, person)) is not None


def test_without_a_second_factor_the_password_confirms(world: World) -> None:
    client = with_password(world.paula)

    wrong = client.post(PAGE, {"way": "password", "password": "wrong", "next": "/"})
    assert (wrong.status_code, is_confirmed(client, world.paula)) == (422, False)
    right = client.post(PAGE, {"way": "password", "password": PASSWORD, "next": "/licences/"})

    assert (right.status_code, right["Location"], is_confirmed(client, world.paula)) == (302, "/licences/", True)


def test_with_an_app_its_code_confirms_once_and_the_password_no_more(world: World) -> None:
    client = with_password(world.otto)
    secret = add_app(world.otto)

    by_password = client.post(PAGE, {"way": "password", "password": PASSWORD})
    assert (by_password.status_code, is_confirmed(client, world.otto)) == (200, False)
    code = compute_code(secret)
    assert client.post(PAGE, {"way": "code", "code": code}).status_code == 302
    assert is_confirmed(client, world.otto)

    forget_proofs(client)
    replayed = client.post(PAGE, {"way": "code", "code": code})
    assert (replayed.status_code, is_confirmed(client, world.otto)) == (422, False)


def test_a_passkey_confirms_and_its_answer_is_good_for_one_challenge(world: World) -> None:
    client, key = browser(world.otto), SecurityKey()
    add_passkey(client, key)
    forget_proofs(client)
    answer = key.use(read_options(client.get(PAGE)))

    assert client.post(PAGE, {"way": "passkey", "credential": answer}).status_code == 302
    assert is_confirmed(client, world.otto)
    forget_proofs(client)
    client.get(PAGE)
    replayed = client.post(PAGE, {"way": "passkey", "credential": answer})

    assert (replayed.status_code, is_confirmed(client, world.otto)) == (422, False)


def test_a_passkey_of_somebody_else_confirms_nobody(world: World) -> None:
    client, key, foreign = browser(world.otto), SecurityKey(), SecurityKey()
    add_passkey(client, key)
    add_passkey(browser(world.rhea), foreign)
    forget_proofs(client)

    refused = client.post(PAGE, {"way": "passkey", "credential": foreign.use(read_options(client.get(PAGE)))})

    assert (refused.status_code, is_confirmed(client, world.otto)) == (422, False)


def test_a_recovery_code_confirms_once_and_its_owner_hears_of_it(world: World) -> None:
    client = browser(world.otto)
    set_up(client)
    codes = re.findall(r'class="dz-code">(\d+)</span>', client.post("/accounts/2fa/codes/").content.decode())
    forget_proofs(client)

    assert client.post(PAGE, {"way": "code", "code": codes[0]}).status_code == 302
    assert client.post(PAGE, {"way": "code", "code": codes[0]}).status_code == 422
    assert Event.objects.filter(kind=EventKind.CODE_USED).count() == 1


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_nobody_is_led_to_another_site(world: World, elsewhere: str) -> None:
    client = with_password(world.paula)

    done = client.post(PAGE, {"way": "password", "password": PASSWORD, "next": elsewhere})

    assert done["Location"] == "/"


def test_guesses_are_slowed_down_and_nothing_is_confirmed(world: World, settings: Settings) -> None:
    client = with_password(world.paula)

    answers = [client.post(PAGE, {"way": "password", "password": "wrong"}).status_code for _ in range(12)]

    assert (answers[0], answers[-1], is_confirmed(client, world.paula)) == (422, 429, False)


def test_a_sign_in_with_an_app_takes_a_second_step_in_our_words(world: World) -> None:
    with_password(world.otto)
    secret, visitor = add_app(world.otto), Client()

    step = visitor.post("/accounts/login/", {"login": world.otto.email, "password": PASSWORD}, follow=True)

    assert step.redirect_chain[-1][0].startswith("/accounts/2fa/authenticate/")
    assert "Second step" in step.content.decode()
    assert visitor.post("/accounts/2fa/authenticate/", {"code": "000000"}).status_code == 200
    done = visitor.post("/accounts/2fa/authenticate/", {"code": compute_code(secret)})
    assert done.status_code == 302
    assert is_confirmed(visitor, world.otto)
