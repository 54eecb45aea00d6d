"""What surrounds every request: its line in the log, the content policy, the person's language."""

from __future__ import annotations

import logging
import re
import secrets
import time
import uuid
import zoneinfo
from collections.abc import Callable
from typing import Any, Final
from weakref import WeakKeyDictionary

import structlog
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.middleware.common import CommonMiddleware
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject
from django.utils.http import escape_leading_slashes
from django.utils.translation import gettext as _

from config.web import error_pages
from licensing.api.http.wire import Malformed
from licensing.errors import NotFound

logger = logging.getLogger(__name__)

Answer = Callable[[HttpRequest], HttpResponseBase]

# A caller may bring an id of its own; any other character could forge a second line in the log.
_OWN_ID: Final = re.compile(r"[A-Za-z0-9-]{8,64}")
# What follows is the secret of a link that was mailed; a log is read by many.
_SECRET_PART: Final = re.compile(r"^(/accounts/invitation/|/register/link/).+")
_UNLOGGED: Final = "/static/"
_SAFE_METHODS: Final = ("GET", "HEAD")
_POLICY: Final = {
    "default-src": "'none'",
    "script-src": "'self' 'nonce-{nonce}'",
    "style-src": "'self' 'nonce-{nonce}'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# The admin's own scripts evaluate expressions written in attributes, and set styles; visitors never get this policy.
_ADMIN_POLICY: Final = _POLICY | {"script-src": "'self' 'unsafe-eval'", "style-src": "'self' 'unsafe-inline'"}
_PERMISSIONS: Final = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

# The nonce of each request that is under way, by the request.
_NONCES: WeakKeyDictionary[HttpRequest, object] = WeakKeyDictionary()
# Where the form of a page may lead in the end besides here, by the request.
_FORM_TARGETS: WeakKeyDictionary[HttpRequest, str] = WeakKeyDictionary()


def build_page_context(request: HttpRequest) -> dict[str, Any]:
    """What every template may use: the nonce for its scripts, and where we are (demo, test, production)."""
    return {"csp_nonce": _NONCES.get(request, ""), "stage": settings.STAGE}


def allow_form_target(request: HttpRequest, source: str) -> None:
    """Let the form of the page that answers this request be led on to one place elsewhere, a source of the content policy."""
    _FORM_TARGETS[request] = source


class RequestLog:
    """Write one line per request, and give every line written meanwhile the same request id."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = _request_id(request)
        # A thread of the server serves many requests: without this, a line could carry what was bound for another.
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.monotonic()
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        if not request.path.startswith(_UNLOGGED):
            logger.info("request", extra=_log_fields(request, response, started))
        return response


class ContentSecurityPolicy:
    """Make the browser run only our own scripts, and show no page of ours inside another site."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        nonce = SimpleLazyObject(lambda: secrets.token_urlsafe(16))
        _NONCES[request] = nonce
        response = self.get_response(request)
        policy = _ADMIN_POLICY if request.path.startswith("/admin/") else _POLICY
        if target := _FORM_TARGETS.get(request):
            policy = policy | {"form-action": f"'self' {target}"}
        written = "; ".join(f"{name} {value}" for name, value in policy.items()).format(nonce=nonce)
        response.headers.setdefault("Content-Security-Policy", written)
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        return response


class WholeAddresses(CommonMiddleware):
    """Lead an address without its final slash to the one that has it, and never change a POST into a GET on the way.

    Django redirects with 301, after which nearly every client asks again with GET and without what was sent.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """308, which repeats the call as it was; a program that changes something is told the right address instead."""
        address = escape_leading_slashes(request.get_full_path(force_append_slash=True))
        # Django's admin redirects by itself, from a view that answers to every address below its own.
        led_by_admin = response.status_code == 301 and response.headers["Location"] == address
        if not led_by_admin and not (response.status_code == 404 and self.should_redirect_with_slash(request)):
            return super().process_response(request, response)
        if request.path.startswith("/api/") and request.method not in _SAFE_METHODS:
            sentence = _("Nothing was done: the address of this operation ends with a slash, %(address)s.")
            return error_pages.render_problem(request, NotFound(sentence % {"address": address}))
        return HttpResponsePermanentRedirect(address, preserve_request=True)


class LegibleText:
    """Refuse what no page of ours sends and a view would drop or choke on. The API reads for itself.

    A NUL in an address or in a form is held by no column; of two files a view takes one, and nobody hears of the other.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """400 for a NUL or a second file; None lets the view answer."""
        if request.path.startswith("/api/"):
            return None
        forms = (request.GET, request.POST)
        texts = (text for form in forms for name, values in form.lists() for text in (name, *values))
        if "\x00" in request.path or any("\x00" in str(text) for text in texts):
            return error_pages.render_problem(request, Malformed())
        if sum(len(files) for _name, files in request.FILES.lists()) > 1:
            return error_pages.render_problem(request, Malformed(_("Send one file at a time. None of these was kept.")))
        return None


class PersonalPreferences:
    """Answer people in the language and the time zone of their account."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        language = user.language or translation.get_language() or settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language), timezone.override(_find_zone(user.time_zone)):
            return self.get_response(request)


class PrivatePages:
    """Let nobody's machine on the way keep what a person saw who has signed in, nor the browser after signing out."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        # The API says it for itself; to ask who it is would cost its calls a query.
        if not request.path.startswith("/api/") and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class DatabaseOutage:
    """Answer plainly, and ask to try again, while the database is away or too busy to answer in time.

    What the database cannot hold at all, and somebody asks it for by an address, is a bad request and no fault of ours.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """503 while the database is away, 400 for an address with an impossible value; all else is left to Django."""
        if isinstance(exception, OperationalError | InterfaceError):
            logger.warning("database away", exc_info=exception)
            return error_pages.render_outage(request)
        # The lists of the desk take any column in their address. A value from a form has been checked before it is stored,
        # so there it would be our fault, and must be heard of.
        if isinstance(exception, DataError) and request.method in _SAFE_METHODS:
            return error_pages.render_problem(request, Malformed())
        return None


def _request_id(request: HttpRequest) -> str:
    given = request.headers.get("X-Request-ID", "")
    return given if _OWN_ID.fullmatch(given) else uuid.uuid4().hex


def _log_fields(request: HttpRequest, response: HttpResponseBase, started: float) -> dict[str, Any]:
    # The user is read only if somebody asked for it already: a line in the log is not worth a query.
    user = request.__dict__.get("_cached_user")
    return {
        "method": request.method,
        "path": _SECRET_PART.sub(r"\1…", request.path),
        "status": response.status_code,
        "ms": round((time.monotonic() - started) * 1000),
        "user": user.pk if isinstance(user, AbstractBaseUser) else None,
    }


def _find_zone(name: str) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(name or settings.TIME_ZONE)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return zoneinfo.ZoneInfo(settings.TIME_ZONE)
