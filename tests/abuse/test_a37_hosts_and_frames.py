"""A37: who asks under another name gets nothing, nobody is sent elsewhere after signing in, and nobody frames us."""

from __future__ import annotations

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from licensing.outbox.passwords import send_password_letters
from tests.abuse.hostile import walked, walked_together
from tests.abuse.walking import signed_in
from tests.world import PASSWORD, World

HOSTS = ["evil.example", "testserver.evil.example", "testserver@evil.example", "evil.example:80", "", "testserver:evil", "a b"]
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://testserver@evil.example/",
    "/\t/evil.example",
    "\x01https://evil.example",
]


@pytest.mark.parametrize("host", HOSTS)
def test_a_name_that_is_not_ours_is_refused(world: World, host: str) -> None:
    cache.clear()

    statuses = {
        Client(raise_request_exception=False).post(path, {"email": world.paula.email}, headers={"Host": host}).status_code
        for path in ("/accounts/login/", "/accounts/password/reset/", "/api/v1/token/", "/")
    }

    assert statuses == {400}
    assert mail.outbox == []


def test_a_forwarded_name_is_not_believed(world: World) -> None:
    cache.clear()
    forged = {"X-Forwarded-Host": "evil.example", "X-Host": "evil.example", "Forwarded": "host=evil.example"}

    Client().post("/accounts/password/reset/", {"email": world.paula.email}, headers=forged)
    send_password_letters()

    [letter] = mail.outbox
    assert "evil" not in str(letter.message())


@pytest.mark.parametrize("where", ELSEWHERE)
def test_nobody_is_led_elsewhere(world: World, where: str) -> None:
    cache.clear()
    paula = signed_in(world.paula)
    sent = [
        Client().post("/accounts/login/", {"login": world.paula.email, "password": PASSWORD, "next": where}),
        Client().post("/admin/login/?next=" + where, {}),
        paula.post("/language/", {"language": "uk", "next": where}),
        paula.get("/accounts/login/", {"next": where}),
        paula.post("/accounts/logout/", {"next": where}),
    ]

    assert {one.status_code for one in sent} <= {200, 204, 302, 400}
    places = [one["Location"] for one in sent if one.status_code == 302]
    assert places
    assert [place for place in places if not place.startswith("/") or place.startswith(("//", "/\\", "/\t"))] == []


@pytest.mark.walk
@walked_together
def test_nobody_frames_a_page_of_ours(world: World) -> None:
    policies = {str(page): page.headers.get("Content-Security-Policy", "") for page in walked(world)}

    # A document is handed out in a sandbox, to be saved; there is nothing in it to be pressed.
    open_to_frames = {name for name, policy in policies.items() if "frame-ancestors 'none'" not in policy}
    assert {name for name in open_to_frames if "sandbox" not in policies[name]} == set()
