"""Every error as application/problem+json (RFC 9457): one shape, whoever noticed it, and a sentence for the person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions as drf

from licensing.api.http.wire import HEADERS, Malformed, TooLarge, as_json
from licensing.errors import Busy, NotAllowed, NotFound, Problem

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 2


class LengthRequired(Problem):
    code, status = "length_required", 411
    title = _("Say in Content-Length how long the request is.")


class WrongMediaType(Problem):
    code, status = "unsupported_media_type", 415
    title = _("Send application/json.")


class WrongMethod(Problem):
    code, status = "method_not_allowed", 405
    title = _("This address does not know that method.")


class NotSignedIn(Problem):
    code, status = "not_authenticated", 401
    title = _("Sign in first: send a valid token in Authorization: Bearer.")


class OutOfScope(Problem):
    """The token was not given for this; the account behind it might be allowed to."""

    code, status = "insufficient_scope", 403
    title = _("This token was not given for that.")


class CrossSite(Problem):
    code, status = "csrf", 403
    title = _("The request did not come from a page of ours. Reload the page and try again.")


class TooMany(Problem):
    code, status = "throttled", 429
    title = _("Too many requests. Wait a little and try again.")


def handle_exception(exc: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """Answer for whatever a view raised; a fault of ours is left to Django, which logs it and says so."""
    problem = as_problem(exc)
    if problem is None:
        return None
    response = build_problem_response(problem)
    # The framework hangs both on what it raised, and declares neither.
    if header := vars(exc).get("auth_header"):
        response["WWW-Authenticate"] = header
    if wait := vars(exc).get("wait"):
        response["Retry-After"] = str(int(wait) + 1)
    return response


def build_problem_response(problem: Problem) -> HttpResponse:
    response = HttpResponse(render_problem(problem), status=problem.status, content_type=MEDIA_TYPE, headers=HEADERS)
    if isinstance(problem, Busy):
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def render_problem(problem: Problem) -> str:
    body: dict[str, Any] = {
        "type": f"urn:dozvil:problem:{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.sentence,
        "code": problem.code,
    }
    if problem.gaps:
        body["errors"] = [{"path": gap.path, "code": gap.code, "sentence": gap.sentence} for gap in problem.gaps]
    return as_json(dict(problem.extra) | body)


def as_problem(exc: Exception) -> Problem | None:
    """The same thing said in our words; None for what is not the caller's doing."""
    if isinstance(exc, Problem):
        return exc
    for kinds, say in _PROBLEM_BY_EXCEPTION:
        if isinstance(exc, kinds):
            return say(exc)
    return None


_PROBLEM_BY_EXCEPTION: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Callable[[Any], Problem]], ...] = (
    ((Http404, drf.NotFound), lambda _exc: NotFound()),
    ((drf.NotAuthenticated, drf.AuthenticationFailed), lambda _exc: NotSignedIn()),
    ((drf.PermissionDenied, PermissionDenied), lambda _exc: NotAllowed()),
    (drf.MethodNotAllowed, lambda _exc: WrongMethod()),
    (drf.UnsupportedMediaType, lambda _exc: WrongMediaType()),
    (drf.Throttled, lambda _exc: TooMany()),
    (RequestDataTooBig, lambda _exc: TooLarge()),
    ((drf.ParseError, SuspiciousOperation, UnicodeError), lambda _exc: Malformed()),
    ((OperationalError, InterfaceError), lambda _exc: Busy()),
)
