"""The page of an act: a form on GET, the act on POST and on nothing else, the same press answered once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.contrib import admin, messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from licensing.acts.acting import to_local_day
from licensing.acts.forms import fingerprint_form, mark_taken
from licensing.acts.idempotency import StoredResponse, idempotently
from licensing.acts.people.attempts import record_refused_attempt
from licensing.admin.forms.base import ActForm, CommandForm
from licensing.admin.pages.inputs import parse_whole_number
from licensing.admin.pages.rights import get_person, local_now, store_actor
from licensing.admin.requests import history
from licensing.errors import BothPersons, Problem
from licensing.models import Case, Event, Licence, read_actor
from licensing.permissions import Actor

LoadSubject = Callable[[], Case | Licence]


class InvalidForm(Exception):
    """The form itself could not be read; nothing was asked of any act."""


def act_page(request: HttpRequest, form_class: type[ActForm[Any]], look: LoadSubject, *, target: Any = None) -> HttpResponse:
    """Show the form of an act on GET, or execute the act on POST.

    `look` reads the subject with the permissions of the moment and raises 404 when this person may not see it. After a
    refusal it is called again, because the act was refused over what the row is now, and not over what was read before it.
    """
    now, subject = local_now(), look()
    actor = _read_actor_for(request, subject, now)
    if request.method != "POST":
        refusal = find_refusal(subject, form_class, actor)
        form = form_class(subject=subject, user=get_person(request), actor=actor, now=now, target=target)
        return _render_act_page(request, form, refusal, status=refusal.status if refusal else 200)
    form = form_class(request.POST, subject=subject, user=get_person(request), actor=actor, now=now, target=target)
    try:
        given = submit(request, form)
    except InvalidForm:
        # Whoever may not do this learns that, and not what the form lacks.
        refusal = find_refusal(subject, form_class, actor)
        return _render_act_page(request, form, refusal, status=refusal.status if refusal else 400)
    except Problem as problem:
        # KeyReused is raised before the form is validated, and add_error() needs the cleaned data.
        form.full_clean()
        form.add_problem(problem)
        if isinstance(problem, BothPersons):
            record_refused_attempt(form.user, page=request.path)
        fresh = look()
        form.reload_subject(fresh)
        return _render_act_page(request, form, find_refusal(fresh, form_class, actor), status=problem.status)
    return redirect_to_next(request, given)


def submit(request: HttpRequest, form: CommandForm) -> StoredResponse:
    """Carry out what a form asks for, the same press once."""
    return idempotently(get_person(request), f"desk:{_read_key(request)}", _compute_fingerprint(request), lambda: execute(form))


def execute(form: CommandForm) -> StoredResponse:
    """Validate a form and call its act. InvalidForm where it cannot be read; a Problem of the act passes through."""
    if not form.is_valid():
        raise InvalidForm
    form.execute()
    return StoredResponse(302, form.build_sentence(), {"Location": form.get_next_url()})


def redirect_to_next(request: HttpRequest, given: StoredResponse) -> HttpResponse:
    """Say what has been done, and lead on."""
    _add_message_once(request, given.body)
    return mark_taken(HttpResponseRedirect(given.headers["Location"]))


def find_refusal(subject: Case | Licence, form_class: type[ActForm[Any]], actor: Actor) -> Problem | None:
    """Why this act is not open to this person now, before anything is typed."""
    verb = form_class.verb
    return subject.find_denial(verb, actor) if verb in subject.list_possible_acts() else subject.build_wrong_state(verb)


def _read_actor_for(request: HttpRequest, subject: Case | Licence, now: datetime) -> Actor:
    case = subject if isinstance(subject, Case) else subject.case
    actor = read_actor(get_person(request), on=to_local_day(now), case_id=case.pk, kind=case.kind_id)
    store_actor(request, actor)
    return actor


def _render_act_page(request: HttpRequest, form: ActForm[Any], refusal: Problem | None, *, status: int) -> HttpResponse:
    subject = form.subject
    case = subject if isinstance(subject, Case) else subject.case
    last = Event.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    obstacles = [] if refusal else list(form.find_obstacles())
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": form.title,
        "form": form,
        "subject": subject,
        "case": case,
        "hidden": form.build_hidden_values(last),
        "refusal": refusal.sentence if refusal else "",
        "hindrances": obstacles,
        "may_confirm": not refusal and not obstacles,
        "may_fill_in": form.is_bound or not (refusal or obstacles),
        "notes": form.list_notes(),
        "meanwhile": _list_new_events(form, case),
        "back": reverse(f"admin:licensing_{subject._meta.model_name}_change", args=[subject.pk]),
        **form.build_context(),
    }
    return TemplateResponse(request, form.template, context, status=status)


def _list_new_events(form: ActForm[Any], case: Case) -> list[history.HistoryLine]:
    """What has happened since the form was opened."""
    since = parse_whole_number(form.data.get("since", "")) if form.is_bound else None
    if since is None:
        return []
    events = Event.objects.filter(case=case, number__gt=since).select_related("actor").order_by("number")
    return history.build_lines(events[:20])


def _read_key(request: HttpRequest) -> UUID:
    try:
        return UUID(str(request.POST.get("key", "")))
    except ValueError:
        # Without a readable key the press is one of its own: nothing that another press stored answers it.
        return uuid4()


def _compute_fingerprint(request: HttpRequest) -> str:
    fields = dict(request.POST.lists())
    return fingerprint_form(path=request.path, person=get_person(request), fields=fields, files=request.FILES.lists())


def _add_message_once(request: HttpRequest, sentence: str) -> None:
    """A press that came twice is answered twice; the person reads the sentence once."""
    waiting: Any = messages.get_messages(request)
    sentences = {str(one) for one in waiting}
    # Iterating marks them as shown, and they would be lost before any page showed them.
    waiting.used = False
    if sentence not in sentences:
        messages.success(request, sentence)
