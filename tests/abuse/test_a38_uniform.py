"""A38: whoever tries addresses learns from no page which of them has an account, neither by the answer nor by what it costs.

What costs time is the hash of a password: it is counted, and not measured by a clock, which another process would disturb.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

import pytest
from django.contrib.auth.hashers import get_hasher
from django.core import mail
from django.core.cache import cache
from django.test import Client

from config.accounts.guessing import PAGES
from licensing.acts.people.systems.keeping import rotate_secret, suspend_system
from licensing.models import System, User
from tests.abuse.walking import signed_in
from tests.administrators import add_administrator, today
from tests.api.calling import new_account, new_system
from tests.by_hand import by_hand
from tests.world import PASSWORD, World

pytestmark = pytest.mark.walk

WRONG: Final = "not the password of anybody"
UNKNOWN: Final = "nobody@example.org"
# What differs in two answers to the same: tokens, keys, times, and the address that was typed.
CHANGING: Final = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|"
    r'(name="(csrfmiddlewaretoken|key|page_token)"[^>]*value="[^"]*"|nonce[-=]"?[\w+/=-]+|\d\d:\d\d(:\d\d(\.\d+)?)?)'
)

Entry = Callable[[World, str], Any]


@pytest.fixture(autouse=True)
def _no_counts() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """One entry for each computation of a hash, whatever asks for it."""
    counted: list[str] = []
    hasher = type(get_hasher())
    encode = hasher.encode

    def count(self: Any, password: str, *args: Any, **more: Any) -> str:
        counted.append(password)
        return encode(self, password, *args, **more)

    monkeypatch.setattr(hasher, "encode", count)
    return counted


def _stand(world: World) -> dict[str, str]:
    """Addresses by how their account stands."""
    with by_hand():
        for name, fields in (("closed", {"is_active": False}), ("unset", {}), ("service", {"is_system": True})):
            made = User.objects.create_user(f"{name}@example.org", PASSWORD if name == "closed" else None, name=name)
            User.objects.filter(pk=made.pk).update(**fields)
    return {
        "unknown": UNKNOWN,
        "partner": world.paula.email,
        "staff": world.otto.email,
        **{name: f"{name}@example.org" for name in ("closed", "unset", "service")},
    }


def _sign_in(world: World, address: str) -> Any:
    return Client().post("/accounts/login/", {"login": address, "password": WRONG})


def _ask_for_password(world: World, address: str) -> Any:
    return Client().post("/accounts/password/reset/", {"email": address})


def _register(world: World, address: str) -> Any:
    values = {
        "name": "Port of Nowhere",
        "country": "EE",
        "register_no": "1",
        "address": "A street",
        "contact": "Nobody",
        "signatory": "Nobody",
        "signatory_position": "Head",
        "email": address,
        "language": "en",
    }
    return Client().post("/register/", values)


def _move_ones_account(world: World, address: str) -> Any:
    # Somebody else each time: one person asks a few times a day only.
    with by_hand():
        mover = User.objects.create_user(f"mover-{address}", None, name="Mover")
    return signed_in(mover).post("/accounts/address/", {"address": address})


def _ask_for_token(world: World, address: str) -> Any:
    """An address stands for no client, and its password for no secret."""
    sent = base64.b64encode(f"{address}:{WRONG}".encode()).decode()
    return Client().post("/api/v1/token/", {"grant_type": "client_credentials"}, headers={"Authorization": f"Basic {sent}"})


# How many hashes each costs, for every address. At a sign-in both backends look at the password; elsewhere none is given.
ENTRIES: Final[Mapping[str, tuple[Entry, int]]] = {
    "accounts/login/": (_sign_in, 2),
    "accounts/password/reset/": (_ask_for_password, 0),
    "accounts/address/": (_move_ones_account, 0),
    "register/": (_register, 0),
    "api/v1/token/": (_ask_for_token, 0),
}
# They take no address: what is guessed at there is of who is signed in, or whose password was right.
WITHOUT_ADDRESS: Final = {"accounts/2fa/authenticate/", "accounts/confirm/", "accounts/password/change/"}


def _read(answer: Any, address: str) -> tuple[int, str, str]:
    body = CHANGING.sub("", answer.content.decode()).replace(f"mover-{address}", "MOVER").replace(address, "ADDRESS")
    return answer.status_code, answer.headers.get("Location", ""), body


def test_every_page_that_counts_guesses_at_an_address_is_tried_here() -> None:
    assert ENTRIES.keys() >= PAGES.keys() - WITHOUT_ADDRESS


@pytest.mark.parametrize("page", ENTRIES)
def test_every_address_is_answered_alike_and_at_the_same_cost(world: World, hashes: list[str], page: str) -> None:
    enter, wanted = ENTRIES[page]
    addresses = _stand(world)
    answers, costs = {}, {}
    for standing, address in addresses.items():
        cache.clear()
        mail.outbox.clear()
        hashes.clear()
        answers[standing] = _read(enter(world, address), address)
        # A letter that is sent while somebody waits is as good as an answer.
        costs[standing] = (len(hashes), len(mail.outbox))

    assert costs == dict.fromkeys(addresses, (wanted, 0))
    assert {standing: one for standing, one in answers.items() if one != answers["unknown"]} == {}


def test_of_programs_every_refusal_is_the_same_and_costs_no_hash(world: World, hashes: list[str]) -> None:
    systems = {name: new_system(account=new_account(world.partner), owner=world.otto, name=name) for name in ("good", "held")}
    secrets = {name: rotate_secret(one, world.otto) for name, one in systems.items()}
    suspend_system(systems["held"], add_administrator("ada"), reason="For now.")
    over = new_system(account=new_account(world.partner), name="over", end_on=today() - timedelta(days=1))
    tried = {
        "unknown": ("nobody", WRONG),
        "wrong": (systems["good"].client_id, WRONG),
        "suspended": (systems["held"].client_id, secrets["held"]),
        "over": (over.client_id, WRONG),
        "public": (_add_public().client_id, WRONG),
    }
    hashes.clear()

    answers = {}
    for name, (client_id, secret) in tried.items():
        cache.clear()
        sent = base64.b64encode(f"{client_id}:{secret}".encode()).decode()
        answer = Client().post(
            "/api/v1/token/", {"grant_type": "client_credentials"}, headers={"Authorization": f"Basic {sent}"}
        )
        answers[name] = (answer.status_code, answer.content)

    assert (hashes, len(set(answers.values()))) == ([], 1), answers


def _add_public() -> System:
    return new_system(is_public=True, name="public", redirect_uris=["http://127.0.0.1/back"])
