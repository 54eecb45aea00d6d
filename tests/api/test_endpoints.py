"""Webhooks over the API: registered with a secret that is shown once, changed, disabled and enabled."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from licensing.models import Endpoint, StoredAnswer
from licensing.outbox.webhooks.encryption import decrypt
from tests.api.calling import Caller, code_of
from tests.world import World

HOOK = {"url": "https://erp.example.org/dozvil", "kinds": ["case.granted"], "description": "Our ERP"}


@pytest.fixture
def paula(world: World) -> Caller:
    return Caller(world.paula)


def test_the_secret_is_shown_once(world: World, paula: Caller) -> None:
    made = paula.post("endpoints/", HOOK)

    secret = made.json()["secret"]
    kept = Endpoint.objects.get()
    assert (made.status_code, len(base64.b64decode(secret.removeprefix("whsec_")))) == (201, 32)
    assert (decrypt(kept.secret), kept.owner, kept.organisation) == (secret, world.paula, world.partner)
    assert "secret" not in paula.get(made["Location"]).json()
    assert "secret" not in paula.get("endpoints/").json()[0]


def test_a_repeat_gets_the_secret_that_is_stored_encrypted(world: World, paula: Caller) -> None:
    key = str(uuid4())
    made = paula.post("endpoints/", HOOK, idempotency_key=key)

    again = paula.post("endpoints/", HOOK, idempotency_key=key)

    assert (again.content, again["Idempotency-Replayed"]) == (made.content, "true")
    assert made.json()["secret"] not in StoredAnswer.objects.get().body


def test_a_webhook_is_disabled_and_enabled_again(paula: Caller) -> None:
    place = paula.post("endpoints/", HOOK)["Location"]

    disabled = paula.patch(place, {"enabled": False}).json()
    enabled = paula.patch(place, {"enabled": True, "kinds": []}).json()

    assert (disabled["enabled"], disabled["disabled_because"]) == (False, "switched off by its owner")
    assert (enabled["enabled"], enabled["kinds"], enabled["url"]) == (True, [], HOOK["url"])


def test_a_deleted_webhook_is_gone_and_stays_on_record(paula: Caller) -> None:
    place = paula.post("endpoints/", HOOK)["Location"]

    deleted = paula.delete(place)

    assert (deleted.status_code, paula.get("endpoints/").json()) == (204, [])
    again = [
        paula.delete(place),
        paula.get(place),
        paula.patch(place, {"enabled": True}),
        paula.post(f"{place}rotate-secret/", {}),
    ]
    assert {code_of(one) for one in again} == {(404, "not_found")}
    kept = Endpoint.objects.get()
    assert (bool(kept.ended_at), kept.secret, kept.disabled_because) == (True, "", "ended by its owner")
    # Its address is free for another.
    assert paula.post("endpoints/", HOOK).status_code == 201


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"url": "ftp://erp.example.org/"}, "url"),
        ({"url": "https://"}, "url"),
        ({"url": "https://user:pass@erp.example.org/"}, "url"),
        ({"url": "https://erp.example.org/ x"}, "url"),
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "https://[::1"}, "url"),
        ({"url": "https://erp.example.org:99999/"}, "url"),
        ({"kinds": ["position.taken"]}, "kinds.0"),
        ({"kinds": "all"}, "kinds"),
        ({"secret": "whsec_AAAA"}, "secret"),
        ({"owner": "x"}, "owner"),
    ],
)
def test_an_address_or_kind_that_cannot_be_is_refused(paula: Caller, changes: dict[str, Any], place: str) -> None:
    refused = paula.post("endpoints/", HOOK | changes)

    assert (code_of(refused), [one["path"] for one in refused.json()["errors"]]) == ((400, "invalid"), [place])
    assert Endpoint.objects.count() == 0


def test_a_webhook_of_somebody_else_is_missing(world: World, paula: Caller) -> None:
    place = paula.post("endpoints/", HOOK)["Location"]
    rita = Caller(world.rita)

    assert rita.get("endpoints/").json() == []
    assert {code_of(one) for one in (rita.get(place), rita.patch(place, {"enabled": False}), rita.delete(place))} == {
        (404, "not_found")
    }


def test_an_account_without_any_role_registers_no_webhook(world: World) -> None:
    assert code_of(Caller(world.stella).post("endpoints/", HOOK)) == (403, "not_allowed")


@pytest.mark.walk
def test_an_account_has_twenty_webhooks_at_most(paula: Caller) -> None:
    for number in range(20):
        assert paula.post("endpoints/", {"url": f"https://erp.example.org/{number}"}).status_code == 201

    assert code_of(paula.post("endpoints/", HOOK)) == (400, "invalid")


def test_a_new_secret_is_shown_once_beside_the_former_one(paula: Caller) -> None:
    made = paula.post("endpoints/", HOOK)

    changed = paula.post(f"{made['Location']}rotate-secret/", {"keep_hours": 2})

    kept, read = Endpoint.objects.get(), paula.get(made["Location"]).json()
    assert (changed.status_code, decrypt(kept.secret), decrypt(kept.former_secret)) == (
        200,
        changed.json()["secret"],
        made.json()["secret"],
    )
    assert changed.json()["secret"] != made.json()["secret"]
    assert kept.former_until is not None
    assert kept.former_until - timezone.now() < timedelta(hours=2)
    assert ("secret" in read, read["former_secret_until"]) == (False, changed.json()["former_secret_until"])


def test_a_former_secret_survives_the_end_of_a_former_key(paula: Caller, settings: Any) -> None:
    made = paula.post("endpoints/", HOOK)
    former_key, settings.SECRET_KEY = settings.SECRET_KEY, "another key " * 5
    settings.SECRET_KEY_FALLBACKS = [former_key]
    paula.post(f"{made['Location']}rotate-secret/", {})

    settings.SECRET_KEY_FALLBACKS = []

    kept = Endpoint.objects.get()
    assert decrypt(kept.former_secret) == made.json()["secret"]


def test_a_former_secret_that_has_expired_is_not_shown(paula: Caller) -> None:
    place = paula.post("endpoints/", HOOK)["Location"]
    paula.post(f"{place}rotate-secret/", {})
    Endpoint.objects.update(former_until=timezone.now() - timedelta(minutes=1))

    assert paula.get(place).json()["former_secret_until"] is None


def test_a_repeated_change_of_secret_changes_it_once(paula: Caller) -> None:
    place = paula.post("endpoints/", HOOK)["Location"]
    key = str(uuid4())

    first, again = (paula.post(f"{place}rotate-secret/", {}, idempotency_key=key) for _ in range(2))

    assert (again.content, again["Idempotency-Replayed"]) == (first.content, "true")
    assert decrypt(Endpoint.objects.get().secret) == first.json()["secret"]


@pytest.mark.parametrize("hours", [-1, 169, "a day"])
def test_a_former_secret_signs_for_a_week_at_most(paula: Caller, hours: object) -> None:
    place = paula.post("endpoints/", HOOK)["Location"]

    refused = paula.post(f"{place}rotate-secret/", {"keep_hours": hours})

    assert code_of(refused) == (400, "invalid")
    assert Endpoint.objects.get().former_until is None


def test_nobody_changes_the_secret_of_somebody_else(world: World, paula: Caller) -> None:
    place = paula.post("endpoints/", HOOK)["Location"]

    assert code_of(Caller(world.rita).post(f"{place}rotate-secret/", {})) == (404, "not_found")
