"""The caller as Dozvil knows it, over the API."""

from __future__ import annotations

from django.test import Client

from tests.api.calling import Caller
from tests.world import World


def test_a_customs_system_reads_its_office_and_no_organisation(world: World) -> None:
    me = Caller(world.cus, scope="licences:read").get("me/").json()

    assert (me["is_system"], me["appointments"], me["organisations"], me["bodies"]) == (True, ["customs"], [], [])
    assert me["scopes"] == ["licences:read"]


def test_a_member_of_a_body_reads_for_which_one_she_signs(world: World) -> None:
    me = Caller(world.rhea, scope="").get("me/").json()

    assert (me["id"], me["email"], me["bodies"], me["scopes"]) == (str(world.rhea.pk), "rhea@example.org", ["MOD"], [])


def test_a_person_in_the_browser_has_every_scope_of_the_account(world: World) -> None:
    browser = Client()
    browser.force_login(world.rhea)

    me = browser.get("/api/v1/me/").json()

    assert me["scopes"] == ["cases:read", "positions:write"]
