"""Devices on which somebody has signed in before: whoever guesses at an account elsewhere does not lock its owner out there.

The cookie says nothing but a random name and for which accounts it counts; it signs nobody in.
"""

from __future__ import annotations

import secrets
from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE: Final = "dozvil_device"
_SALT: Final = "config.web.devices"
_LASTS_SECONDS: Final = 180 * 24 * 3600
_PATH: Final = "/accounts/"
# A device that a few colleagues share is known for each of them; for more it is a public place.
_MOST_ACCOUNTS: Final = 5


def find_known_device(request: HttpRequest, email: str) -> str | None:
    """The name of the device, where this account has signed in on it before."""
    name, accounts = _read_cookie(request)
    return name if name and _mark_of(email) in accounts else None


def keep_device(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """From now on, this device is known for the account that has just signed in on it."""
    name, accounts = _read_cookie(request)
    marks = list(dict.fromkeys([_mark_of(email), *accounts]))[:_MOST_ACCOUNTS]
    response.set_cookie(
        COOKIE,
        signing.dumps([name or secrets.token_urlsafe(12), marks], salt=_SALT),
        max_age=_LASTS_SECONDS,
        path=_PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read_cookie(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        name, accounts = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=_LASTS_SECONDS)
    except (signing.BadSignature, ValueError):
        return "", []
    return name, accounts


def _mark_of(email: str) -> str:
    return salted_hmac(_SALT, email.strip().lower()).hexdigest()[:20]
