"""Questions to the applicant over the API: asked, answered in part and in full, returned, accepted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.requests import questions
from licensing.models import Case, Question
from licensing.policy.record.disclosure import disclose_to_systems
from tests.api.calling import Caller, at, code_of
from tests.world import World


@pytest.mark.walk
def test_a_question_stops_the_clock_until_it_is_answered(world: World) -> None:
    case, otto, paula = world.accepted(), Caller(world.otto), Caller(world.paula)
    due = str(timezone.localdate() + timedelta(days=10))

    asked = otto.post(at(case, "questions/"), {"text": "Which unit?", "due_on": due, "section": "end_use"})
    place = at(case, f"questions/{asked.json()['id']}/")
    waiting = paula.get(at(case)).json()
    partly = paula.post(f"{place}answer/", {"text": "We shall ask.", "complete": False})
    fully = paula.post(f"{place}answer/", {"text": "The 2nd company.", "document": None, "more_time_until": None})
    accepted = otto.post(f"{place}accept/")

    assert (asked.status_code, asked.json()["state"]) == (201, "open")
    assert waiting["waits_for"] == "applicant"
    assert {clock["paused"]["reason"] for clock in waiting["clocks"]} == {"question"}
    assert [partly.json()["state"], fully.json()["state"], accepted.json()["state"]] == ["open", "answered", "accepted"]
    assert len(paula.get(at(case, "questions/")).json()[0]["answers"]) == 2
    assert code_of(otto.post(f"{place}withdraw/")) == (409, "wrong_state")
    assert code_of(paula.post(f"{place}answer/", {"text": "x", "content": "%%%", "file_name": "x.txt"})) == (400, "invalid")


def test_a_question_of_another_case_is_not_found(world: World) -> None:
    case, other, otto = world.accepted(), world.filed(), Caller(world.otto)
    due = str(timezone.localdate() + timedelta(days=10))
    asked = otto.post(at(case, "questions/"), {"text": "Which unit?", "due_on": due}).json()["id"]

    assert code_of(Caller(world.paula).post(at(other, f"questions/{asked}/answer/"), {"text": "x"})) == (404, "not_found")


@pytest.fixture
def answered(world: World) -> Question:
    due_on = to_local_day(now()) + timedelta(days=9)
    question = questions.ask_question(world.accepted(), world.otto, text="Which unit?", due_on=due_on)
    questions.answer_question(question.case, world.paula, question.pk, text="Received, thank you.")
    return question


def return_answer(caller: Caller, question: Question, body: Any, **headers: str) -> Any:
    return caller.post(at(question.case, f"questions/{question.pk}/return/"), body, **headers)


def test_a_returned_answer_leaves_the_question_open_with_its_answers(world: World, answered: Question) -> None:
    due_on = (answered.due_on + timedelta(days=5)).isoformat()

    returned = return_answer(Caller(world.otto), answered, {"reason": "Name the unit.", "due_on": due_on})
    view = Caller(world.paula).get(at(answered.case)).json()

    body = returned.json()
    assert (returned.status_code, body["state"], body["due_on"]) == (200, "open", due_on)
    assert [one["text"] for one in body["answers"]] == ["Received, thank you."]
    legal = next(one for one in view["clocks"] if one["kind"] == "legal")
    assert (view["waits_for"], legal["paused"]["reason"], legal["paused"]["owner"]) == ("applicant", "question", "applicant")


def test_its_applicant_reads_the_reason_and_a_subscribed_system_does_not(world: World, answered: Question) -> None:
    return_answer(Caller(world.otto), answered, {"reason": "Name the unit."})

    told = Caller(world.paula).get(at(answered.case, "history/")).json()["results"][-1]

    known = {"question": str(answered.pk), "number": 1, "due_on": answered.due_on.isoformat()}
    assert (told["kind"], told["by"], told["data"]) == ("question.returned", None, known | {"reason": "Name the unit."})
    assert disclose_to_systems(told["kind"], told["data"]) == known


def test_a_return_is_refused_with_what_is_wrong(world: World, answered: Question) -> None:
    otto, today = Caller(world.otto), to_local_day(now())

    reasonless = return_answer(otto, answered, {})
    blank = return_answer(otto, answered, {"reason": " "})
    too_early = return_answer(otto, answered, {"reason": "Name it.", "due_on": today.isoformat()})
    with at_time(now() + timedelta(days=20)):
        passed = return_answer(otto, answered, {"reason": "Name it."})

    assert [code_of(one) for one in (reasonless, blank, too_early, passed)] == [(400, "invalid")] * 4
    assert [one.json()["errors"][0]["path"] for one in (reasonless, blank, too_early, passed)] == [
        "reason",
        "reason",
        "due_on",
        "due_on",
    ]


@pytest.mark.walk
def test_a_return_is_refused_to_others_and_in_another_state(world: World, answered: Question) -> None:
    otto, reason = Caller(world.otto), {"reason": "Name the unit."}
    old = f'"r{Case.objects.get(pk=answered.case_id).revision - 1}"'

    applicant = return_answer(Caller(world.paula), answered, reason)
    rival = return_answer(Caller(world.rita), answered, reason)
    stale = return_answer(otto, answered, reason, if_match=old)
    first, second = (return_answer(otto, answered, reason) for _ in range(2))

    assert [code_of(one) for one in (rival, stale, second)] == [(404, "not_found"), (412, "stale"), (409, "wrong_state")]
    assert (applicant.status_code, first.status_code) == (403, 200)


def test_a_repeated_call_returns_an_answer_once(world: World, answered: Question) -> None:
    otto, key = Caller(world.otto), "e2a7c0de-0000-4000-8000-000000000001"

    first, again = (return_answer(otto, answered, {"reason": "Name it."}, Idempotency_Key=key) for _ in range(2))

    assert (first.content, again["Idempotency-Replayed"]) == (again.content, "true")
    assert answered.case.events.filter(kind="question.returned").count() == 1


def test_questions_are_listed_in_parts_to_whoever_asks_for_them(world: World) -> None:
    case = world.filed()
    fields = {"case": case, "due_on": to_local_day(now()), "asked_by": world.otto, "asked_at": now()}
    Question.objects.bulk_create(Question(number=number, text=f"Which {number}?", **fields) for number in range(1, 8))
    paula = Caller(world.paula)

    first = paula.get(at(case, "questions/?limit=5"))
    second = paula.get(first.headers["Link"].partition("<")[2].partition(">")[0])

    assert [one["number"] for one in (*first.json(), *second.json())] == [1, 2, 3, 4, 5, 6, 7]
    assert "Link" not in second.headers
