"""What every page for partners has in common: who may come in, what is seen, and what is said when an act refuses."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from licensing.acts.acting import StoredResponse, idempotently, local_day, now
from licensing.errors import Problem, Unseen
from licensing.models import Case, Licence, User
from licensing.models.reading import Reader, reader_of

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponse]


def door(page: Page[P]) -> Page[P]:
    """Let in people of partner organisations; show whatever an act refuses as a page, in the one place that does so.

    What is missing and what may not be seen are answered by the same page of the house.
    """

    @wraps(page)
    def opened(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_staff:
            return redirect("admin:index")
        try:
            return page(request, *args, **kwargs)
        except Unseen:
            raise Http404 from None
        except Problem as problem:
            return refused(request, problem)

    return cast("Page[P]", login_required(opened))


def refused(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A page that says what was refused, and leads back."""
    response = render(request, "portal/refused.html", {"problem": problem}, status=problem.status)
    if problem.status == 503:
        response["Retry-After"] = "5"
    return response


def person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # every page asks for a sign-in first
    return request.user


def seen_case(request: HttpRequest, case_id: UUID, *with_it: str) -> Case:
    """A case that this person may know of, with what else of it is to be shown; any other is not there."""
    related = ("kind", "organisation", "partner_country", "procedure", "plan", *with_it)
    case = Case.objects.visible_to(person(request), on=now()).select_related(*related).filter(pk=case_id).first()
    if case is None:
        raise Unseen
    return case


def seen_licence(request: HttpRequest, licence_id: UUID) -> Licence:
    licences = Licence.objects.visible_to(person(request), on=now()).for_lists()
    licence = licences.filter(pk=licence_id).first()
    if licence is None:
        raise Unseen
    return licence


def reader(request: HttpRequest, subject: Case | Licence) -> Reader:
    """This person as a reader of a case or licence, now."""
    at = now()
    return reader_of(subject, person(request), at=at, day=local_day(at), language=get_language() or "en")


def new_key() -> str:
    """The key of one form: sent twice by a double click, it is carried out once."""
    return uuid.uuid4().hex


def carried_out(request: HttpRequest, act: Callable[[], str]) -> HttpResponse:
    """Do what a form asks and go where that leads. The same form a second time leads there too, and does nothing."""
    key = request.POST.get("key", "")
    if not key:
        return HttpResponseRedirect(act())
    digest = _digest(request)
    given = idempotently(
        person(request), f"form:{key[:64]}:{digest[:32]}", digest, lambda: StoredResponse(302, "", {"Location": act()})
    )
    return HttpResponseRedirect(given.headers["Location"])


def _digest(request: HttpRequest) -> str:
    """What was sent: the same form with other answers is another command."""
    sent: list[Any] = [request.path]
    sent += sorted((name, values) for name, values in request.POST.lists() if name not in ("csrfmiddlewaretoken", "key"))
    sent += sorted((name, file.name, file.size) for name, file in request.FILES.items() if isinstance(file, UploadedFile))
    return hashlib.sha256(repr(sent).encode()).hexdigest()
