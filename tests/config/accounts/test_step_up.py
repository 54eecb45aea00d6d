"""An act that needs a fresh proof sends the person to give it, and back to the form with everything they typed."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings as used
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from licensing.models import Authorisation, Event, Position, User
from tests.api.calling import Caller
from tests.by_hand import before_the_record
from tests.config.web.test_kept_forms import browser, read_form
from tests.world import World

PASSWORD = "a long enough passphrase"
TYPED = {"choice": "object", "grounds": "R02", "comment": "Two brigades wait for it."}


@pytest.fixture(autouse=True)
def step_up(settings: Settings) -> None:
    settings.STEP_UP = True


def prove(client: Client, user: User, *, minutes_ago: float = 0, method: str = "password") -> None:
    """As the library records it when somebody signs in or confirms."""
    session = client.session
    session["account_authentication_methods"] = [{"method": method, "at": time.time() - 60 * minutes_ago}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def sign(client: Client, path: str) -> Any:
    sent = read_form(client.get(path), having="comment") | TYPED
    return client.post(path, sent, headers={"Referer": f"http://testserver{path}"})


def where_it_leads(answer: Any) -> tuple[str, str]:
    found = urlsplit(answer["Location"])
    return found.path, parse_qs(found.query).get("next", [""])[0]


@pytest.mark.walk
def test_signing_long_after_the_sign_in_asks_to_confirm_and_loses_nothing(world: World) -> None:
    case, client = world.with_need(), browser(world.greta)
    world.greta.set_password(PASSWORD)
    world.greta.save()
    client.force_login(world.greta, backend="django.contrib.auth.backends.ModelBackend")
    prove(client, world.greta, minutes_ago=31)
    path = reverse("admin:licensing_case_act", args=[case.pk, "sign"])
    before = Event.objects.count()

    asked = sign(client, path)
    confirm, kept = where_it_leads(asked)

    assert (asked.status_code, confirm, Position.objects.count(), Event.objects.count()) == (
        302,
        "/accounts/confirm/",
        0,
        before,
    )
    ask = client.get(asked["Location"])
    assert "what you typed is kept" in ask.content.decode()

    page = client.post(confirm, {"way": "password", "password": PASSWORD, "next": kept}, follow=True)
    sent = read_form(page, having="comment")
    assert {name: sent[name] for name in TYPED} == TYPED
    assert not Position.objects.exists()
    assert client.post(path, sent).status_code == 302
    assert Position.objects.get().comment == TYPED["comment"]


def test_what_is_pressed_without_anything_typed_leads_back_to_its_page(world: World) -> None:
    case, client = world.granted(), browser(world.decider("olena"))
    path = reverse("admin:licensing_case_act", args=[case.pk, "countersign"])
    sent = read_form(client.get(path), having="key")

    asked = client.post(path, sent, headers={"Referer": f"http://testserver{path}"})

    assert (asked.status_code, where_it_leads(asked)) == (302, ("/accounts/confirm/", path))


def test_a_recent_proof_is_enough_for_signing_and_reading_needs_none(world: World) -> None:
    case, client = world.with_need(), browser(world.greta)
    path = reverse("admin:licensing_case_act", args=[case.pk, "sign"])
    assert client.get(path).status_code == 200

    prove(client, world.greta, minutes_ago=29)

    assert sign(client, path)["Location"] != ""
    assert Position.objects.get().seat_id


def test_a_proof_of_another_session_or_account_does_not_count(world: World) -> None:
    case, client, other = world.with_need(), browser(world.greta), browser(world.greta)
    path = reverse("admin:licensing_case_act", args=[case.pk, "sign"])
    prove(other, world.greta)
    prove(client, world.otto)

    asked = sign(client, path)

    assert where_it_leads(asked)[0] == "/accounts/confirm/"
    assert not Position.objects.exists()


def test_a_script_is_sent_to_the_confirmation_by_a_header(world: World) -> None:
    case, client = world.with_need(), browser(world.greta)
    path = reverse("admin:licensing_case_act", args=[case.pk, "sign"])
    sent = read_form(client.get(path), having="comment") | TYPED

    asked = client.post(path, sent, headers={"HX-Request": "true", "Referer": f"http://testserver{path}"})

    assert (asked.status_code, urlsplit(asked["HX-Redirect"]).path) == (401, "/accounts/confirm/")


def test_a_token_never_borrows_the_proof_of_the_session_beside_it(world: World) -> None:
    case, caller = world.with_need(), Caller(world.greta)
    caller.client.force_login(world.greta, backend="django.contrib.auth.backends.ModelBackend")
    prove(caller.client, world.greta)
    with before_the_record():
        Authorisation.objects.update(confirmed_at=None)

    answer = caller.post(f"cases/{case.pk}/positions/", {"seat": "X", "version": 1, "choice": "approve"})

    assert (answer.status_code, answer.json()["code"], answer.json()["max_age"]) == (401, "step_up_required", 1800)
    assert 'error="insufficient_user_authentication"' in answer["WWW-Authenticate"]
    assert 'max_age="1800"' in answer["WWW-Authenticate"]
    assert not Position.objects.exists()


def test_every_request_has_an_origin_before_any_view_is_called() -> None:
    order = used.MIDDLEWARE
    first = order.index("config.accounts.step_up.PersonOrigin")

    assert order.index("django.contrib.auth.middleware.AuthenticationMiddleware") < first
    assert first < order.index("config.web.kept_forms.KeptForms") < order.index("config.accounts.step_up.StepUp")
