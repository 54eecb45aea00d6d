"""The page of an act that concerns no case: a form on GET, the act on POST, the same press answered once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final
from uuid import uuid4

from django.contrib import admin
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from licensing.acts.people.attempts import record_refused_attempt
from licensing.admin.forms.base import CommandForm
from licensing.admin.pages.act_page import InvalidForm, redirect_to_next, submit
from licensing.admin.pages.rights import get_person
from licensing.errors import BothPersons, NotAllowed, Problem
from licensing.models import User

# The name of the button that asks what would come of a form.
PREVIEW: Final = "try"


@dataclass(frozen=True, slots=True)
class FormSection:
    """Fields of a form that belong together, under a heading and with a sentence on what they are for.

    A folded one stays closed until something in it is filled in or wrong. `css` may hide it by what is chosen elsewhere.
    """

    title: Any
    fields: Sequence[BoundField]
    lead: Any = ""
    is_folded: bool = False
    css: str = ""

    @property
    def is_open(self) -> bool:
        """Whether there is something to see in it at once."""
        return any(field.errors or field.value() for field in self.fields)


class SubjectForm(CommandForm):
    """A form of an act on one subject. `hints` are what the person should know before they press.

    Who would be both of two persons is refused, and that stays in the record.
    """

    button: ClassVar[Any] = ""
    template: ClassVar[str] = "admin/licensing/pages/command.html"
    # Whether there is a second button, which shows what would come of it and changes nothing.
    may_preview: ClassVar[bool] = False

    def __init__(self, data: Any = None, *, user: User, subject: Any = None, back: str, initial: Any = None) -> None:
        self.user, self.subject, self.back = user, subject, back
        super().__init__(data, label_suffix="", initial=initial)
        self.prepare()

    def prepare(self) -> None:
        """Fill in fields, choices and first values."""

    def list_sections(self) -> Sequence[FormSection]:
        """All its fields in sections; none where the form is short enough to be read in one piece."""
        return ()

    def build_section(
        self, title: Any, names: Sequence[str], *, lead: Any = "", is_folded: bool = False, css: str = ""
    ) -> FormSection:
        """A group of fields of this form by their names."""
        return FormSection(title, [self[name] for name in names], lead, is_folded=is_folded, css=css)

    def get_hints(self) -> list[str]:
        """What the person should know before they press."""
        return []

    def list_facts(self) -> list[tuple[str, Any]]:
        """What is acted on, as terms and what is said of each."""
        return []

    def build_context(self, request: HttpRequest) -> Mapping[str, Any]:
        """What the page shows besides the form, for this reader; asked for whenever the form is shown."""
        return {}

    def preview(self, request: HttpRequest) -> Mapping[str, Any]:
        """What the page shows of what would come of it; of a form that was read. Raises what the act would."""
        return {}

    def get_next_url(self) -> str:
        return self.back

    def add_problem(self, problem: Problem) -> None:
        if isinstance(problem, BothPersons):
            record_refused_attempt(self.user, page=self.back)
        super().add_problem(problem)


def handle_command(
    request: HttpRequest, build_form: Callable[[Any], SubjectForm], *, refusal: str = "", of_two: bool = False
) -> HttpResponse:
    """Show a form, or carry out what it asks for; what was typed stays when it is refused.

    `refusal` says why this person may not do it, before anything is typed: there is no form to be sent, and who sends one all
    the same is told so. The attempt is recorded where the refusal is `of_two`: this person would be both of two persons.
    """
    if request.method not in ("GET", "HEAD", "POST"):
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    if refusal:
        if of_two and request.method == "POST":
            record_refused_attempt(get_person(request), page=build_form(None).back)
        return render_command(request, build_form(None), {"refusal": refusal}, NotAllowed.status)
    if request.method != "POST":
        return render_command(request, build_form(None), {})
    form = build_form(request.POST)
    if form.may_preview and PREVIEW in request.POST:
        return preview_command(request, form, {})
    try:
        return redirect_to_next(request, submit(request, form))
    except InvalidForm:
        return render_command(request, form, {}, 400)
    except Problem as problem:
        form.full_clean()
        form.add_problem(problem)
        return render_command(request, form, {}, problem.status)


def preview_command(request: HttpRequest, form: SubjectForm, more: Mapping[str, Any]) -> HttpResponse:
    """The page again with all that was typed, and what would come of it; nothing has changed."""
    if not form.is_valid():
        return render_command(request, form, more, 400)
    try:
        return render_command(request, form, {**more, **form.preview(request)})
    except Problem as problem:
        form.add_problem(problem)
        return render_command(request, form, more, problem.status)


def render_command(request: HttpRequest, form: SubjectForm, more: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """The page of an act, with a new key under which its form is sent; `more` is what its own template shows besides."""
    context = {
        **admin.site.each_context(request),
        "form": form,
        "title": form.title,
        "back": form.back,
        "back_label": _("Back"),
        "key": uuid4(),
        **({} if more.keys() & {"refusal", "panel"} else form.build_context(request)),
        **more,
    }
    return TemplateResponse(request, form.template, context, status=status)
