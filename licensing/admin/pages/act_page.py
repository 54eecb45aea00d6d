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

from licensing.acts.acting import StoredResponse, idempotently, to_local_day
from licensing.admin.forms.base import ActForm, DoingForm
from licensing.admin.pages.inputs import whole
from licensing.admin.pages.rights import know_actor, local_now, person
from licensing.admin.requests import history
from licensing.errors import Problem
from licensing.models import Case, Event, Licence, read_actor
from licensing.permissions import Actor
from licensing.policy.record.digests import fingerprint_command

Look = Callable[[], Case | Licence]


class NotFilledIn(Exception):
    """The form itself could not be read; nothing was asked of any act."""


def act_page(request: HttpRequest, form_class: type[ActForm[Any]], look: Look, *, target: Any = None) -> HttpResponse:
    """Show the form of an act, or carry the act out. `look` finds the subject anew, and answers 404 when it is not seen."""
    now, subject = local_now(), look()
    actor = _actor_for(request, subject, now)
    if request.method != "POST":
        refusal = refused(subject, form_class, actor)
        form = form_class(subject=subject, user=person(request), actor=actor, now=now, target=target)
        return _shown(request, form, refusal, status=refusal.status if refusal else 200)
    form = form_class(request.POST, subject=subject, user=person(request), actor=actor, now=now, target=target)
    try:
        given = pressed(request, form)
    except NotFilledIn:
        return _shown(request, form, None, status=400)
    except Problem as problem:
        form.full_clean()
        form.take(problem)
        fresh = look()
        form.look_again(fresh)
        return _shown(request, form, refused(fresh, form_class, actor), status=problem.status)
    return led_on(request, given)


def pressed(request: HttpRequest, form: DoingForm) -> StoredResponse:
    """Carry out what a form asks for, the same press once."""
    return idempotently(person(request), f"desk:{_key(request)}", _fingerprint(request), lambda: carried_out(form))


def carried_out(form: DoingForm) -> StoredResponse:
    if not form.is_valid():
        raise NotFilledIn
    form.carry_out()
    return StoredResponse(302, form.sentence(), {"Location": form.leads_to()})


def led_on(request: HttpRequest, given: StoredResponse) -> HttpResponse:
    """Say what has been done, and lead on."""
    _say_once(request, given.body)
    return HttpResponseRedirect(given.headers["Location"])


def refused(subject: Case | Licence, form_class: type[ActForm[Any]], actor: Actor) -> Problem | None:
    """Why this act is not open to this person now, before anything is typed."""
    verb = form_class.verb
    return subject.find_denial(verb, actor) if verb in subject.list_possible_acts() else subject.build_wrong_state(verb)


def _actor_for(request: HttpRequest, subject: Case | Licence, now: datetime) -> Actor:
    case = subject if isinstance(subject, Case) else subject.case
    actor = read_actor(person(request), on=to_local_day(now), case_id=case.pk, kind=case.kind_id)
    know_actor(request, actor)
    return actor


def _shown(request: HttpRequest, form: ActForm[Any], refusal: Problem | None, *, status: int) -> HttpResponse:
    subject = form.subject
    case = subject if isinstance(subject, Case) else subject.case
    last = Event.objects.filter(case=case).aggregate(last=Max("number"))["last"] or 0
    hindrances = [] if refusal else list(form.hindrances())
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": form.title,
        "form": form,
        "subject": subject,
        "case": case,
        "hidden": form.hidden(last),
        "refusal": refusal.sentence if refusal else "",
        "hindrances": hindrances,
        "may_confirm": not refusal and not hindrances,
        "may_fill_in": form.is_bound or not (refusal or hindrances),
        "notes": form.notes(),
        "meanwhile": _meanwhile(form, case),
        "back": reverse(f"admin:licensing_{subject._meta.model_name}_change", args=[subject.pk]),
        **form.context(),
    }
    return TemplateResponse(request, form.template, context, status=status)


def _meanwhile(form: ActForm[Any], case: Case) -> list[history.Line]:
    """What has happened since the form was opened."""
    since = whole(form.data.get("since", "")) if form.is_bound else None
    if since is None:
        return []
    events = Event.objects.filter(case=case, number__gt=since).select_related("actor").order_by("number")
    return history.lines(events[:20])


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(str(request.POST.get("key", "")))
    except ValueError:
        return uuid4()


def _fingerprint(request: HttpRequest) -> str:
    sent = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    return fingerprint_command(method="POST", path=request.path, person=person(request).pk, content=sent)


def _say_once(request: HttpRequest, sentence: str) -> None:
    """A press that came twice is answered twice, but told once."""
    waiting: Any = messages.get_messages(request)
    told = {str(one) for one in waiting}
    waiting.used = False
    if sentence not in told:
        messages.success(request, sentence)
