"""Questions to the applicant at the desk: asked, and their answers accepted or the question withdrawn."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from licensing.acts.acting import at_time, now
from licensing.acts.requests import questions
from licensing.choices import QuestionState
from tests.admin.conftest import At, act_of, execute_act, page_of, text_of, today
from tests.world import World


def test_ask_stops_the_clock(world: World, at: At) -> None:
    case = world.accepted()
    due_on = today() + timedelta(days=7)

    response = execute_act(
        at(world.otto), act_of(case, "ask"), text="Which depot?", section="end_use", due_on=due_on, stops_clock="on"
    )

    question = case.questions.get()
    assert response.status_code == 302
    assert (question.text, question.section, question.due_on, question.stops_clock) == ("Which depot?", "end_use", due_on, True)


def test_ask_for_a_day_that_has_passed_is_an_error_at_the_day(world: World, at: At) -> None:
    case = world.accepted()

    response = execute_act(at(world.otto), act_of(case, "ask"), text="Which depot?", due_on=today())

    page = text_of(response)
    assert response.status_code == 400
    assert "Give the applicant at least until tomorrow." in page
    assert "Which depot?" in page
    assert not case.questions.exists()


@pytest.mark.parametrize(
    ("verb", "state"), [("accept_answer", QuestionState.ACCEPTED), ("withdraw_question", QuestionState.WITHDRAWN)]
)
def test_an_answer_is_accepted_or_its_question_withdrawn(world: World, at: At, verb: str, state: QuestionState) -> None:
    case = world.accepted()
    question = questions.ask_question(case, world.otto, text="Which depot?", due_on=today() + timedelta(days=7))
    questions.answer_question(case, world.paula, question.pk, text="The northern one.")
    url = reverse("admin:licensing_case_question", args=[case.pk, question.pk, verb])

    response = execute_act(at(world.otto), url)

    question.refresh_from_db()
    assert (response.status_code, question.state) == (302, state)


def _answered(world: World, *, due_in: int = 7) -> Any:
    question = questions.ask_question(world.accepted(), world.otto, text="Which depot?", due_on=today() + timedelta(due_in))
    questions.answer_question(question.case, world.paula, question.pk, text="Received, thank you.")
    question.refresh_from_db()
    return question


def _question_act(question: Any, verb: str) -> str:
    return reverse("admin:licensing_case_question", args=[question.case_id, question.pk, verb])


@pytest.mark.walk
def test_an_answer_is_returned_with_a_reason_and_the_page_shows_it(world: World, at: At) -> None:
    question, otto = _answered(world), at(world.otto)
    offered = text_of(otto.get(page_of(question.case)))

    response = execute_act(otto, _question_act(question, "return_answer"), reason="Name the depot.")

    question.refresh_from_db()
    page = text_of(otto.get(page_of(question.case)))
    assert _question_act(question, "return_answer") in offered
    assert (response.status_code, question.state) == (302, QuestionState.OPEN)
    assert "Name the depot." in page
    assert "returned the answer" in page
    assert _question_act(question, "return_answer") not in page
    assert "Name the depot." in text_of(otto.get(_question_act(question, "withdraw_question")))


@pytest.mark.walk
def test_a_return_says_which_day_it_keeps_and_asks_for_a_new_one_once_that_has_passed(world: World, at: At) -> None:
    with at_time(now() - timedelta(days=9)):
        late = _answered(world)
    url, otto = _question_act(late, "return_answer"), at(world.otto)

    shown = text_of(otto.get(url))
    refused = execute_act(otto, url, reason="Name the depot.", due_on="")
    too_early = execute_act(otto, url, reason="Name the depot.", due_on=today())
    given = execute_act(otto, url, reason="Name the depot.", due_on=today() + timedelta(days=3))

    late.refresh_from_db()
    assert "The day that was given, " in shown
    assert f'value="{today() + timedelta(days=14)}"' in shown
    assert (refused.status_code, too_early.status_code, given.status_code) == (400, 400, 302)
    assert "Give the applicant at least until tomorrow." in text_of(too_early)
    assert late.due_on == today() + timedelta(days=3)
    assert "Leave it empty to keep" in text_of(otto.get(_question_act(_answered(world), "return_answer")))


def test_a_return_without_a_reason_is_an_error_at_the_reason(world: World, at: At) -> None:
    question = _answered(world)

    response = execute_act(at(world.otto), _question_act(question, "return_answer"), reason=" ")

    question.refresh_from_db()
    assert "This field is required." in text_of(response)
    assert (response.status_code, question.state) == (400, QuestionState.ANSWERED)


def test_a_question_that_waits_has_no_answer_to_return(world: World, at: At) -> None:
    question = questions.ask_question(world.accepted(), world.otto, text="Which?", due_on=today() + timedelta(days=7))

    assert "This question has no full answer to return." in text_of(
        at(world.otto).get(_question_act(question, "return_answer"))
    )


def test_a_question_of_another_case_is_not_found(world: World, at: At) -> None:
    case, other = world.accepted(), world.accepted(title="Another")
    question = questions.ask_question(other, world.otto, text="Which depot?", due_on=today() + timedelta(days=7))

    url = reverse("admin:licensing_case_question", args=[case.pk, question.pk, "withdraw_question"])

    assert at(world.otto).get(url).status_code == 404
    assert at(world.otto).post(url).status_code == 404
