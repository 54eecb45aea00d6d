"""The page on which a person lets a program act for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.utils import timezone, translation
from pytest_django import Settings

from licensing.models import Authorisation, System
from tests.api.calling import BACK, Caller, at, code_of, new_account, new_system
from tests.api.oauth.flow import AUTHORIZE, allow_by_page, answer_page, build_query, redeem, sign_in
from tests.by_hand import before_the_record
from tests.config.accounts.test_step_up import prove
from tests.world import World


@pytest.fixture(autouse=True)
def _language_of_a_test() -> Iterator[None]:
    # A page leaves its language active in the thread, and the next test would read it in its own.
    with translation.override("en"):
        yield


@pytest.fixture
def program(world: World) -> System:
    return new_system(is_public=True, name="Signing desk", redirect_uris=[BACK, "http://127.0.0.1/back"])


def _read(location: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}


def test_the_page_says_what_the_program_may_do_and_for_whom_in_both_languages(world: World, program: System) -> None:
    browser = sign_in(world.rhea)
    query = build_query(program, scope="positions:write usages:write cases:read")

    page = browser.get(AUTHORIZE, query).content.decode()
    world.rhea.language = "uk"
    world.rhea.save()
    ukrainian = browser.get(AUTHORIZE, query)

    said = ("Sign for a body", "Signing desk", "rhea@example.org", "you have no right to do", "Record what is drawn")
    assert [one for one in said if one not in page] == []
    assert "Дозволити" in ukrainian.content.decode()
    assert "form-action 'self' https://program.example;" in ukrainian["Content-Security-Policy"]


def test_a_program_gets_a_code_with_its_state_and_who_answered(world: World, program: System) -> None:
    led = answer_page(sign_in(world.rhea), program, scope="positions:write decisions:write")

    answer = _read(led["Location"])
    assert led["Location"].startswith(f"{BACK}?")
    assert (answer["state"], answer["iss"]) == ("state-1", "http://127.0.0.1:8000")
    given = redeem(program, answer["code"]).json()
    assert given["scope"] == "positions:write"


def test_a_person_who_does_not_allow_it_is_sent_back_without_a_code(world: World, program: System) -> None:
    led = answer_page(sign_in(world.rhea), program, answer="deny")

    assert _read(led["Location"])["error"] == "access_denied"
    assert not Authorisation.objects.exists()


def test_whoever_is_not_signed_in_is_asked_to_first(program: System) -> None:
    led = Client().get(AUTHORIZE, build_query(program))

    assert led["Location"].startswith("/accounts/login/?next=/oauth/authorize/")


@pytest.mark.parametrize(
    "change",
    [
        {"redirect_uri": "https://evil.example/back"},
        {"redirect_uri": f"{BACK}/more"},
        {"redirect_uri": f"{BACK}?x=1"},
        {"redirect_uri": "http://program.example/back"},
        {"redirect_uri": None},
        {"client_id": "unknown"},
        {"client_id": None},
        {"client_id": "x\x00"},
    ],
    ids=str,
)
def test_a_wrong_program_or_address_leads_nowhere(world: World, program: System, change: dict[str, Any]) -> None:
    page = sign_in(world.rhea).get(AUTHORIZE, build_query(program, **change))

    assert page.status_code == 400
    assert "Location" not in page.headers


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"response_type": "token"}, "unauthorized_client"),
        ({"scope": "cases:destroy"}, "invalid_scope"),
        ({"scope": "usages:write"}, "access_denied"),
        ({"max_age": "-1"}, "invalid_request"),
        ({"prompt": "none"}, "interaction_required"),
        ({"request": "x"}, "request_not_supported"),
    ],
    ids=str,
)
def test_every_other_fault_is_told_to_the_program(world: World, program: System, change: dict[str, Any], error: str) -> None:
    for led in (
        sign_in(world.rhea).get(AUTHORIZE, build_query(program, **change)),
        answer_page(sign_in(world.rhea), program, **change),
    ):
        assert led.status_code == 302, led.content.decode()
        assert led["Location"].startswith(BACK)
        assert _read(led["Location"])["error"] == error
    assert not Authorisation.objects.exists()


def test_a_program_on_a_persons_machine_listens_at_any_port(world: World, program: System) -> None:
    led = answer_page(sign_in(world.rhea), program, redirect_uri="http://127.0.0.1:49152/back")
    page = sign_in(world.rhea).get(AUTHORIZE, build_query(program, redirect_uri="http://127.0.0.1:49152/back"))

    assert led["Location"].startswith("http://127.0.0.1:49152/back?code=")
    assert "form-action 'self' http:;" in page["Content-Security-Policy"]


def test_a_program_that_acts_by_itself_asks_no_person(world: World) -> None:
    led = sign_in(world.rhea).get(AUTHORIZE, build_query(new_system(account=new_account(world.partner))))

    assert led.status_code == 400


def test_a_suspended_program_is_not_allowed(world: World, program: System) -> None:
    with before_the_record():
        System.objects.update(suspended_at="2026-01-01T00:00:00Z")

    assert answer_page(sign_in(world.rhea), program).status_code == 400


def test_the_program_can_ask_for_a_fresh_proof_of_the_person(world: World, program: System) -> None:
    browser = sign_in(world.rhea)

    asked = browser.get(AUTHORIZE, build_query(program, prompt="login"))
    old = browser.get(AUTHORIZE, build_query(program, max_age="60"))

    for led in (asked, old):
        assert led["Location"].startswith("/accounts/confirm/?next=%2Foauth%2Fauthorize%2F")
    assert "prompt%3Dlogin" not in asked["Location"]


def test_a_token_knows_when_its_person_last_proved_who_they_are(world: World, program: System, settings: Settings) -> None:
    settings.STEP_UP = True
    browser, case = sign_in(world.rhea), world.with_need()
    asked = answer_page(browser, program, scope="positions:write cases:read")
    prove(browser, world.rhea)

    led = answer_page(browser, program, scope="positions:write cases:read", max_age="60")

    assert asked["Location"].startswith("/accounts/confirm/")
    rhea = Caller(world.rhea)
    rhea.token = redeem(program, _read(led["Location"])["code"]).json()["access_token"]
    allowed = Authorisation.objects.get(ended_at=None, system=program)
    assert allowed.confirmed_at is not None
    position = {"seat": "X", "choice": "approve", "version": 1}
    fresh = rhea.post(at(case, "positions/"), position)
    with before_the_record():
        Authorisation.objects.update(confirmed_at=timezone.now() - timedelta(minutes=31))
    stale = rhea.post(at(case, "positions/"), position)
    assert fresh.status_code != 401
    assert code_of(stale) == (401, "step_up_required")
    assert 'max_age="1800"' in stale["WWW-Authenticate"]


def test_allowing_ends_with_the_account_of_the_person(world: World, program: System) -> None:
    code = allow_by_page(world.rhea, program)
    world.rhea.is_active = False
    world.rhea.save()

    assert redeem(program, code).json()["error"] == "invalid_grant"
