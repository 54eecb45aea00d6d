"""The page of an act: it acts on POST alone, for those who may, and the same press is answered once."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from licensing.choices import CaseState
from licensing.models import Event
from licensing.policy.record.event_kinds import EventKind
from tests.admin.conftest import At, act_of, open_form, page_of, press, reload_case, text_of, today
from tests.world import World


def test_a_second_press_of_the_same_button_is_answered_as_the_first(world: World, at: At) -> None:
    case = world.accepted()
    client, url = at(world.otto), act_of(case, "ask")
    hidden = open_form(client, url)
    typed = {"text": "Which depot?", "due_on": (today() + timedelta(days=7)).isoformat()}

    answers = [press(client, url, hidden, **typed) for _ in range(3)]

    assert [(one.status_code, one["Location"]) for one in answers] == [(302, page_of(case))] * 3
    assert case.questions.count() == 1


def test_a_second_press_after_a_new_state_is_answered_as_the_first(world: World, at: At) -> None:
    case = world.filed()
    client, url = at(world.otto), act_of(case, "accept")
    hidden = open_form(client, url)

    answers = [press(client, url, hidden) for _ in range(2)]

    assert [one.status_code for one in answers] == [302, 302]
    assert Event.objects.filter(case=case, kind=EventKind.CASE_ACCEPTED).count() == 1


def test_the_same_key_with_other_words_is_not_executed(world: World, at: At) -> None:
    case = world.accepted()
    client, url = at(world.otto), act_of(case, "ask")
    hidden = open_form(client, url)
    day = (today() + timedelta(days=7)).isoformat()
    press(client, url, hidden, text="Which depot?", due_on=day)

    response = press(client, url, hidden, text="Which road?", due_on=day)

    assert response.status_code == 422
    assert "Which road?" in text_of(response)
    assert case.questions.count() == 1


def test_a_corrected_form_is_executed_under_its_key(world: World, at: At) -> None:
    case = world.accepted()
    client, url = at(world.otto), act_of(case, "ask")
    hidden = open_form(client, url)
    press(client, url, hidden, text="Which depot?", due_on=today().isoformat())

    response = press(client, url, hidden, text="Which depot?", due_on=(today() + timedelta(days=7)).isoformat())

    assert response.status_code == 302
    assert case.questions.count() == 1


@pytest.mark.parametrize(
    ("user", "verb", "status"),
    [
        ("audra", "accept", 403),
        ("pol", "accept", 403),
        ("dora", "accept", 403),
        ("mira", "accept", 404),
        ("otto", "grant", 409),
        ("dora", "grant", 409),
        ("otto", "nonsense", 404),
        ("otto", "submit", 404),
        ("otto", "close_round", 404),
    ],
)
def test_an_act_is_only_for_those_who_may_and_only_in_its_state(
    world: World, at: At, user: str, verb: str, status: int
) -> None:
    case = world.filed()
    client = at(getattr(world, user))

    answers = [client.get(act_of(case, verb)).status_code, client.post(act_of(case, verb), {}).status_code]

    assert answers[0] == status
    assert answers[1] in (status, 400, 403, 409)
    assert reload_case(case).state == CaseState.SUBMITTED


def test_a_superuser_may_do_nothing_that_others_may_not(world: World, at: At) -> None:
    case = world.filed()
    world.stella.is_staff = world.stella.is_superuser = True
    world.stella.save()
    client = at(world.stella)

    assert client.get(page_of(case)).status_code == 404
    assert client.post(act_of(case, "accept"), {}).status_code == 404


def test_an_act_needs_the_token_against_forgery(world: World) -> None:
    case = world.filed()
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.otto)

    assert client.post(act_of(case, "accept"), {}).status_code == 403
    assert reload_case(case).state == CaseState.SUBMITTED


def test_get_with_values_does_not_act(world: World, at: At) -> None:
    case = world.filed()

    response = at(world.otto).get(act_of(case, "accept"), {"expected": case.revision, "confirm": "yes"})

    assert response.status_code == 200
    assert reload_case(case).state == CaseState.SUBMITTED


def test_two_presses_at_the_same_moment_act_once(real_world: World, at: At) -> None:
    world, case = real_world, real_world.accepted()
    client, url = at(world.otto), act_of(case, "ask")
    hidden = open_form(client, url)
    typed = {"text": "Which depot?", "due_on": (today() + timedelta(days=7)).isoformat()}
    barrier, answers = threading.Barrier(2), []

    def press_once() -> None:
        own = at(world.otto)
        barrier.wait()
        answers.append(press(own, url, hidden, **typed).status_code)
        connection.close()

    threads = [threading.Thread(target=press_once) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [302, 302]
    assert case.questions.count() == 1
