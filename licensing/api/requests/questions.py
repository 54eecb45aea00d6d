"""Questions to the applicant: asked, answered, accepted, taken back. All of them stand on the case."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from django.urls import path

from licensing.acts.requests import questions
from licensing.api.http.operations import Ask, Door, IfMatch, Reply, does, reads
from licensing.api.requests.cases import CASE, HANDLE, READ, WRITE
from licensing.api.requests.documents import decoded
from licensing.choices import Section
from licensing.errors import FileRefused, Invalid, NotAllowed, Stale, Unseen, WrongState
from licensing.models.read_models import read_question
from licensing.models.read_models.views import QuestionView
from licensing.policy.shapes import DATE, FLAG, ID, filled, line, maybe, one_of, prose, record

QUESTION = record(
    ("text", "due_on"),
    text=filled(prose()),
    due_on=DATE,
    section=one_of(Section, blank=True),
    stops_clock=FLAG | {"title": "whether the clock is paused until it is answered; yes if left out"},
)
ANSWER = record(
    ("text",),
    text=filled(prose()),
    complete=FLAG | {"title": "whether this answers the question in full; yes if left out"},
    more_time_until=maybe(DATE),
    document=maybe(ID) | {"title": "a document of the request that belongs to the answer"},
    file_name=filled(line(200)),
    content={"type": "string", "contentEncoding": "base64", "maxLength": 14_000_000, "title": "a new document, in base64"},
)


class Questions(Door):
    @reads(list[QuestionView], READ, summary="List the questions of a case", refuses=(Unseen,))
    def get(self, ask: Ask, case_id: UUID) -> Reply:
        """With their answers."""
        case = ask.case(case_id)
        return Reply([read_question(one) for one in case.questions.order_by("number").prefetch_related("answers")])

    @does(
        QuestionView,
        HANDLE,
        summary="Ask the applicant a question",
        takes=QUESTION,
        status=201,
        if_match=IfMatch.OPTIONAL,
        refuses=(Invalid, NotAllowed, Stale, Unseen, WrongState),
        example={"text": "Which unit will use the systems?", "due_on": "2026-06-01", "section": "end_use"},
    )
    def post(self, ask: Ask, case_id: UUID) -> Reply:
        """The clock is paused until it is answered, at the longest until the day that you give."""
        case, said = ask.case(case_id), ask.body
        question = questions.ask_question(
            case,
            ask.user,
            text=said["text"],
            due_on=date.fromisoformat(said["due_on"]),
            section=said.get("section", ""),
            stops_clock=said.get("stops_clock", True),
            expected=ask.expected(case),
        )
        return Reply(read_question(question))


class Answers(Door):
    @does(
        QuestionView,
        WRITE,
        summary="Answer a question",
        takes=ANSWER,
        refuses=(FileRefused, Invalid, NotAllowed, Unseen, WrongState),
        example={"text": "The 2nd reconnaissance company.", "complete": True},
    )
    def post(self, ask: Ask, case_id: UUID, question_id: UUID) -> Reply:
        """In full, in part (`complete: false`), or by asking for more time. A full answer resumes the clock."""
        said = ask.body
        more_time = said.get("more_time_until")
        questions.answer_question(
            ask.case(case_id),
            ask.user,
            question_id,
            text=said["text"],
            complete=said.get("complete", True),
            more_time_until=date.fromisoformat(more_time) if more_time else None,
            document_id=UUID(said["document"]) if said.get("document") else None,
            content=decoded(said.get("content")),
            file_name=said.get("file_name", "document"),
        )
        return _asked(ask, case_id, question_id)


class AcceptAnswer(Door):
    @does(QuestionView, HANDLE, summary="Accept an answer", refuses=(NotAllowed, Unseen, WrongState))
    def post(self, ask: Ask, case_id: UUID, question_id: UUID) -> Reply:
        """The question is settled."""
        questions.accept_answer(ask.case(case_id), ask.user, question_id)
        return _asked(ask, case_id, question_id)


class WithdrawQuestion(Door):
    @does(QuestionView, HANDLE, summary="Withdraw a question", refuses=(NotAllowed, Unseen, WrongState))
    def post(self, ask: Ask, case_id: UUID, question_id: UUID) -> Reply:
        """The question no longer pauses the clock or blocks a decision."""
        questions.withdraw_question(ask.case(case_id), ask.user, question_id)
        return _asked(ask, case_id, question_id)


def _asked(ask: Ask, case_id: UUID, question_id: UUID) -> Reply:
    return Reply(read_question(ask.case(case_id).questions.prefetch_related("answers").get(pk=question_id)))


_QUESTION: Final = f"{CASE}questions/<uuid:question_id>/"
PATHS: Final = (
    path(f"{CASE}questions/", Questions.as_view(), name="questions"),
    path(f"{_QUESTION}answer/", Answers.as_view(), name="answer"),
    path(f"{_QUESTION}accept/", AcceptAnswer.as_view(), name="accept_answer"),
    path(f"{_QUESTION}withdraw/", WithdrawQuestion.as_view(), name="withdraw_question"),
)
