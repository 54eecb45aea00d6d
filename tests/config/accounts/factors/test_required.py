"""Whoever must have a second factor is led to set it up, and let nowhere else before."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from pytest_django import Settings

from tests.config.web.test_kept_forms import browser
from tests.members import add_reader
from tests.world import World


@pytest.fixture(autouse=True)
def required(settings: Settings) -> None:
    settings.REQUIRE_STAFF_MFA = True


def test_staff_and_signatories_are_led_to_set_it_up_and_nowhere_else(world: World) -> None:
    for person, home in ((world.otto, "/admin/"), (world.paula, "/")):
        client = browser(person)

        assert client.get(home)["Location"] == "/accounts/2fa/"
        assert client.get("/accounts/2fa/").status_code == 200
        refused = client.get("/api/v1/cases/")
        assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
        if home == "/":
            assert client.get("/preferences/")["Location"] == "/accounts/2fa/"


def test_readers_of_an_organisation_and_those_who_have_one_pass(world: World) -> None:
    TOTP.activate(world.otto, generate_totp_secret())

    assert browser(add_reader(world)).get("/").status_code == 200
    assert browser(world.otto).get("/admin/").status_code == 200


def test_a_second_factor_of_this_session_is_enough(world: World) -> None:
    client = browser(world.otto)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time()},
        {"method": "mfa", "at": time.time()},
    ]
    session["account_authentication_methods_user"] = str(world.otto.pk)
    session.save()

    assert client.get("/admin/").status_code == 200
