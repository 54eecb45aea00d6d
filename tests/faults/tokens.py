"""Tokens over HTTP, as programs get them: for themselves with a secret, for a person by a code with PKCE that they allow."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import re
import secrets
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from http.cookiejar import CookieJar
from typing import Any, Final

# Whoever is asked while the web server is killed is asked again.
_PATIENCE_SECONDS: Final = 90.0
_WAIT_SECONDS: Final = 30.0
_CSRF: Final = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class _Stay(urllib.request.HTTPRedirectHandler):
    """Where a redirect leads is what is asked for here."""

    def redirect_request(self, *_args: Any) -> None:
        return None


def get_token(address: str, who: Mapping[str, Any]) -> str:
    """A token of a client, asked for until there is one; raises the last error after a while."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            return _ask_as_program(address, who) if who.get("secret") else _ask_as_person(address, who)
        except (OSError, http.client.HTTPException, LookupError, ValueError):
            if time.monotonic() > until:
                raise
            time.sleep(0.5)


def _ask_as_program(address: str, who: Mapping[str, Any]) -> str:
    form = {"grant_type": "client_credentials", "client_id": who["program"], "client_secret": who["secret"]}
    return _redeem(address, form | {"scope": who["scope"]})


def _ask_as_person(address: str, who: Mapping[str, Any]) -> str:
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()), _Stay)
    verifier = secrets.token_urlsafe(48)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    _press(browser, f"{address}/accounts/login/", {"login": who["email"], "password": who["password"]})
    asked = {
        "response_type": "code",
        "client_id": who["program"],
        "redirect_uri": who["back"],
        "scope": who["scope"],
        "state": secrets.token_urlsafe(8),
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    led = _press(browser, f"{address}/oauth/authorize/?{urllib.parse.urlencode(asked)}", {"answer": "allow"})
    answer = urllib.parse.parse_qs(urllib.parse.urlsplit(led).query)
    if answer["state"] != [asked["state"]]:
        raise ValueError("another state came back")
    form = {"grant_type": "authorization_code", "client_id": who["program"], "redirect_uri": who["back"]}
    return _redeem(address, form | {"code": answer["code"][0], "code_verifier": verifier})


def _press(browser: urllib.request.OpenerDirector, url: str, form: Mapping[str, str]) -> str:
    """Open a page, fill its form in and send it; where that leads."""
    page = browser.open(url, timeout=_WAIT_SECONDS).read().decode()
    found = _CSRF.search(page)
    if found is None:
        raise LookupError(f"no form at {url}")
    sent = urllib.parse.urlencode({"csrfmiddlewaretoken": found[1], **form}).encode()
    try:
        answer = browser.open(urllib.request.Request(url, sent, {"Referer": url}), timeout=_WAIT_SECONDS)
    except urllib.error.HTTPError as led:
        if led.code != 302:
            raise
        return str(led.headers["Location"])
    raise LookupError(f"{url} leads nowhere: {answer.status}")


def _redeem(address: str, form: Mapping[str, str]) -> str:
    sent = urllib.parse.urlencode(form).encode()
    with urllib.request.urlopen(f"{address}/api/v1/token/", sent, timeout=_WAIT_SECONDS) as answer:
        token: str = json.load(answer)["access_token"]
    return token
