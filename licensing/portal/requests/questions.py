"""A question of the authority: read it, answer it whole or in part, or ask for more time. Opening it is not answering it."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from licensing.acts.requests.questions import answer_question
from licensing.choices import QuestionState, Verb
from licensing.errors import FileRefused, Gap, Invalid, NotFound
from licensing.models import Case, Question
from licensing.portal.forms.enclosures import read_enclosure
from licensing.portal.forms.pages import render_form
from licensing.portal.forms.parts import Fault
from licensing.portal.partner_view import get_person, get_reader, get_visible_case, partner_view, submit
from licensing.portal.people.submitters import find_submitters


@partner_view
@require_http_methods(["GET", "HEAD", "POST"])
def show_question(request: HttpRequest, case_id: UUID, question_id: UUID) -> HttpResponse:
    """Show one question with what was answered so far, and take the answer: whole, in part, or as a request for more time."""
    case = get_visible_case(request, case_id)
    asked = Question.objects.filter(case=case, pk=question_id).prefetch_related("answers__document").first()
    if asked is None:
        raise NotFound
    if request.method != "POST":
        return _render_question(request, case, asked, [])
    try:
        return submit(request, _answer, case, asked)
    except Invalid as problem:
        faults = [Fault(gap.sentence, f"id_{gap.path.split('.')[0]}") for gap in problem.gaps]
        return _render_question(request, case, asked, faults or [Fault(str(problem.sentence))])
    except FileRefused as problem:
        return _render_question(request, case, asked, [Fault(str(problem.sentence), "id_file")])


def _answer(request: HttpRequest, case: Case, asked: Question) -> str:
    manner = request.POST.get("manner", "")
    if manner not in ("whole", "part", "time"):
        raise Invalid(gaps=[Gap("required", "manner", _("Say whether this answers the question in full."))])
    answer_question(
        case,
        get_person(request),
        asked.pk,
        text=request.POST.get("text", ""),
        complete=manner == "whole",
        more_time_until=_parse_day(request.POST.get("more_time_until", "")) if manner == "time" else None,
        **read_enclosure(request),
    )
    messages.success(request, _("Your answer was sent."))
    return reverse("portal:case", args=[case.pk])


def _parse_day(typed: str) -> date:
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        sentence = _("Say until which day you need time, as year-month-day: 2026-03-31.")
        raise Invalid(gaps=[Gap("wrong_form", "more_time_until", sentence)]) from None


def _render_question(request: HttpRequest, case: Case, asked: Question, faults: list[Fault]) -> HttpResponse:
    actor = get_reader(request, case).actor
    may = case.list_available_acts(actor)
    typed: dict[str, Any] = {name: request.POST.get(name, "") for name in ("text", "manner", "more_time_until")}
    context = {
        "case": case,
        "question": asked,
        "answers": sorted(asked.answers.all(), key=lambda one: one.answered_at),
        "may_answer": Verb.ANSWER in may and asked.state == QuestionState.OPEN,
        "submitters": find_submitters(actor, case.organisation_id) if asked.state == QuestionState.OPEN else None,
        "typed": typed,
    }
    return render_form(request, "portal/requests/questions/question.html", context, faults)
