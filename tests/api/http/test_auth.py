"""Tokens: how a system gets one, what it may be used for, and when it is refused."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from oauth2_provider.models import AccessToken, Application

from licensing.choices import Office
from licensing.models import Appointment, Case, Event, System
from tests.api.calling import EVERY_SCOPE, Caller, at, code_of, every_operation
from tests.by_hand import before_the_record
from tests.world import ALWAYS, World


def test_a_token_of_a_closed_account_is_refused_at_once(world: World) -> None:
    paula = Caller(world.paula)
    assert paula.get("cases/").status_code == 200

    world.paula.is_active = False
    world.paula.save()

    assert code_of(paula.get("cases/")) == (401, "not_authenticated")


def test_an_expired_token_is_refused(world: World) -> None:
    paula = Caller(world.paula)
    AccessToken.objects.update(expires=timezone.now() - timedelta(seconds=1))

    answer = paula.get("cases/")

    assert (code_of(answer), answer["WWW-Authenticate"]) == ((401, "not_authenticated"), 'Bearer realm="api"')


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Bearer \x00", "Bearer ї", "Token x", "Basic cGF1bGE6eA=="])
def test_whoever_has_no_token_is_asked_for_one(world: World, header: str) -> None:
    answer = Client(raise_request_exception=False).get("/api/v1/cases/", headers={"Authorization": header} if header else {})

    assert (code_of(answer), answer["WWW-Authenticate"]) == ((401, "not_authenticated"), 'Bearer realm="api"')


def test_the_account_of_a_token_is_never_what_the_library_says(world: World) -> None:
    gate, paula = Caller(world.cus), Caller(world.paula)

    # As somebody could who writes into the library's tables: the tokens of two programs get the name of a decider.
    Application.objects.update(user=world.dora)
    assert gate.get("me/").json()["name"] == "Cus"
    AccessToken.objects.update(user=world.dora)

    assert [code_of(one.get("me/")) for one in (gate, paula)] == [(401, "not_authenticated")] * 2


@pytest.mark.parametrize(
    "stop",
    [
        {"suspended_at": timezone.now()},
        {"ended_at": timezone.now()},
        {"end_on": date(2026, 1, 1)},
        {"state": "pending"},
        {"client_id": "another"},
    ],
    ids=lambda stop: next(iter(stop)),
)
def test_tokens_die_with_their_system(world: World, stop: dict[str, Any]) -> None:
    callers = [Caller(world.cus), Caller(world.dora)]
    assert [one.get("me/").status_code for one in callers] == [200, 200]
    with before_the_record():
        for system in System.objects.all():
            System.objects.filter(pk=system.pk).update(**stop | ({"client_id": str(system.pk)} if "client_id" in stop else {}))

    assert [code_of(one.get("me/")) for one in callers] == [(401, "not_authenticated")] * 2


def test_a_program_by_itself_never_gets_to_what_a_person_signs(world: World) -> None:
    gate = Caller(world.cus, scope="licences:read")

    refused = gate.post(f"cases/{uuid4()}/positions/", {})

    assert code_of(refused) == (403, "insufficient_scope")
    assert "A person must do this" in refused.json()["detail"]


def test_a_program_is_refused_by_the_act_whatever_its_token_and_account_hold(world: World) -> None:
    case = world.before_government()
    with before_the_record():
        Appointment.objects.create(user=world.cus, kind=Office.DECIDER, period=ALWAYS)
    gate, before = Caller(world.cus, scope=EVERY_SCOPE), Event.objects.count()

    refusal = {"resolution_no": "418-r", "resolution_on": str(timezone.localdate()), "grounds": ["C1"], "reasons": "Own need."}
    refused = gate.post(at(case, "refuse/"), refusal, if_match=f'"r{case.revision}"')
    sitting = gate.post("sittings/", {"body": "GS", "title": "Sitting", "held_on": "2027-01-01"})

    assert gate.get(at(case)).json()["actions"] == []
    assert [code_of(one) for one in (refused, sitting)] == [(403, "person_required")] * 2
    assert Event.objects.count() == before


def test_every_operation_says_which_scope_it_needs() -> None:
    open_to_all = {one.route for one in every_operation() if not one.spec.scopes}

    assert len(every_operation()) > 50
    public = {"measures/", "measures/<uuid:measure_id>/"}
    assert open_to_all == public | {"me/", "procedures/simulate/", "reference/", "reference/<slug:name>/"}


@pytest.mark.walk
def test_an_operation_is_closed_to_every_token_without_its_scope(world: World) -> None:
    caller = cache(lambda scopes: Caller(world.paula, scope=" ".join(sorted(scopes))))
    before = Event.objects.count()

    for operation in every_operation():
        method, path, scopes = operation.method, operation.path(), frozenset(operation.spec.scopes)
        others = frozenset(EVERY_SCOPE.split()) - scopes
        refused = [caller(one).raw(method, path, b"{}", if_match='"r1"') for one in (others, frozenset())]
        admitted = caller(scopes).raw(method, path, b"{}", if_match='"r1"')

        if scopes:
            assert [code_of(one) for one in refused] == [(403, "insufficient_scope")] * 2, operation
        assert admitted.status_code not in (401, 500), operation
        assert b"insufficient_scope" not in admitted.content, operation
        assert Event.objects.count() == before, operation


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
