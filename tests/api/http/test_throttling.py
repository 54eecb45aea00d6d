"""Every client has one bucket, every answer says what is left in it, and one client's calls cost no other anything."""

from __future__ import annotations

import base64
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from licensing.api.http import throttling
from tests.api.calling import Caller, code_of, limit_calls, new_account, new_secret, new_system
from tests.world import World

TOKEN = "/api/v1/token/"


def test_every_answer_says_what_is_left(world: World, settings: Settings) -> None:
    limit_calls(settings, user="3/hour")
    paula = Caller(world.paula)

    answers = [paula.get("me/"), paula.get("cases/?colour=red"), paula.post("cases/", {"kind": "unheard_of"}), paula.get("me/")]

    assert [one.status_code for one in answers] == [200, 400, 400, 429]
    assert {one["RateLimit-Policy"] for one in answers} == {'"account";q=3;w=3600'}
    assert [one["RateLimit"].split(";")[:2] for one in answers] == [['"account"', f"r={left}"] for left in (2, 1, 0, 0)]
    assert code_of(answers[-1]) == (429, "throttled")
    assert 3_000 < int(answers[-1]["Retry-After"]) <= 3_800


def test_all_tokens_of_an_account_share_its_bucket(world: World, settings: Settings) -> None:
    limit_calls(settings, user="4/hour")
    callers = [Caller(world.paula), Caller(world.paula)]

    assert [one.get("me/").status_code for one in callers * 3] == [200] * 4 + [429] * 2
    assert Caller(world.rita).get("me/").status_code == 200


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer guessed"}, {"Authorization": "Basic x"}])
def test_who_guesses_tokens_is_counted_by_address(world: World, settings: Settings, headers: dict[str, str]) -> None:
    limit_calls(settings, anon="2/hour")

    def guess(address: str) -> int:
        return Client(REMOTE_ADDR=address).get("/api/v1/me/", headers=headers).status_code

    assert [guess("192.0.2.1") for _ in range(4)] == [401, 401, 429, 429]
    assert guess("192.0.2.2") == 401
    # One subscriber of IPv6 has 2^64 addresses.
    assert [guess(f"2001:db8:1:2::{number}") for number in range(1, 4)] == [401, 401, 429]
    assert guess("2001:db8:1:3::1") == 401
    # Two of IPv4 on a socket for both are two, and each is who it is without that socket.
    assert [guess("::ffff:192.0.2.3") for _ in range(3)] == [401, 401, 429]
    assert [guess("::ffff:192.0.2.4"), guess("192.0.2.3")] == [401, 429]


def test_a_system_with_a_limit_of_its_own_is_counted_by_it(world: World, settings: Settings) -> None:
    limit_calls(settings, user="1/hour")
    new_system(account=world.cus, rate="3/hour")
    gate = Caller(world.cus)

    answers = [gate.get("me/") for _ in range(4)]

    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert answers[0]["RateLimit-Policy"] == '"program";q=3;w=3600'


def test_a_bad_token_is_no_way_into_the_bucket_of_an_account(world: World, settings: Settings) -> None:
    limit_calls(settings, user="5/hour", anon="1/hour")
    paula = Caller(world.paula)
    assert [Client().get("/api/v1/me/").status_code for _ in range(2)] == [401, 429]

    assert paula.get("me/")["RateLimit"].startswith('"account";r=4')


def test_tokens_are_counted_by_client_and_address(world: World, settings: Settings) -> None:
    limit_calls(settings, anon="3/hour")
    paulas, ritas = (new_system(account=new_account(one)) for one in (world.partner, world.rival))
    secret, other = new_secret(paulas), new_secret(ritas)

    def ask(application: Any, secret: str, address: str = "192.0.2.1", *, basic: bool = False) -> int:
        form = {"grant_type": "client_credentials"}
        named = {"client_id": application.client_id, "client_secret": secret}
        pair = base64.b64encode(":".join(named.values()).encode()).decode()
        headers = {"Authorization": f"Basic {pair}"} if basic else {}
        return Client(REMOTE_ADDR=address).post(TOKEN, form if basic else form | named, headers=headers).status_code

    guesses = [ask(paulas, "guess", basic=bool(number % 2)) for number in range(5)]

    assert guesses == [401, 401, 401, 429, 429]
    # The owner of the client calls from elsewhere, and another client from the same place.
    assert ask(paulas, secret, "198.51.100.7") == 200
    assert ask(ritas, other) == 200


def test_all_names_that_one_address_makes_up_are_counted_together(settings: Settings, db: None) -> None:
    limit_calls(settings, anon="1/hour")
    form = {"grant_type": "client_credentials", "client_secret": "guess"}

    answers = [Client().post(TOKEN, form | {"client_id": f"made-up-{number}"}).status_code for number in range(12)]

    assert answers == [401] * throttling.CLIENTS_PER_ADDRESS + [429] * 2


@pytest.mark.walk
@pytest.mark.django_db(transaction=True)
def test_sixteen_connections_at_once_get_no_answer_more_than_allowed(real_world: World, settings: Settings) -> None:
    limit_calls(settings, user="30/hour")
    callers = [Caller(real_world.paula) for _ in range(16)]

    def hammer(caller: Caller) -> list[int]:
        try:
            return [caller.get("me/").status_code for _ in range(4)]
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as threads:
        answers = [status for found in threads.map(hammer, callers) for status in found]

    assert (answers.count(200), answers.count(429)) == (30, 34)
