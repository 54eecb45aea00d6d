"""Every error as application/problem+json (RFC 9457): one shape, whoever noticed it, and a sentence for the person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions as drf

from licensing.acts.people.attempts import record_refused_attempt
from licensing.api.http.wire import HEADERS, Malformed, TooLarge, as_json
from licensing.errors import BothPersons, Busy, KindRetired, NotAllowed, NotFound, Problem, StepUpRequired

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 2


class LengthRequired(Problem):
    """A body without Content-Length, whose size could not be checked before it is read (RFC 9110 §15.5.12)."""

    code, status = "length_required", 411
    title = _("Say in Content-Length how long the request is.")


class WrongMediaType(Problem):
    """A body that is not JSON; documents may also come as a form."""

    code, status = "unsupported_media_type", 415
    title = _("Send application/json.")


class WrongMethod(Problem):
    code, status = "method_not_allowed", 405
    title = _("This address does not know that method.")


class NotSignedIn(Problem):
    """No token and no session, or a token that is unknown, expired, or of a closed account: the answer is the same."""

    code, status = "not_authenticated", 401
    title = _("Sign in first: send a valid token in Authorization: Bearer.")


class NotConfirmed(Problem):
    """The person behind the call proved too long ago who they are (RFC 9470); `max_age` is how many seconds it may be ago."""

    code, status = "step_up_required", 401
    title = _("Confirm first that it is you: this needs a sign-in that was made a short while ago. Nothing was changed.")


class OutOfScope(Problem):
    """The token was not given for this; the account behind it might be allowed to."""

    code, status = "insufficient_scope", 403
    title = _("This token was not given for that.")


class CrossSite(Problem):
    """A browser session without its CSRF token; calls with a bearer token need none."""

    code, status = "csrf", 403
    title = _("The request did not come from a page of ours. Reload the page and try again.")


class TooMany(Problem):
    """Above the rate of this caller; Retry-After gives the seconds to wait."""

    code, status = "throttled", 429
    title = _("Too many requests. Wait a little and try again.")


def handle_exception(exc: Exception, context: Mapping[str, Any]) -> HttpResponse | None:
    """The answer to whatever a view raised; None for a fault of Dozvil, which Django logs and answers with 500."""
    problem = as_problem(exc)
    if problem is None:
        return None
    if isinstance(problem, BothPersons):
        request = context["request"]
        record_refused_attempt(request.user, page=request.path)
    response = build_problem_response(problem)
    # DRF sets both attributes on the exceptions that it raises, and declares neither on their class.
    if header := vars(exc).get("auth_header"):
        response["WWW-Authenticate"] = header
    if isinstance(exc, StepUpRequired):
        response["WWW-Authenticate"] = _build_challenge(exc)
    if wait := vars(exc).get("wait"):
        # Rounded up: a caller who came back within the last second would be throttled again.
        response["Retry-After"] = str(int(wait) + 1)
    return response


def _build_challenge(needed: StepUpRequired) -> str:
    """What RFC 9470 lets a client know: sign the person in again, no longer ago than this."""
    seconds = int(needed.max_age.total_seconds())
    return (
        'Bearer realm="api", error="insufficient_user_authentication", '
        f'error_description="A more recent sign-in is required", max_age="{seconds}"'
    )


def build_problem_response(problem: Problem) -> HttpResponse:
    """A problem with its status, its media type, and Retry-After where it passes by itself."""
    response = HttpResponse(render_problem(problem), status=problem.status, content_type=MEDIA_TYPE, headers=HEADERS)
    if isinstance(problem, Busy):
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def render_problem(problem: Problem) -> str:
    """The members of RFC 9457, with `code` to branch on, and `errors` where fields are at fault."""
    body: dict[str, Any] = {
        "type": f"urn:dozvil:problem:{problem.code}",
        "title": problem.title,
        "status": problem.status,
        "detail": problem.sentence,
        "code": problem.code,
    }
    if problem.gaps:
        body["errors"] = [{"path": gap.path, "code": gap.code, "sentence": gap.sentence} for gap in problem.gaps]
    if isinstance(problem, KindRetired):
        body["instead"] = f"POST {reverse('api:interests')}"
    # The fixed members last: an extra one must never replace the status or the code.
    return as_json(dict(problem.extra) | body)


def as_problem(exc: Exception) -> Problem | None:
    """An exception of Django, DRF or the database as a problem of Dozvil; None for a fault of Dozvil itself."""
    if isinstance(exc, Problem):
        return exc
    for kinds, say in _PROBLEM_BY_EXCEPTION:
        if isinstance(exc, kinds):
            return say(exc)
    return None


# The first match counts: RequestDataTooBig is a SuspiciousOperation, so 413 has to come before 400.
_PROBLEM_BY_EXCEPTION: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Callable[[Any], Problem]], ...] = (
    (StepUpRequired, lambda exc: NotConfirmed(max_age=int(exc.max_age.total_seconds()))),
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
