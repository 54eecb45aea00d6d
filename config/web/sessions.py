"""How long a sign-in lasts: each use of a page renews it, up to a limit; a page can ask how long is left, and stay."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

from allauth.account.authentication import get_authentication_records
from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from config.accounts.sessions.store import DEVICE, PLACE, RENEWED_AT, SIGNED_IN_AT
from config.web.visitor import find_visitor
from licensing.acts.forms import PAGE_TOKEN, build_page_token

Answer = Callable[[HttpRequest], HttpResponseBase]

# As much of what a browser says of itself as its owner can make something of.
_DEVICE_LENGTH: Final = 200
_PLACE_LENGTH: Final = 45
# A session is a row: written at every page, it would cost each of them a statement.
_SHARE_BEFORE_RENEWAL: Final = 20
# Asking how long is left must not make it longer, and neither do calls of a script to the API. They end with the limit alike.
_NOT_A_USE: Final = ("/session/", "/api/")


class SlidingSessions:
    """Renew a session while it is used, and end it when it has lasted as long as one may."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith("/static/") or not request.user.is_authenticated:
            return self.get_response(request)
        if _count_seconds_to_limit(request) <= 0:
            logout(request)
        elif not request.path.startswith(_NOT_A_USE) and _is_to_be_renewed(request):
            _renew(request)
        return self.get_response(request)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def show_session(request: HttpRequest) -> HttpResponse:
    """Who is signed in, for how many more seconds, and the token for forms; sent by POST, it renews the session first."""
    if request.method == "POST" and request.user.is_authenticated and _count_seconds_to_limit(request) > 0:
        _renew(request)
    return JsonResponse(
        {
            "account": str(request.user.pk) if request.user.is_authenticated else "",
            "seconds": count_seconds_left(request),
            "token": get_token(request),
        }
    )


@login_required
@require_safe
def confirm_signed_in(request: HttpRequest) -> HttpResponse:
    """Where somebody arrives who has signed in for a page in another tab: it goes on by itself, and this one may be closed."""
    return render(request, "kept/signed_in.html")


def build_session_context(request: HttpRequest) -> dict[str, Any]:
    """What the templates need to keep what is typed: for whom the page is made, and how long the sign-in lasts."""
    user = find_visitor(request)

    def build_token() -> str:
        return build_page_token(user) if user is not None and user.is_authenticated else ""

    # Once for each page, and only where a page has a form.
    return {PAGE_TOKEN: SimpleLazyObject(build_token), "session_seconds": SimpleLazyObject(lambda: count_seconds_left(request))}


def count_seconds_left(request: HttpRequest) -> int:
    """How long this sign-in lasts if nothing more is done; 0 for a visitor."""
    user = find_visitor(request)
    if user is None or not user.is_authenticated or not hasattr(request, "session"):
        return 0
    renewed = request.session.get(RENEWED_AT, time.time())
    return max(0, int(min(renewed + settings.SESSION_COOKIE_AGE - time.time(), _count_seconds_to_limit(request))))


def _is_to_be_renewed(request: HttpRequest) -> bool:
    age = time.time() - request.session.get(RENEWED_AT, 0)
    return bool(age > settings.SESSION_COOKIE_AGE / _SHARE_BEFORE_RENEWAL)


def _renew(request: HttpRequest) -> None:
    """Any change makes Django store the session, and with it a new end; also where it is used, for its owner to see."""
    request.session[RENEWED_AT] = int(time.time())
    request.session.setdefault(SIGNED_IN_AT, request.session[RENEWED_AT])
    request.session[DEVICE] = request.headers.get("User-Agent", "").replace("\x00", "")[:_DEVICE_LENGTH]
    request.session[PLACE] = (get_client_ip(request) or "")[:_PLACE_LENGTH]


def _count_seconds_to_limit(request: HttpRequest) -> float:
    """How long this sign-in may still be renewed."""
    signed_in = [record["at"] for record in get_authentication_records(request, request.user) if "at" in record]
    return min(signed_in, default=time.time()) + settings.SESSION_LIMIT - time.time() if signed_in else settings.SESSION_LIMIT
