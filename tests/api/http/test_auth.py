"""Tokens: how a system gets one, what it may be used for, and when it is refused."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from oauth2_provider.models import get_access_token_model

from licensing.models import Case, Event
from tests.api.calling import EVERY_SCOPE, Caller, Operation, code_of, every_operation, new_application
from tests.world import PASSWORD, World

TOKEN = "/api/v1/token/"


def ask(user: Any, **more: str) -> Any:
    application, secret = new_application(user)
    form = {"grant_type": "client_credentials", "client_id": application.client_id, "client_secret": secret, **more}
    return Client(raise_request_exception=False).post(TOKEN, form)


def test_a_token_acts_as_the_account_behind_the_application(world: World) -> None:
    given = ask(world.paula, scope="cases:read cases:write").json()

    me = Client().get("/api/v1/me/", headers={"Authorization": f"Bearer {given['access_token']}"}).json()

    assert (given["token_type"], given["expires_in"], given["scope"]) == ("Bearer", 3600, "cases:read cases:write")
    assert (me["name"], me["scopes"]) == ("Paula", ["cases:read", "cases:write"])
    assert me["organisations"] == [{"id": str(world.partner.pk), "name": world.partner.name, "role": "administrator"}]


def test_the_credentials_may_come_in_the_header(world: World) -> None:
    application, secret = new_application(world.cus)
    basic = base64.b64encode(f"{application.client_id}:{secret}".encode()).decode()

    given = Client().post(TOKEN, {"grant_type": "client_credentials"}, headers={"Authorization": f"Basic {basic}"})

    assert (given.status_code, given.json()["scope"]) == (200, "licences:read")


def test_a_token_is_no_wider_than_its_account(world: World) -> None:
    assert ask(world.cus, scope="usages:write").status_code == 200
    assert ask(world.cus, scope="decisions:write").json()["error"] == "invalid_scope"
    assert ask(world.paula, scope="usages:write").json()["error"] == "invalid_scope"
    assert ask(world.paula).json()["scope"] == "cases:read licences:read"


def test_nothing_but_client_credentials_is_offered(world: World) -> None:
    password = ask(world.paula, grant_type="password", username=world.paula.email, password=PASSWORD)
    unknown = Client().post(TOKEN, {"grant_type": "client_credentials", "client_id": "x", "client_secret": "y"})

    assert (password.status_code, password.json()["error"]) == (400, "unsupported_grant_type")
    assert (unknown.status_code, unknown.json()) == (401, {"error": "invalid_client"})


@pytest.mark.parametrize("odd", ["\x00", "x\x00y", "\ud7ff", "x" * 10_000, "' OR 1=1 --"])
def test_odd_credentials_are_refused_like_wrong_ones(world: World, odd: str) -> None:
    form = {"grant_type": "client_credentials", "client_id": odd, "client_secret": odd, "scope": odd}
    basic = base64.b64encode(f"{odd}:{odd}".encode()).decode()

    by_form = Client(raise_request_exception=False).post(TOKEN, form)
    by_header = Client(raise_request_exception=False).post(
        TOKEN, {"grant_type": "client_credentials"}, headers={"Authorization": f"Basic {basic}"}
    )

    assert {by_form.status_code, by_header.status_code} <= {400, 401}


def test_a_token_of_a_closed_account_is_refused_at_once(world: World) -> None:
    paula = Caller(world.paula)
    assert paula.get("cases/").status_code == 200

    world.paula.is_active = False
    world.paula.save()

    assert code_of(paula.get("cases/")) == (401, "not_authenticated")
    assert ask(world.paula).status_code in (400, 401)


def test_an_expired_token_is_refused(world: World) -> None:
    paula = Caller(world.paula)
    get_access_token_model().objects.update(expires=timezone.now() - timedelta(seconds=1))

    answer = paula.get("cases/")

    assert (code_of(answer), answer["WWW-Authenticate"]) == ((401, "not_authenticated"), 'Bearer realm="api"')


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Bearer \x00", "Bearer ї", "Token x", "Basic cGF1bGE6eA=="])
def test_whoever_has_no_token_is_asked_for_one(world: World, header: str) -> None:
    answer = Client(raise_request_exception=False).get("/api/v1/cases/", headers={"Authorization": header} if header else {})

    assert (code_of(answer), answer["WWW-Authenticate"]) == ((401, "not_authenticated"), 'Bearer realm="api"')


def test_the_database_holds_no_token_that_could_be_used(world: World) -> None:
    given = ask(world.paula).json()["access_token"]

    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM oauth2_provider_accesstoken t")
        rows = cursor.fetchall()
        cursor.execute("SELECT a.client_secret FROM oauth2_provider_application a")
        secrets = [secret for (secret,) in cursor.fetchall()]

    assert rows
    assert all(given not in row for (row,) in rows)
    assert all("$" in secret for secret in secrets)


def test_every_operation_says_which_scope_it_needs() -> None:
    open_to_all = {one.route for one in every_operation() if not one.spec.scopes}

    assert len(every_operation()) > 50
    assert open_to_all == {"me/", "procedures/simulate/", "reference/", "reference/<slug:name>/"}


@pytest.mark.parametrize("operation", every_operation(), ids=str)
def test_an_operation_is_closed_to_every_token_without_its_scope(world: World, operation: Operation) -> None:
    before, scopes = Event.objects.count(), set(operation.spec.scopes)
    method, path = operation.method, operation.path()
    others = Caller(world.paula, scope=" ".join(set(EVERY_SCOPE.split()) - scopes))
    bare = Caller(world.paula, scope="")

    refused = [one.raw(method, path, b"{}", if_match='"r1"') for one in (others, bare)]
    admitted = Caller(world.paula, scope=" ".join(scopes)).raw(method, path, b"{}", if_match='"r1"')

    if scopes:
        assert [code_of(one) for one in refused] == [(403, "insufficient_scope")] * 2
    assert admitted.status_code not in (401, 500)
    assert b"insufficient_scope" not in admitted.content
    assert Event.objects.count() == before


def test_the_resolver_knows_the_api_under_its_version(world: World) -> None:
    assert get_resolver().resolve("/api/v1/cases/").url_name == "cases"
    assert code_of(Caller(world.paula).get(f"/api/v2/cases/{uuid4()}/")) == (404, "not_found")


def test_a_browser_session_needs_its_csrf_token_to_change_things(world: World) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(world.paula)
    key = {"Idempotency-Key": str(uuid4())}

    assert browser.get("/api/v1/cases/").status_code == 200
    forged = browser.post("/api/v1/cases/", {"kind": "single_permit"}, content_type="application/json", headers=key)
    assert code_of(forged) == (403, "csrf")
    assert Case.objects.count() == 0
