"""Registering an organisation: pages without a sign-in, and the applicant's own page behind the link of their letter.

Whoever begins learns nothing of others: not who is registered, nor who has an account, nor what was asked for before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from licensing.acts.acting import now
from licensing.acts.documents import files
from licensing.acts.people.organisations.registrations import (
    attach_to_registration,
    correct_registration,
    file_registration,
    find_registration,
    remove_from_registration,
    request_registration,
)
from licensing.choices import RegistrationState
from licensing.errors import FileRefused, Invalid, Problem
from licensing.models import CallCount, Country, Registration
from licensing.models.people.users import list_languages
from licensing.models.reference.texts import InAlphabet, TextIn
from licensing.policy.people.registrations import MOST_DOCUMENTS, Details
from licensing.policy.record.rates import name_network, parse_rate
from licensing.portal.forms.pages import index_faults
from licensing.portal.forms.parts import Fault

P = ParamSpec("P")
_FIELDS: Final = (
    *("name", "name_original", "country", "register_no", "address"),
    *("signatory", "signatory_position", "contact"),
)


def _owned(page: Callable[Concatenate[HttpRequest, Registration, P], HttpResponse]) -> Callable[..., HttpResponse]:
    """A page of the applicant, whom the link proves; in the language of the letters unless they chose another one."""

    @wraps(page)
    @never_cache
    def answer(request: HttpRequest, /, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            registration = find_registration(token)
            language = request.LANGUAGE_CODE if request.COOKIES else registration.language
            with translation.override(language):
                return page(request, registration, *args, **kwargs)
        except Problem as problem:
            return render(request, "portal/people/registration/refused.html", {"problem": problem}, status=problem.status)

    return cast("Callable[..., HttpResponse]", answer)


@require_http_methods(["GET", "HEAD", "POST"])
def begin_registration(request: HttpRequest) -> HttpResponse:
    """Say what organisation asks to be registered; the answer is the same whatever is known of it or of the mailbox."""
    if request.method != "POST":
        return _render_details(request, {"language": request.LANGUAGE_CODE}, [], is_new=True)
    if not _may_ask(request):
        return render(request, "portal/people/registration/too_often.html", status=429)
    typed = {name: request.POST.get(name, "") for name in (*_FIELDS, "email", "language")}
    try:
        request_registration(_build_details(typed), email=typed["email"], language=typed["language"])
    except Invalid as problem:
        return _render_details(request, typed, _list_faults(problem), is_new=True, status=422)
    return redirect("portal:register_sent")


@require_safe
def show_letter_sent(request: HttpRequest) -> HttpResponse:
    """Say that a letter is on its way, and what to do with it."""
    return render(request, "portal/people/registration/sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
@_owned
def show_registration(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Show where a registration is, with what it says and its documents; and send it."""
    if request.method != "POST":
        return _render_registration(request, registration, [])
    try:
        file_registration(registration, declared=request.POST.get("declared") == "yes")
    except Invalid as problem:
        return _render_registration(request, registration, _list_faults(problem), status=422)
    messages.success(request, _("The registration was sent. Keep the letter: its link shows where it is."))
    return redirect("portal:registration", registration.token)


@require_http_methods(["GET", "HEAD", "POST"])
@_owned
def edit_details(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Change what a registration says, while its applicant has it."""
    if request.method != "POST":
        typed = asdict(registration.details)
        return _render_details(request, typed, [], registration=registration)
    typed = {name: request.POST.get(name, "") for name in _FIELDS}
    try:
        correct_registration(registration, _build_details(typed))
    except Invalid as problem:
        return _render_details(request, typed, _list_faults(problem), registration=registration, status=422)
    messages.success(request, _("Saved."))
    return redirect("portal:registration", registration.token)


@require_POST
@_owned
def attach_document(request: HttpRequest, registration: Registration) -> HttpResponse:
    """Add a document, while the applicant has it."""
    sent = request.FILES.get("file")
    if sent is None:
        return _render_registration(request, registration, [Fault(_("Choose the file."), "id_file")], status=422)
    try:
        # One byte more than may be: enough to see that a file is too large, without reading all of it.
        attach_to_registration(registration, sent.read(files.LARGEST + 1), sent.name or "")
    except (FileRefused, Invalid) as problem:
        return _render_registration(request, registration, [Fault(str(problem.sentence), "id_file")], status=422)
    messages.success(request, _("The document was attached."))
    return redirect("portal:registration", registration.token)


@require_POST
@_owned
def remove_document(request: HttpRequest, registration: Registration, paper_id: UUID) -> HttpResponse:
    """Take a document out, while the applicant has it."""
    remove_from_registration(registration, paper_id)
    messages.success(request, _("The document was removed."))
    return redirect("portal:registration", registration.token)


def _may_ask(request: HttpRequest) -> bool:
    """Whether this address, and all of them together, have asked seldom enough."""
    caller = name_network(BaseThrottle().get_ident(Request(request)) or "")
    own = CallCount.objects.count_call(f"registration:{caller}", parse_rate(settings.REGISTRATION_RATE))
    if not own.granted:
        return False
    return CallCount.objects.count_call("registration", parse_rate(settings.REGISTRATION_RATE_OF_ALL)).granted


def _build_details(typed: dict[str, str]) -> Details:
    return Details(**{name: typed[name] for name in _FIELDS})


def _list_faults(problem: Invalid) -> list[Fault]:
    return [Fault(gap.sentence, f"id_{gap.path}") for gap in problem.gaps] or [Fault(str(problem.sentence))]


def _render_details(
    request: HttpRequest,
    typed: dict[str, str],
    faults: list[Fault],
    *,
    registration: Registration | None = None,
    is_new: bool = False,
    status: int = 200,
) -> HttpResponse:
    countries = Country.objects.order_by(InAlphabet(TextIn("names")))
    context: dict[str, Any] = {
        "typed": typed,
        "registration": registration,
        "is_new": is_new,
        "countries": [("", _("Choose")), *((one.pk, one.name) for one in countries)],
        "languages": list_languages(),
        "faults": faults,
        "fault_at": index_faults(faults),
    }
    return render(request, "portal/people/registration/details.html", context, status=status)


def _render_registration(
    request: HttpRequest, registration: Registration, faults: list[Fault], *, status: int = 200
) -> HttpResponse:
    context = {
        "registration": registration,
        "documents": list(registration.documents.filter(removed_at__isnull=True).order_by("attached_at")),
        "most": MOST_DOCUMENTS,
        "editable": registration.is_editable and registration.ends_at > now(),
        "ended": registration.state == RegistrationState.LAPSED or (registration.is_editable and registration.ends_at <= now()),
        "faults": faults,
        "fault_at": index_faults(faults),
    }
    return render(request, "portal/people/registration/registration.html", context, status=status)
