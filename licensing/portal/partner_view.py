"""What every page for partners shares: who may open it, what they may see, refusals, and forms that act once."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial, wraps
from typing import Concatenate, ParamSpec, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from licensing.acts.acting import now, to_local_day
from licensing.acts.forms import fingerprint_form, mark_taken
from licensing.acts.idempotency import StoredResponse, find_stored_response, idempotently
from licensing.acts.people.attempts import record_refused_attempt
from licensing.choices import Verb
from licensing.errors import BothPersons, NotFound, Problem
from licensing.models import Case, Licence, User
from licensing.models.read_models import Reader, load_reader

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponse]


def partner_view(page: Page[P]) -> Page[P]:
    """A page for people of partner organisations; whatever an act refuses is rendered here, in one place.

    The authority's own staff are led to the admin. What does not exist and what a person may not know of are answered alike,
    404, so that nobody can find out which requests there are.
    """

    @wraps(page)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.is_staff:
            return redirect("admin:index")
        try:
            return page(request, *args, **kwargs)
        except NotFound:
            raise Http404 from None
        except Problem as problem:
            if isinstance(problem, BothPersons):
                record_refused_attempt(get_person(request), page=request.path)
            return render_refusal(request, problem)

    return cast("Page[P]", login_required(answer))


def render_refusal(request: HttpRequest, problem: Problem) -> HttpResponse:
    """A page that says why an act refused, with the status of the refusal."""
    response = render(request, "portal/frame/refused.html", {"problem": problem}, status=problem.status)
    # The database is busy or away: the same form may be sent again safely.
    if problem.status == 503:
        response["Retry-After"] = "5"
    return response


def get_person(request: HttpRequest) -> User:
    """Who is signed in."""
    assert isinstance(request.user, User)  # every page asks for a sign-in first
    return request.user


def get_visible_case(request: HttpRequest, case_id: UUID, *related: str) -> Case:
    """A case that this person may see, joined with `related`; NotFound for any other."""
    joined = ("kind", "organisation", "partner_country", "procedure", "plan", "created_by", "handed_to", *related)
    return Case.objects.select_related(*joined).get_visible(case_id, get_person(request), on=now())


def get_visible_licence(request: HttpRequest, licence_id: UUID) -> Licence:
    """A licence that this person may see; NotFound for any other."""
    return Licence.objects.for_lists().get_visible(licence_id, get_person(request), on=now())


def get_reader(request: HttpRequest, subject: Case | Licence) -> Reader:
    """This person as a reader of a case or licence, now."""
    at = now()
    return load_reader(subject, get_person(request), at=at, day=to_local_day(at), language=get_language() or "en")


def refuse_others(request: HttpRequest, subject: Case | Licence, verb: Verb) -> None:
    """Raise what this person would meet, whatever the state, before the page looks at what they typed."""
    if denial := subject.find_denial(verb, get_reader(request, subject).actor):
        raise denial


def get_form_key(request: HttpRequest) -> str:
    """The key of the form on this page, kept while the form is shown again: sent twice by a double click, it acts once."""
    return request.POST.get("key") or uuid.uuid4().hex


def submit(
    request: HttpRequest, command: Callable[Concatenate[HttpRequest, P], str], *args: P.args, **kwargs: P.kwargs
) -> HttpResponse:
    """Run `command` and go to the address it returns. The same form sent again leads there too, and does nothing.

    What the act refuses is raised, and nothing is kept of it: the form can be put right and sent again with its key.
    """
    given = submit_once(request, partial(command, request, *args, **kwargs))
    return mark_taken(HttpResponseRedirect(given.headers["Location"]))


def redirect_when_done(to: str, *args: object) -> HttpResponse:
    """Go on to a page of the portal after what a form asked for was done."""
    return mark_taken(redirect(to, *args))


def submit_once(request: HttpRequest, command: Callable[[], str]) -> StoredResponse:
    """Run a command that returns an address, once for each form and its answers; without a key, every time."""
    if not request.POST.get("key"):
        return _run(command)
    return idempotently(get_person(request), _stored_key(request), _fingerprint(request), partial(_run, command))


def was_submitted(request: HttpRequest) -> bool:
    """Whether this very form, with these answers, was carried out already."""
    if not request.POST.get("key"):
        return False
    return find_stored_response(get_person(request), _stored_key(request)) is not None


def _run(command: Callable[[], str]) -> StoredResponse:
    return StoredResponse(302, "", {"Location": command()})


def _stored_key(request: HttpRequest) -> str:
    """The same form with other answers is another command, so its answers are part of the key."""
    # Cut to fit its column: whoever sends the form can write a key of any length.
    return f"form:{request.POST['key'][:64]}:{_fingerprint(request)[:32]}"


def _fingerprint(request: HttpRequest) -> str:
    return fingerprint_form(
        path=request.path,
        person=get_person(request),
        fields=dict(request.POST.lists()),
        files=request.FILES.lists(),
        besides=("key", "tried"),
    )
