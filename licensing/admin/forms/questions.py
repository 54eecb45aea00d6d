"""Questions to the applicant: asked, their answers accepted or returned, taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, ClassVar, Final

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from licensing.acts.acting import to_local_day
from licensing.acts.requests.questions import accept_answer, ask_question, return_answer, withdraw_question
from licensing.admin.forms.base import (
    NOTHING_CHOSEN,
    ActForm,
    build_date_field,
    build_select_field,
    build_text_field,
    map_by_verb,
)
from licensing.choices import QuestionState, Section, Verb
from licensing.models import Case, Event, Question
from licensing.policy.record.event_kinds import EventKind

USUAL_DAYS = 14


class Ask(ActForm[Case]):
    verb = Verb.ASK
    title = gettext_lazy("Ask the applicant a question")
    lead = gettext_lazy("The applicant is told at once and answers on the page of the request.")
    done = gettext_lazy("The question is with the applicant.")

    def prepare(self) -> None:
        self.fields["text"] = build_text_field(
            _("Question"), rows=6, help_text=_("Ask for one thing. The applicant reads this text.")
        )
        self.fields["section"] = build_select_field(_("What it is about"), [NOTHING_CHOSEN, *Section.choices], required=False)
        self.fields["due_on"] = build_date_field(_("Answer by"))
        self.fields["stops_clock"] = forms.BooleanField(
            label=_("The clock stands still until the question is answered"),
            required=False,
            initial=True,
            help_text=_("At the longest until the day above; then it goes on by itself."),
            widget=forms.CheckboxInput(attrs={"class": "dz-check"}),
        )
        self.fields["due_on"].initial = to_local_day(self.now) + timedelta(days=USUAL_DAYS)

    def execute(self) -> None:
        given = self.cleaned_data
        ask_question(
            self.subject,
            self.user,
            text=given["text"],
            due_on=given["due_on"],
            section=given["section"],
            stops_clock=given["stops_clock"],
            expected=given["expected"],
        )


class QuestionForm(ActForm[Case]):
    """An act on one question, which is shown with its answers."""

    # In which states of the question it is offered.
    states: ClassVar[frozenset[QuestionState]]

    def build_context(self) -> Mapping[str, Any]:
        returned = Event.objects.filter(case=self.subject, kind=EventKind.QUESTION_RETURNED, data__question=str(self.target.pk))
        return {
            "question": self.target,
            "answers": self.target.answers.select_related("answered_by", "document").order_by("answered_at"),
            "returned": returned.select_related("actor").order_by("number"),
        }


class AcceptAnswer(QuestionForm):
    verb = Verb.ACCEPT_ANSWER
    button_weight = "primary"
    states = frozenset({QuestionState.ANSWERED})
    title = gettext_lazy("Accept the answer")
    lead = gettext_lazy("The question is settled. If the answer is not enough, return it instead.")
    done = gettext_lazy("The answer is accepted.")

    def find_obstacles(self) -> Sequence[str]:
        return [] if self.target.state in self.states else [_("This question has no full answer to accept.")]

    def execute(self) -> None:
        accept_answer(self.subject, self.user, self.target.pk)


class ReturnAnswer(QuestionForm):
    verb = Verb.RETURN_ANSWER
    states = frozenset({QuestionState.ANSWERED})
    title = gettext_lazy("Return the answer")
    lead = gettext_lazy("The question is open again. If it stops the clock, that is paused again from now.")
    done = gettext_lazy("The answer is returned; the question is with the applicant again.")

    def prepare(self) -> None:
        today, given = to_local_day(self.now), {"day": date_format(self.target.due_on, "SHORT_DATE_FORMAT")}
        has_passed = self.target.due_on < today
        hint = _("The day that was given, %(day)s, has passed.") if has_passed else _("Leave it empty to keep %(day)s.")
        self.fields["reason"] = build_text_field(_("What is missing"), help_text=_("The applicant reads this."))
        self.fields["due_on"] = build_date_field(_("Answer by"), required=has_passed, help_text=hint % given)
        if has_passed:
            self.fields["due_on"].initial = today + timedelta(days=USUAL_DAYS)

    def find_obstacles(self) -> Sequence[str]:
        return [] if self.target.state in self.states else [_("This question has no full answer to return.")]

    def execute(self) -> None:
        given = self.cleaned_data
        return_answer(
            self.subject,
            self.user,
            self.target.pk,
            reason=given["reason"],
            due_on=given["due_on"],
            expected=given["expected"],
        )


class WithdrawQuestion(QuestionForm):
    verb = Verb.WITHDRAW_QUESTION
    states = frozenset({QuestionState.OPEN, QuestionState.ANSWERED})
    title = gettext_lazy("Withdraw the question")
    lead = gettext_lazy("The applicant need not answer any more, and a clock that stood still for it goes on.")
    done = gettext_lazy("The question is withdrawn.")

    def find_obstacles(self) -> Sequence[str]:
        return [] if self.target.state in self.states else [_("This question is settled already.")]

    def execute(self) -> None:
        withdraw_question(self.subject, self.user, self.target.pk)


_FORMS: Final = (AcceptAnswer, ReturnAnswer, WithdrawQuestion)
QUESTION_FORMS: Final = map_by_verb(*_FORMS)


def list_question_forms(question: Question) -> list[type[QuestionForm]]:
    """What the desk offers on a question in its present state, in the order of the buttons."""
    return [form for form in _FORMS if question.state in form.states]
