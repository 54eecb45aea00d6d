"""Passkeys are added by the ceremony of a browser, renamed, and removed, each its owner's alone."""

from __future__ import annotations

import json
import re
from typing import Any

from allauth.mfa.models import Authenticator
from django.test import Client
from pytest_django import Settings

from licensing.models import Event, User
from licensing.policy.record.event_kinds import EventKind
from tests.config.accounts.authenticator import SecurityKey
from tests.config.web.test_kept_forms import browser
from tests.world import World


def read_options(page: Any) -> dict[str, Any]:
    found = re.search(r'<script id="passkey-options"[^>]*>(.*?)</script>', page.content.decode(), re.DOTALL)
    assert found is not None
    options: dict[str, Any] = json.loads(found[1])
    return options


def add_passkey(client: Client, key: SecurityKey, name: str = "Blue key") -> Any:
    options = read_options(client.get("/accounts/2fa/passkeys/add/"))
    return client.post("/accounts/2fa/passkeys/add/", {"name": name, "credential": key.create(options)})


def own_passkey(person: User) -> Authenticator:
    found: Authenticator = Authenticator.objects.get(user=person, type="webauthn")
    return found


def test_a_passkey_is_added_and_leads_to_the_recovery_codes(world: World) -> None:
    client = browser(world.otto)

    added = add_passkey(client, SecurityKey())

    assert (added.status_code, added["Location"]) == (302, "/accounts/2fa/codes/")
    assert own_passkey(world.otto).wrap().name == "Blue key"
    assert Event.objects.get(kind=EventKind.FACTOR_ADDED).data["factor"] == "webauthn"
    assert "Blue key" in client.get("/accounts/2fa/").content.decode()


def test_an_answer_to_another_challenge_adds_nothing(world: World) -> None:
    client, key = browser(world.otto), SecurityKey()
    old = key.create(read_options(client.get("/accounts/2fa/passkeys/add/")))
    client.get("/accounts/2fa/passkeys/add/")

    for credential in (old, "{}", "[]", "no"):
        refused = client.post("/accounts/2fa/passkeys/add/", {"name": "x", "credential": credential})
        assert refused.status_code == 422

    assert not Authenticator.objects.exists()


def test_a_passkey_is_renamed_and_removed_by_its_owner_alone(world: World) -> None:
    client, other = browser(world.otto), browser(world.rhea)
    add_passkey(client, SecurityKey())
    path = f"/accounts/2fa/passkeys/{own_passkey(world.otto).pk}"

    assert {other.get(f"{path}/rename/").status_code, other.post(f"{path}/remove/").status_code} == {404}
    assert client.post(f"{path}/rename/", {"name": " "}).status_code == 422
    assert client.post(f"{path}/rename/", {"name": "Red key"}).status_code == 302
    assert own_passkey(world.otto).wrap().name == "Red key"
    assert client.post(f"{path}/remove/").status_code == 302
    assert not Authenticator.objects.exists()


def test_the_last_factor_of_staff_is_not_removed_and_the_page_says_why(world: World, settings: Settings) -> None:
    client = browser(world.otto)
    add_passkey(client, SecurityKey())
    settings.REQUIRE_STAFF_MFA = True

    refused = client.post(f"/accounts/2fa/passkeys/{own_passkey(world.otto).pk}/remove/")

    assert refused.status_code == 403
    assert "Add another one before you remove this one" in refused.content.decode()
    assert own_passkey(world.otto)
