"""Questions to the applicant: asked, answered, accepted, returned, taken back. All of them stand on the case."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from django.urls import path

from licensing.acts.requests import questions
from licensing.api.http.operations import ApiView, Call, IfMatch, Result, command, query
from licensing.api.http.pagination import CUTTING, cut_list
from licensing.api.requests.cases import CASE, HANDLE, READ, WRITE
from licensing.api.requests.documents import decode_enclosure
from licensing.choices import Section
from licensing.errors import FileRefused, Invalid, NotAllowed, NotFound, Stale, WrongState
from licensing.models.read_models import read_question
from licensing.models.read_models.views import QuestionView
from licensing.policy.shapes import DATE, FLAG, ID, allow_null, as_line, as_prose, as_record, choose_from, forbid_empty

QUESTION = as_record(
    ("text", "due_on"),
    text=forbid_empty(as_prose()),
    due_on=DATE,
    section=choose_from(Section, blank=True),
    stops_clock=FLAG | {"title": "whether the clock is paused until it is answered; yes if left out"},
)
ANSWER = as_record(
    ("text",),
    text=forbid_empty(as_prose()),
    complete=FLAG | {"title": "whether this answers the question in full; yes if left out"},
    more_time_until=allow_null(DATE),
    document=allow_null(ID) | {"title": "a document of the request that belongs to the answer"},
    file_name=forbid_empty(as_line(200)),
    content={"type": "string", "contentEncoding": "base64", "maxLength": 14_000_000, "title": "a new document, in base64"},
)
RETURN = as_record(
    ("reason",),
    reason=forbid_empty(as_prose(2000)) | {"title": "what is missing; the applicant reads it"},
    due_on=allow_null(DATE) | {"title": "a new day to answer by; required once the present one has passed"},
)


class Questions(ApiView):
    @query(list[QuestionView], READ, summary="List the questions of a case", query=CUTTING, refuses=(NotFound,))
    def get(self, call: Call, case_id: UUID) -> Result:
        """With their answers, the first one first."""
        asked = call.get_case(case_id).questions.prefetch_related("answers")
        rows, rest = cut_list(asked, call, "number")
        return Result([read_question(one) for one in rows], next=rest)

    @command(
        QuestionView,
        HANDLE,
        summary="Ask the applicant a question",
        takes=QUESTION,
        status=201,
        if_match=IfMatch.OPTIONAL,
        refuses=(Invalid, NotAllowed, Stale, NotFound, WrongState),
        example={"text": "Which unit will use the systems?", "due_on": "2026-06-01", "section": "end_use"},
    )
    def post(self, call: Call, case_id: UUID) -> Result:
        """The clock is paused until it is answered, at the longest until the day that you give."""
        case, body = call.get_case(case_id), call.body
        question = questions.ask_question(
            case,
            call.user,
            text=body["text"],
            due_on=date.fromisoformat(body["due_on"]),
            section=body.get("section", ""),
            stops_clock=body.get("stops_clock", True),
            expected=call.get_expected_revision(case),
        )
        return Result(read_question(question))


class Answers(ApiView):
    @command(
        QuestionView,
        WRITE,
        summary="Answer a question",
        takes=ANSWER,
        if_match=IfMatch.OPTIONAL,
        refuses=(FileRefused, Invalid, NotAllowed, NotFound, Stale, WrongState),
        example={"text": "The 2nd reconnaissance company.", "complete": True},
    )
    def post(self, call: Call, case_id: UUID, question_id: UUID) -> Result:
        """In full, in part (`complete: false`), or by asking for more time. A full answer resumes the clock."""
        case, body = call.get_case(case_id), call.body
        more_time = body.get("more_time_until")
        questions.answer_question(
            case,
            call.user,
            question_id,
            text=body["text"],
            complete=body.get("complete", True),
            more_time_until=date.fromisoformat(more_time) if more_time else None,
            document_id=UUID(body["document"]) if body.get("document") else None,
            **decode_enclosure(body, "document"),
            expected=call.get_expected_revision(case),
        )
        return _show_question(call, case_id, question_id)


class AcceptAnswer(ApiView):
    @command(QuestionView, HANDLE, summary="Accept an answer", refuses=(NotAllowed, NotFound, WrongState))
    def post(self, call: Call, case_id: UUID, question_id: UUID) -> Result:
        """The question is settled."""
        questions.accept_answer(call.get_case(case_id), call.user, question_id)
        return _show_question(call, case_id, question_id)


class ReturnAnswer(ApiView):
    @command(
        QuestionView,
        HANDLE,
        summary="Return an answer that is not sufficient",
        takes=RETURN,
        if_match=IfMatch.OPTIONAL,
        refuses=(Invalid, NotAllowed, Stale, NotFound, WrongState),
        example={"reason": "Name the unit, not the ministry.", "due_on": "2026-06-15"},
    )
    def post(self, call: Call, case_id: UUID, question_id: UUID) -> Result:
        """The question is open again. If it stops the clock, that is paused again from now, at the longest until its day."""
        case, due_on = call.get_case(case_id), call.body.get("due_on")
        questions.return_answer(
            case,
            call.user,
            question_id,
            reason=call.body["reason"],
            due_on=date.fromisoformat(due_on) if due_on else None,
            expected=call.get_expected_revision(case),
        )
        return _show_question(call, case_id, question_id)


class WithdrawQuestion(ApiView):
    @command(QuestionView, HANDLE, summary="Withdraw a question", refuses=(NotAllowed, NotFound, WrongState))
    def post(self, call: Call, case_id: UUID, question_id: UUID) -> Result:
        """The question no longer pauses the clock or blocks a decision."""
        questions.withdraw_question(call.get_case(case_id), call.user, question_id)
        return _show_question(call, case_id, question_id)


def _show_question(call: Call, case_id: UUID, question_id: UUID) -> Result:
    return Result(read_question(call.get_case(case_id).questions.prefetch_related("answers").get(pk=question_id)))


_QUESTION: Final = f"{CASE}questions/<uuid:question_id>/"
PATHS: Final = (
    path(f"{CASE}questions/", Questions.as_view(), name="questions"),
    path(f"{_QUESTION}answer/", Answers.as_view(), name="answer"),
    path(f"{_QUESTION}accept/", AcceptAnswer.as_view(), name="accept_answer"),
    path(f"{_QUESTION}return/", ReturnAnswer.as_view(), name="return_answer"),
    path(f"{_QUESTION}withdraw/", WithdrawQuestion.as_view(), name="withdraw_question"),
)
