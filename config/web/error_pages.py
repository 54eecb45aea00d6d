"""What people and programs read when no view could answer: nothing there, not allowed, our fault, database away."""

from __future__ import annotations

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from licensing.api.http import problems
from licensing.api.http.wire import Malformed
from licensing.errors import Busy, NotAllowed, NotFound, Problem


class ServerError(Problem):
    """A fault of ours."""

    code, status = "server_error", 500
    title = _("Something went wrong on our side. Nothing was changed. Our people can find it by the request id.")


def render_problem(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Say it as problem+json to a program under /api/, and as a page to a person."""
    if request.path.startswith("/api/"):
        return problems.build_problem_response(problem)
    page = render_to_string(f"{problem.status}.html", {"problem": problem, "sentence": problem.sentence})
    return HttpResponse(page, status=problem.status)


def handle_bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400: a request that could not be read, for example with a forged host name."""
    return render_problem(request, Malformed())


def handle_refusal(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler403, for whatever raised PermissionDenied."""
    return render_problem(request, NotAllowed())


def handle_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404: no such address, or nothing there that this person may see."""
    return render_problem(request, NotFound())


def handle_server_error(request: HttpRequest) -> HttpResponse:
    """The database may also go away outside of any view, where only this handler hears of it."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return render_outage(request)
    return render_problem(request, ServerError())


def render_outage(request: HttpRequest) -> HttpResponse:
    """503, with the number of seconds after which to try again."""
    response = render_problem(request, Busy())
    response["Retry-After"] = str(problems.RETRY_AFTER_SECONDS)
    return response
