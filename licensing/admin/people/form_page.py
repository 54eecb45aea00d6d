"""The page of an act on rights or accounts: a form on GET, the act on POST, the same press answered once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar
from uuid import uuid4

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from licensing.admin.forms.base import CommandForm
from licensing.admin.pages.act_page import InvalidForm, redirect_to_next, submit
from licensing.admin.pages.rights import PEOPLE_EDITORS, get_person, has_appointment
from licensing.errors import NotAllowed, Problem
from licensing.models import User


class PeopleForm(CommandForm):
    """A form of an act on rights or accounts. `hints` are what the person should know before they press."""

    button: ClassVar[Any] = ""

    def __init__(self, data: Any = None, *, user: User, subject: Any = None, back: str, initial: Any = None) -> None:
        self.user, self.subject, self.back = user, subject, back
        super().__init__(data, label_suffix="", initial=initial)
        self.prepare()

    def prepare(self) -> None:
        """Fill in fields, choices and first values."""

    def get_hints(self) -> list[str]:
        """What the person should know before they press."""
        return []

    def list_facts(self) -> list[tuple[str, Any]]:
        """What is acted on, as terms and what is said of each."""
        return []

    def get_next_url(self) -> str:
        return self.back


def handle_form(
    request: HttpRequest,
    build_form: Callable[[Any], PeopleForm],
    *,
    refusal: str = "",
    for_keepers: bool = True,
) -> HttpResponse:
    """Show a form, or carry out what it asks for; what was typed stays when it is refused.

    `refusal` says why this person may not do it, before anything is typed. Whoever does not keep rights finds no such page,
    unless it is also for others.
    """
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    if for_keepers and not may_keep(request):
        raise Http404
    if refusal:
        return _render_form(request, build_form(None), {"refusal": refusal}, NotAllowed.status)
    if request.method != "POST":
        return _render_form(request, build_form(None), {})
    form = build_form(request.POST)
    try:
        return redirect_to_next(request, submit(request, form))
    except InvalidForm:
        return _render_form(request, form, {}, 400)
    except Problem as problem:
        form.full_clean()
        form.add_problem(problem)
        return _render_form(request, form, {}, problem.status)


def may_keep(request: HttpRequest) -> bool:
    """Whether this person keeps the rights of others at the desk."""
    return get_person(request).is_staff and has_appointment(request, PEOPLE_EDITORS)


def _render_form(request: HttpRequest, form: PeopleForm, more: Mapping[str, Any], status: int = 200) -> HttpResponse:
    context = {
        **admin.site.each_context(request),
        "form": form,
        "title": form.title,
        "back": form.back,
        "back_label": _("Back"),
        "key": uuid4(),
        **more,
    }
    return TemplateResponse(request, "admin/licensing/people/form.html", context, status=status)
