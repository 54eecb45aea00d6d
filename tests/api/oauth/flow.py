"""The authorisation code flow with PKCE as a program and a browser go through it."""

from __future__ import annotations

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.test import Client

from licensing.models import System, User
from tests.api.calling import BACK

VERIFIER = "a-verifier-that-is-as-long-as-the-standard-asks-for"
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
TOKEN, AUTHORIZE = "/api/v1/token/", "/oauth/authorize/"


def build_query(system: System, **more: Any) -> dict[str, str]:
    """What a program asks for; a parameter that is None is left out."""
    asked = {
        "response_type": "code",
        "client_id": system.client_id,
        "redirect_uri": BACK,
        "scope": "cases:read",
        "state": "state-1",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    } | more
    return {name: str(value) for name, value in asked.items() if value is not None}


def sign_in(person: User) -> Client:
    browser = Client(raise_request_exception=False)
    browser.force_login(person)
    return browser


def answer_page(browser: Client, system: System, answer: str = "allow", **more: Any) -> Any:
    """Press a button of the page on which a person allows a program."""
    return browser.post(AUTHORIZE, {"answer": answer}, query_params=build_query(system, **more))


def allow_by_page(person: User, system: System, **more: Any) -> str:
    """The code with which the person is sent back."""
    led = answer_page(sign_in(person), system, **more)
    assert led.status_code == 302, led.content.decode()
    code: str = parse_qs(urlsplit(led["Location"]).query)["code"][0]
    return code


def redeem(system: System, code: str, /, **more: str) -> Any:
    form = {"grant_type": "authorization_code", "client_id": system.client_id, "code": code, "redirect_uri": BACK}
    return Client(raise_request_exception=False).post(TOKEN, form | {"code_verifier": VERIFIER} | more)


def refresh(system: System, token: str) -> Any:
    form = {"grant_type": "refresh_token", "client_id": system.client_id, "refresh_token": token}
    return Client(raise_request_exception=False).post(TOKEN, form)
