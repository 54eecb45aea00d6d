"""Questions to the applicant over the API: asked, answered in part and in full, accepted."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from tests.api.calling import Caller, at, code_of
from tests.world import World


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
