"""An app is set up by a first code, signs in with one, and never twice with the same."""

from __future__ import annotations

import re
import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value
from django.test import Client

from licensing.models import User
from tests.config.web.test_kept_forms import browser
from tests.world import World


def compute_code(secret: str) -> str:
    return f"{hotp_value(secret, int(time.time()) // 30):06}"


def add_app(person: User) -> str:
    """An app of somebody, set up long ago; its secret."""
    secret: str = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def set_up(client: Client) -> tuple[str, Any]:
    page = client.get("/accounts/2fa/app/").content.decode()
    found = re.search(r'class="dz-code">([A-Z2-7 ]+)</span>', page)
    assert found is not None
    secret = found[1].replace(" ", "")
    return secret, client.post("/accounts/2fa/app/", {"code": compute_code(secret)})


def test_an_app_is_set_up_by_its_first_code(world: World) -> None:
    client = browser(world.paula)

    secret, done = set_up(client)

    assert not Authenticator.objects.get(type="totp").wrap().validate_code(compute_code(secret))
    assert (done.status_code, done["Location"]) == (302, "/accounts/2fa/codes/")
    assert "An app gives codes" in client.get("/accounts/2fa/").content.decode()
    assert client.get("/accounts/2fa/app/")["Location"] == "/accounts/2fa/"


def test_a_wrong_first_code_sets_nothing_up_and_keeps_the_secret(world: World) -> None:
    client = browser(world.paula)
    before = client.get("/accounts/2fa/app/").content.decode()

    refused = client.post("/accounts/2fa/app/", {"code": "000000"})

    assert (refused.status_code, Authenticator.objects.count()) == (422, 0)
    secret = re.search(r'class="dz-code">([A-Z2-7 ]+)</span>', before)
    assert secret is not None
    assert secret[1] in refused.content.decode()


def test_an_app_is_removed_by_its_owner(world: World) -> None:
    client = browser(world.rita)
    set_up(client)

    assert "Codes of an app" in client.get("/accounts/2fa/app/remove/").content.decode()
    assert client.post("/accounts/2fa/app/remove/").status_code == 302
    assert not Authenticator.objects.exists()
