"""Questions at the portal: a badge until they are answered; in part, with a file, or with more time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from licensing.acts.acting import now, to_local_day
from licensing.acts.requests.questions import ask_question, return_answer
from licensing.choices import QuestionState
from licensing.models import Answer, Question
from tests.portal.visiting import Visitor, forms_of, summary_of, text_of
from tests.world import World


@pytest.fixture
def asked(world: World) -> Question:
    due = to_local_day(now()) + timedelta(days=9)
    return ask_question(world.accepted(), world.otto, text="Which depot?", due_on=due, section="parties")


def state_of(question: Question) -> str:
    return Question.objects.get(pk=question.pk).state


@pytest.mark.walk
def test_a_question_has_a_badge_until_it_is_answered(world: World, paula: Visitor, asked: Question) -> None:
    pages: list[Any] = [(), ("?show=waiting",)]
    before = [text_of(paula.open("home", query="".join(query))) for query in pages]
    read = paula.open("question", asked.case_id, asked.pk)
    still = text_of(paula.open("home"))
    paula.send("question", asked.case_id, asked.pk, text="Depot 7.", manner="whole")
    after = text_of(paula.open("home"))

    assert all("1 open question" in page for page in before)
    assert "1 question to answer" in before[0]
    assert read.status_code == 200
    assert "1 question to answer" in still
    assert "question to answer" not in after
    assert "open question" not in after
    assert state_of(asked) == QuestionState.ANSWERED


def test_an_answer_in_part_leaves_the_question_open(world: World, paula: Visitor, asked: Question) -> None:
    answer = paula.send("question", asked.case_id, asked.pk, text="Half of it.", manner="part")

    assert answer.url == f"/cases/{asked.case_id}/"
    assert state_of(asked) == QuestionState.OPEN
    assert "answered in part" in text_of(paula.open("case", asked.case_id))


def test_a_returned_answer_waits_again_and_its_page_says_why(world: World, paula: Visitor, asked: Question) -> None:
    other = ask_question(asked.case, world.otto, text="Which port?", due_on=asked.due_on)
    paula.send("question", asked.case_id, asked.pk, text="Received, thank you.", manner="whole")

    return_answer(asked.case, world.otto, asked.pk, reason="Name the depot.\nBy its number.")

    page = paula.open("question", asked.case_id, asked.pk)
    case_page = text_of(paula.open("case", asked.case_id))
    assert "The authority returned the answer as not sufficient: Name the depot. By its number." in text_of(page)
    assert "Received, thank you." in text_of(page)
    assert "Your answer" in text_of(page)
    assert "answer returned: see what is missing" in case_page
    assert "answered in part" not in case_page
    assert "Answer returned : Question 1" in case_page
    assert "Name the depot." not in text_of(paula.open("question", asked.case_id, other.pk))


@pytest.mark.walk
def test_every_return_of_an_answer_stays_to_be_read(world: World, paula: Visitor, asked: Question) -> None:
    for reason in ("Name the depot.", "Its number, too."):
        paula.send("question", asked.case_id, asked.pk, text="Received, thank you.", manner="whole")
        return_answer(asked.case, world.otto, asked.pk, reason=reason)
    paula.send("question", asked.case_id, asked.pk, text="Depot 7.", manner="whole")

    page = text_of(paula.open("question", asked.case_id, asked.pk))

    assert page.index("Name the depot.") < page.index("Its number, too.") < page.index("Depot 7.")
    assert "Otto" not in page


def test_a_file_comes_along(world: World, paula: Visitor, asked: Question) -> None:
    paper = SimpleUploadedFile("map.txt", b"Here it is.", "text/plain")

    paula.send("question", asked.case_id, asked.pk, text="See the map.", manner="whole", file=paper)

    document = Answer.objects.get().document
    assert document is not None
    assert paula.open("document", asked.case_id, document.pk).content == b"Here it is."
    assert "map.txt" in text_of(paula.open("question", asked.case_id, asked.pk))


def test_more_time_is_asked_for_with_a_day(world: World, paula: Visitor, asked: Question) -> None:
    later = (asked.due_on + timedelta(days=7)).isoformat()
    early = asked.due_on.isoformat()

    dayless = paula.send("question", asked.case_id, asked.pk, text="We wait for the buyer.", manner="time")
    too_early = paula.send("question", asked.case_id, asked.pk, text="W.", manner="time", more_time_until=early)
    asked_for = paula.send("question", asked.case_id, asked.pk, text="W.", manner="time", more_time_until=later)

    assert summary_of(dayless) == ["Say until which day you need time, as year-month-day: 2026-03-31."]
    assert forms_of(dayless)[0].values["text"] == ["We wait for the buyer."]
    assert summary_of(too_early) == [f"Ask for a day after the present one ({asked.due_on.day} {asked.due_on:%b %Y})."]
    assert asked_for.status_code == 302
    assert Answer.objects.get().more_time_until == asked.due_on + timedelta(days=7)
    assert state_of(asked) == QuestionState.OPEN


def test_an_empty_answer_and_a_missing_choice_are_asked_for(world: World, paula: Visitor, asked: Question) -> None:
    assert summary_of(paula.send("question", asked.case_id, asked.pk, manner="whole")) == ["Write the answer."]
    assert summary_of(paula.send("question", asked.case_id, asked.pk, text="Depot 7.")) == [
        "Say whether this answers the question in full."
    ]


def test_an_answer_sent_twice_is_given_once(world: World, paula: Visitor, asked: Question) -> None:
    page = paula.open("question", asked.case_id, asked.pk)

    for _press in range(2):
        paula.send("question", asked.case_id, asked.pk, into=page, text="Depot 7.", manner="part")

    assert Answer.objects.count() == 1


def test_a_question_is_not_there_by_way_of_another_case(world: World, paula: Visitor, asked: Question) -> None:
    assert paula.open("question", world.draft().pk, asked.pk).status_code == 404
