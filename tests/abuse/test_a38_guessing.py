"""A38: whoever guesses is stopped, and whoever is guessed at can still sign in from where they are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.cache import cache
from django.test import Client, RequestFactory

from config.accounts.guessing import count_guess
from licensing.models import Event, PasswordRequest
from licensing.policy.people.accounts.guesses import Guess
from licensing.policy.record.event_kinds import EventKind
from tests.abuse.walking import signed_in
from tests.acts.people.accounts.test_second_factor import add_app
from tests.outbox.post import run_outbox
from tests.outbox.sink import Sink
from tests.world import PASSWORD, World


@pytest.fixture(autouse=True)
def _no_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def tried(user: str, password: str, address: str) -> bool:
    client = Client(REMOTE_ADDR=address)
    client.post("/accounts/login/", {"login": user, "password": password})
    return "_auth_user_id" in client.session


def test_a_thousand_guesses_from_one_place_come_to_a_handful(world: World) -> None:
    # At the counter, which every page with a guess asks before it looks at one: through the page each costs a hash.
    request = RequestFactory().post("/accounts/login/", REMOTE_ADDR="203.0.113.9")
    whose, email = str(world.paula.pk), world.paula.email
    looked_at = [count_guess(request, Guess.PASSWORD, whose=whose, email=email) for _number in range(1_000)]

    assert [number for number, one in enumerate(looked_at) if one] == [0, 1, 2, 3, 4]


def test_after_a_few_guesses_not_even_the_right_password_opens_from_there(world: World) -> None:
    guesses = [tried(world.paula.email, f"guess {number}", "203.0.113.9") for number in range(6)]

    assert not any(guesses)
    assert not tried(world.paula.email, PASSWORD, "203.0.113.9")


def test_guessing_locks_nobody_out(world: World) -> None:
    for number in range(12):
        tried(world.paula.email, f"guess {number}", "203.0.113.9")

    assert tried(world.paula.email, PASSWORD, "198.51.100.7")


def test_guesses_at_one_account_keep_nobody_else_out(world: World) -> None:
    # A ministry has one address for all its people: ten guesses of a neighbour were enough to keep everybody out.
    for number in range(60):
        tried(world.paula.email, f"guess {number}", "203.0.113.9")

    assert tried(world.rita.email, PASSWORD, "203.0.113.9")


def test_guessing_many_accounts_from_one_place_is_stopped_too(world: World) -> None:
    for number in range(101):
        tried(f"somebody{number}@example.org", "guess", "203.0.113.9")

    assert not tried(world.paula.email, PASSWORD, "203.0.113.9")
    assert tried(world.paula.email, PASSWORD, "198.51.100.7")


def test_where_somebody_signed_in_before_they_still_can(world: World) -> None:
    known = Client(REMOTE_ADDR="203.0.113.9")
    known.post("/accounts/login/", {"login": world.paula.email, "password": PASSWORD})
    known.post("/accounts/logout/")
    for number in range(12):
        tried(world.paula.email, f"guess {number}", "203.0.113.9")
    for number in range(101):
        tried(f"somebody{number}@example.org", "guess", "203.0.113.9")

    assert not tried(world.paula.email, PASSWORD, "203.0.113.9")
    known.post("/accounts/login/", {"login": world.paula.email, "password": PASSWORD})
    assert "_auth_user_id" in known.session


def test_a_known_device_is_not_a_place_to_guess_from(world: World) -> None:
    thief = Client(REMOTE_ADDR="203.0.113.9")
    thief.post("/accounts/login/", {"login": world.paula.email, "password": PASSWORD})
    thief.post("/accounts/logout/")
    for number in range(12):
        thief.post("/accounts/login/", {"login": world.paula.email, "password": f"guess {number}"})

    thief.post("/accounts/login/", {"login": world.paula.email, "password": PASSWORD})

    assert "_auth_user_id" not in thief.session


@pytest.mark.parametrize(
    ("path", "form", "most"),
    [
        ("/accounts/password/change/", {"oldpassword": "guess", "password1": "x" * 16, "password2": "x" * 16}, 5),
        ("/accounts/confirm/", {"way": "password", "password": "guess"}, 10),
    ],
)
def test_guessing_from_within_a_session_is_stopped_and_locks_nobody_out(
    world: World, path: str, form: dict[str, str], most: int
) -> None:
    thief = signed_in(world.paula)

    answers = [thief.post(path, form).status_code for _number in range(most + 2)]

    assert answers[-1] == 429
    assert "Too many tries" in thief.post(path, form).content.decode()
    assert tried(world.paula.email, PASSWORD, "198.51.100.7")


def test_whoever_knows_a_password_keeps_nobody_out_by_wrong_codes_and_is_told_of(world: World, sink: Sink) -> None:
    add_app(world.paula)
    RecoveryCodes.activate(world.paula)
    thief = Client(REMOTE_ADDR="203.0.113.9")
    thief.post("/accounts/login/", {"login": world.paula.email, "password": PASSWORD})
    for _number in range(12):
        thief.post("/accounts/2fa/authenticate/", {"code": "000000"})
    run_outbox()

    owner = Client(REMOTE_ADDR="198.51.100.7")
    owner.post("/accounts/login/", {"login": world.paula.email, "password": PASSWORD})
    code = Authenticator.objects.get(type=Authenticator.Type.RECOVERY_CODES).wrap().get_unused_codes()[0]
    owner.post("/accounts/2fa/authenticate/", {"code": code})

    assert ("_auth_user_id" in owner.session, "_auth_user_id" in thief.session) == (True, False)
    # Told once, however long he goes on.
    [event] = Event.objects.filter(kind=EventKind.CODES_GUESSED)
    assert (event.actor, event.data) == (None, {"person": str(world.paula.pk)})
    said = [" ".join(one.get_body(("plain",)).get_content().split()) for one in sink.to(world.paula.email)]
    assert [one for one in said if "your password is known: choose a new one at once" in one]


def test_asking_for_new_passwords_floods_no_mailbox_and_looks_alike(world: World) -> None:
    statuses = {
        address: [Client().post("/accounts/password/reset/", {"email": address}).status_code for _number in range(7)]
        for address in (world.paula.email, "paulo@example.org")
    }

    assert set(map(str, statuses.values())) == {"[302, 302, 302, 302, 302, 429, 429]"}
    assert PasswordRequest.objects.filter(address=world.paula.email).count() == 3
