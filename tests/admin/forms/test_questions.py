"""Questions to the applicant at the desk: asked, and their answers accepted or the question withdrawn."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from licensing.acts.requests import questions
from licensing.choices import QuestionState
from tests.admin.conftest import At, act_of, execute_act, text_of, today
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


def test_a_question_of_another_case_is_not_found(world: World, at: At) -> None:
    case, other = world.accepted(), world.accepted(title="Another")
    question = questions.ask_question(other, world.otto, text="Which depot?", due_on=today() + timedelta(days=7))

    url = reverse("admin:licensing_case_question", args=[case.pk, question.pk, "withdraw_question"])

    assert at(world.otto).get(url).status_code == 404
    assert at(world.otto).post(url).status_code == 404
