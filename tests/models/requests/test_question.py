"""A question stays open until its answer is accepted, not until it is read or answered in part."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from licensing.acts.requests import questions
from licensing.choices import QuestionState
from licensing.models import Question
from tests.world import World


@pytest.mark.parametrize("state", QuestionState)
def test_a_question_is_open_in_its_open_state_alone(state: QuestionState) -> None:
    assert Question(state=state).is_open == (state == QuestionState.OPEN)


def test_a_number_names_one_question_of_a_case(world: World) -> None:
    case = world.accepted()
    due_on = timezone.localdate() + timedelta(days=9)
    for text in ("Which unit?", "Which depot?"):
        questions.ask_question(case, world.otto, text=text, due_on=due_on)

    with pytest.raises(IntegrityError, match="question_number_once_per_case"), transaction.atomic():
        case.questions.update(number=1)
