"""Questions to the applicant: asked, answered in part or in full, accepted, returned or taken back.

While a question is open the clock is paused.
"""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting
from licensing.acts.assessment.lapsing import lapse_answered_assessments
from licensing.acts.clocks.deadlines import Deadline, cancel_reminders, get_case_calendar, schedule_reminders
from licensing.acts.clocks.timing import pause_clocks, resume_clocks
from licensing.acts.documents import files
from licensing.choices import DeadlineKind, Owner, PauseReason, QuestionState, Section, Verb
from licensing.errors import Gap, Invalid, NotFound, WrongState
from licensing.messages import DayText
from licensing.models import Answer, Case, Document, Question, User
from licensing.policy.clocks.deadlines import Calendar as Days
from licensing.policy.input.guard import guard_texts
from licensing.policy.reasons import build_reason_gap
from licensing.policy.record.event_kinds import EventKind

LONGEST_WAIT = timedelta(days=365)


@guard_texts()
def ask_question(
    case: Case,
    user: User,
    *,
    text: str,
    due_on: date,
    section: str = "",
    stops_clock: bool = True,
    expected: int | None = None,
) -> Question:
    """Ask the applicant for information. The clock is paused until it is answered, at the longest to the due day."""
    with acting(case, user, Verb.ASK, expected=expected) as act:
        act.perform()
        return open_question(act, user, text=text, due_on=due_on, section=section, stops_clock=stops_clock)


def open_question(
    act: Act[Case], user: User, *, text: str, due_on: date, section: str = "", stops_clock: bool = True
) -> Question:
    """Put a question to the applicant, as a step of an act of a case officer. Raises Invalid for one that cannot be asked."""
    _refuse_unfit_question(text, due_on, section, act.today)
    question = Question.objects.create(
        case=act.case,
        number=act.case.questions.count() + 1,
        text=text.strip(),
        section=section,
        due_on=due_on,
        stops_clock=stops_clock,
        asked_by=user,
        asked_at=act.now,
    )
    _await_answer(act, question, note=question.text)
    act.record(EventKind.QUESTION_ASKED, question=str(question.pk), number=question.number, due_on=due_on)
    return question


@guard_texts()
def answer_question(
    case: Case,
    user: User,
    question_id: UUID,
    *,
    text: str,
    complete: bool = True,
    more_time_until: date | None = None,
    document_id: UUID | None = None,
    content: bytes = b"",
    file_name: str = "",
    expected: int | None = None,
) -> Answer:
    """Answer a question, in part or in full, or ask for more time. A full answer resumes the clock.

    A document that is attached already goes along by its id, a new one by its content.
    """
    # Before the lock: a file takes its time, and everybody at work on the case would wait for it.
    kept = files.store_enclosure(file_name, content)
    with acting(case, user, Verb.ANSWER, expected=expected) as act:
        act.perform()
        question = _get_question(act.case, question_id, QuestionState.OPEN)
        _refuse_unfit_answer(question, text, more_time_until)
        document = _get_attached(act.case, document_id) if document_id else None
        if kept is not None:
            title = _("Enclosed with the answer to question %(number)d") % {"number": question.number}
            document = files.attach_enclosure(act, kept, user, title=title)
        answer = Answer.objects.create(
            question=question,
            text=text.strip(),
            complete=complete and more_time_until is None,
            more_time_until=more_time_until,
            document=document,
            answered_by=user,
            answered_at=act.now,
        )
        if answer.complete:
            question.state = QuestionState.ANSWERED
            question.save(update_fields=["state"])
            _resume_clock(act, question)
        lapse_answered_assessments(act, question.section, question.number)
        act.record(
            EventKind.QUESTION_ANSWERED,
            question=str(question.pk),
            number=question.number,
            complete=answer.complete,
            more_time_until=more_time_until,
        )
    return answer


def accept_answer(case: Case, user: User, question_id: UUID) -> Question:
    """Find an answer sufficient: the question is settled."""
    with acting(case, user, Verb.ACCEPT_ANSWER) as act:
        act.perform()
        question = _get_question(act.case, question_id, QuestionState.ANSWERED)
        question.state, question.settled_at = QuestionState.ACCEPTED, act.now
        question.save(update_fields=["state", "settled_at"])
        act.record(EventKind.QUESTION_ACCEPTED, question=str(question.pk), number=question.number)
    return question


