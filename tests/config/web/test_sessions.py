"""A sign-in lasts while it is used, up to a limit, and a page can ask how long is left."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.test import Client

from tests.world import World


@pytest.fixture
def paula(world: World) -> Client:
    client = Client()
    client.force_login(world.paula, backend="django.contrib.auth.backends.ModelBackend")
    return client


def set_session(client: Client, **values: Any) -> None:
    session = client.session
    session.update(values)
    session.save()


def sign_in_at(client: Client, moment: float, world: World) -> None:
    methods = [{"method": "password", "at": moment}]
    set_session(client, account_authentication_methods=methods, account_authentication_methods_user=str(world.paula.pk))


def test_a_page_renews_the_session_and_asking_does_not(paula: Client, settings: Any) -> None:
    set_session(paula, renewed_at=time.time() - 7000)

    asked = paula.get("/session/").json()["seconds"]
    paula.get("/preferences/")

    assert asked == pytest.approx(settings.SESSION_COOKIE_AGE - 7000, abs=5)
    assert paula.get("/session/").json()["seconds"] == pytest.approx(settings.SESSION_COOKIE_AGE, abs=5)


def test_not_every_page_writes_the_session(paula: Client) -> None:
    renewed = int(time.time()) - 60
    set_session(paula, renewed_at=renewed)

    paula.get("/preferences/")

    assert paula.session["renewed_at"] == renewed


def test_whoever_wants_to_stay_says_so(paula: Client, settings: Any) -> None:
    set_session(paula, renewed_at=time.time() - 7000)

    answer = paula.post("/session/").json()

    assert answer["seconds"] == pytest.approx(settings.SESSION_COOKIE_AGE, abs=5)


def test_no_use_makes_a_sign_in_last_beyond_its_limit(paula: Client, world: World, settings: Any) -> None:
    sign_in_at(paula, time.time() - settings.SESSION_LIMIT + 100, world)
    assert paula.post("/session/").json()["seconds"] == pytest.approx(100, abs=5)

    sign_in_at(paula, time.time() - settings.SESSION_LIMIT - 1, world)

    assert paula.get("/preferences/").status_code == 302
    assert paula.get("/session/").json()["account"] == ""


def test_calls_of_the_api_neither_renew_a_session_nor_outlast_its_limit(paula: Client, world: World, settings: Any) -> None:
    set_session(paula, renewed_at=time.time() - 7000)
    assert paula.get("/api/v1/me/").status_code == 200
    assert paula.get("/session/").json()["seconds"] == pytest.approx(settings.SESSION_COOKIE_AGE - 7000, abs=5)

    sign_in_at(paula, time.time() - settings.SESSION_LIMIT - 1, world)

    assert paula.get("/api/v1/me/").status_code == 401
    assert "_auth_user_id" not in paula.session


def test_a_visitor_has_no_session_to_speak_of(client: Client, db: None) -> None:
    answer = client.get("/session/")

    assert (answer.json()["account"], answer.json()["seconds"]) == ("", 0)
    assert "no-store" in answer["Cache-Control"]


def test_after_signing_in_for_another_tab_a_page_says_so(paula: Client) -> None:
    assert "You are signed in" in paula.get("/session/confirmed/").content.decode()
