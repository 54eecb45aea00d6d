"""An app is set up by a first code, signs in with one, and never twice with the same."""

from __future__ import annotations

import re
import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.test import Client

from licensing.models import User
from tests.config.web.test_kept_forms import browser
from tests.world import World


def compute_code(secret: str, *, steps: int = 0) -> str:
    """The code of this half minute, or of one that comes or was so many steps from it."""
    return f"{hotp_value(secret, int(time.time()) // 30 + steps):06}"


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

    _, done = set_up(client)

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


def confirm_by(client: Client, code: str) -> bool:
    return bool(client.post("/accounts/confirm/", {"way": "code", "code": code}).status_code == 302)


def test_a_code_fits_one_step_early_or_late_and_no_longer(world: World) -> None:
    """One that is typed in its last second arrives in the next step. A step that passes makes the last one older."""
    client, secret = browser(world.otto), add_app(world.otto)

    assert confirm_by(client, compute_code(secret, steps=1))
    assert not confirm_by(client, compute_code(secret, steps=-2))


def test_a_code_is_taken_once_for_as_long_as_it_would_fit(world: World) -> None:
    client = browser(world.rita)
    secret, _ = set_up(client)
    used = compute_code(secret, steps=1)
    assert confirm_by(client, used)

    # The library remembers it for one step.
    cache.delete(Authenticator.objects.get(type="totp").wrap()._get_used_cache_key(used))

    assert not confirm_by(client, used)


def test_the_code_that_set_an_app_up_signs_nobody_in(world: World) -> None:
    client = browser(world.rita)
    page = client.get("/accounts/2fa/app/").content.decode()
    found = re.search(r'class="dz-code">([A-Z2-7 ]+)</span>', page)
    assert found is not None
    code = compute_code(found[1].replace(" ", ""), steps=1)
    assert client.post("/accounts/2fa/app/", {"code": code}).status_code == 302

    assert not confirm_by(client, code)