@guard_texts()
def return_answer(
    case: Case,
    user: User,
    question_id: UUID,
    *,
    reason: str,
    due_on: date | None = None,
    expected: int | None = None,
) -> Question:
    """Find an answer not sufficient: the question is open again, and a clock that it stops is paused again from now.

    The applicant keeps the day that they were given, unless the officer gives another; once that day has passed, one must.
    """
    with acting(case, user, Verb.RETURN_ANSWER, expected=expected) as act:
        act.perform()
        question = _get_question(act.case, question_id, QuestionState.ANSWERED)
        _refuse_unfit_return(question, reason, due_on, act.today)
        question.state, question.due_on = QuestionState.OPEN, due_on or question.due_on
        question.save(update_fields=["state", "due_on"])
        _await_answer(act, question, note=reason.strip())
        act.record(
            EventKind.QUESTION_RETURNED,
            question=str(question.pk),
            number=question.number,
            due_on=question.due_on,
            reason=reason.strip(),
        )
    return question


def withdraw_question(case: Case, user: User, question_id: UUID) -> Question:
    """Withdraw a question; the clock that it had paused is resumed."""
    with acting(case, user, Verb.WITHDRAW_QUESTION) as act:
        act.perform()
        question = _get_question(act.case, question_id, QuestionState.OPEN, QuestionState.ANSWERED)
        was_open = question.is_open
        question.state, question.settled_at = QuestionState.WITHDRAWN, act.now
        question.save(update_fields=["state", "settled_at"])
        if was_open:
            _resume_clock(act, question)
        act.record(EventKind.QUESTION_WITHDRAWN, question=str(question.pk), number=question.number)
    return question


def _await_answer(act: Act[Case], question: Question, *, note: str) -> None:
    """Pause the clocks for an open question, at the longest to the end of its due day, and remind of that day."""
    days = get_case_calendar(act.case).as_policy()
    if question.stops_clock:
        pause_clocks(
            act,
            reason=PauseReason.QUESTION,
            owner=Owner.APPLICANT,
            note=note,
            question=question,
            at_most_until=days.end_of(question.due_on),
        )
    _schedule_question_reminders(act, question, days)


def _resume_clock(act: Act[Case], question: Question) -> None:
    if question.stops_clock:
        resume_clocks(act, reason=PauseReason.QUESTION, question=question)
    cancel_reminders(act.case, f"question:{question.pk}", at=act.now)


def _schedule_question_reminders(act: Act[Case], question: Question, days: Days) -> None:
    about = f"question:{question.pk}"
    owing = Deadline(DeadlineKind.QUESTION, about, days.end_of(question.due_on), question=question)
    schedule_reminders(act.case, owing, calendar=days, now=act.now)


def _get_question(case: Case, question_id: UUID, *states: QuestionState) -> Question:
    question = case.questions.filter(pk=question_id).first()
    if question is None:
        raise NotFound
    if question.state not in states:
        raise WrongState(
            _("This question is in the state “%(state)s”.") % {"state": question.get_state_display()},
            state=question.state,
        )
    return question


def _refuse_unfit_question(text: str, due_on: date, section: str, today: date) -> None:
    found: list[Gap] = []
    if not text.strip():
        found.append(Gap("required", "text", _("Write the question.")))
    found += _find_due_day_gaps(due_on, today)
    if section and section not in Section.values:
        found.append(Gap("unknown_code", "section", _("There is no such section.")))
    if found:
        raise Invalid(gaps=found)


def _refuse_unfit_answer(question: Question, text: str, more_time_until: date | None) -> None:
    if not text.strip():
        raise Invalid(gaps=[Gap("required", "text", _("Write the answer."))])
    if more_time_until and more_time_until <= question.due_on:
        sentence = _("Ask for a day after the present one (%(day)s).") % {"day": DayText(question.due_on)}
        raise Invalid(gaps=[Gap("invalid", "more_time_until", sentence)])


def _get_attached(case: Case, document_id: UUID) -> Document:
    # A document that was removed keeps its row, since filed versions name it; it goes along with no answer any more.
    document: Document | None = case.documents.filter(pk=document_id, removed_at__isnull=True).first()
    if document is None:
        raise Invalid(gaps=[Gap("unknown", "document", _("This document is not attached to the request."))])
    return document


def _refuse_unfit_return(question: Question, reason: str, due_on: date | None, today: date) -> None:
    found: list[Gap] = []
    if not reason.strip():
        found.append(build_reason_gap(_("Say what is missing; the applicant reads it.")))
    if due_on is not None:
        found += _find_due_day_gaps(due_on, today)
    elif question.due_on < today:
        # A pause until a day that has passed would end at once, and the applicant would be late before reading the reason.
        sentence = _("The day to answer by (%(day)s) has passed. Give the applicant a new one.")
        found.append(Gap("required", "due_on", sentence % {"day": DayText(question.due_on)}))
    if found:
        raise Invalid(gaps=found)


def _find_due_day_gaps(due_on: date, today: date) -> list[Gap]:
    found = []
    if due_on <= today:
        found.append(Gap("invalid", "due_on", _("Give the applicant at least until tomorrow.")))
    if due_on - today > LONGEST_WAIT:
        found.append(Gap("invalid", "due_on", _("A question may wait for an answer for a year at most.")))
    return found
