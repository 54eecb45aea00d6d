"""Forms of a sitting at the desk: called, attended, concluded."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from licensing.acts.acting import now, to_local_day
from licensing.acts.decisions import sittings
from licensing.acts.requests import questions
from licensing.choices import CaseState
from licensing.models import Body, Case, Sitting
from tests.admin.conftest import At, call_sitting, execute_act, open_form, press, sitting_page, text_of
from tests.world import World

CALL = reverse("admin:licensing_sitting_call")


def test_call_leads_to_the_page_of_the_sitting(world: World, at: At) -> None:
    day = str(to_local_day(now()))

    response = execute_act(at(world.dora), CALL, body="CMU", title="Cabinet, weekly", held_on=day, quorum="3")

    sitting = Sitting.objects.get()
    assert (response.status_code, response["Location"]) == (302, sitting_page(sitting, "change"))
    assert (sitting.body_id, sitting.title, str(sitting.held_on), sitting.quorum) == ("CMU", "Cabinet, weekly", day, 3)


def test_the_same_press_twice_calls_one_sitting(world: World, at: At) -> None:
    client, typed = at(world.dora), {"body": "CMU", "title": "Once", "held_on": "2026-05-04", "quorum": "1"}
    hidden = open_form(client, CALL)

    answers = [press(client, CALL, hidden, **typed)["Location"] for _ in range(2)]

    assert answers == [sitting_page(Sitting.objects.get(), "change")] * 2


def test_call_says_each_error_beside_its_field(world: World, at: At) -> None:
    response = execute_act(at(world.dora), CALL, body="CMU", title=" ", held_on="2026-05-04", quorum="0")

    page = text_of(response)
    expected = (
        "Give the sitting a title.",
        "At least one member must be present.",
        'value="2026-05-04"',
        'value="CMU" selected',
    )
    assert response.status_code == 400
    assert [one for one in expected if one not in page] == []
    assert not Sitting.objects.exists()


def test_attendance_offers_those_with_a_mandate_and_counts_the_quorum(world: World, at: At) -> None:
    sitting, client = call_sitting(world, quorum=2), at(world.dora)

    page = text_of(client.get(sitting_page(sitting, "attend")))
    response = execute_act(
        client, sitting_page(sitting, "attend"), body_CMU=str(world.dora.pk), body_GS=str(world.dan.pk), body_MOD="absent"
    )

    there = sitting.attendance.order_by("body").values_list("body", "person__name", "present")
    assert [f"{name} is there" in page for name in ("Dora", "Rhea", "Greta", "Dan", "Mira", "Otto")] == [True] * 5 + [False]
    assert (response.status_code, list(there)) == (302, [("CMU", "Dora", True), ("GS", "Dan", True), ("MOD", "Rhea", False)])
    page = text_of(client.get(sitting_page(sitting, "change")))
    assert "No quorum" in page
    assert "2 stated to be present, 1 confirmed, 2 needed" in page


@pytest.mark.walk
def test_a_member_confirms_from_their_desk(world: World, at: At) -> None:
    sitting, rhea = call_sitting(world, quorum=2), at(world.rhea)
    members = [(world.dora, sitting.body, True), (world.rhea, Body.objects.get(pk="MOD"), True)]
    sittings.record_attendance(sitting, world.dora, members)
    confirm = sitting_page(sitting, "confirm")

    before = text_of(rhea.get(reverse("admin:index")))
    response = execute_act(rhea, confirm)
    after = text_of(rhea.get(reverse("admin:index")))

    assert (confirm in before, response.status_code, confirm in after) == (True, 302, False)
    assert "Quorum is there" in text_of(at(world.dora).get(sitting_page(sitting, "change")))
    assert at(world.mira).get(confirm).status_code == 404


def test_the_conclusion_is_read_before_it_is_pressed(world: World, at: At) -> None:
    case = world.before_government()
    questions.ask_question(case, world.otto, text="Which unit?", due_on=to_local_day(now()) + timedelta(days=5))
    sitting = call_sitting(world, case)

    page = text_of(at(world.dora).get(sitting_page(sitting, "conclude")))

    expected = (
        "What will be decided",
        str(case.reference),
        "Would not be decided now: A question to the applicant is not settled",
    )
    assert [one for one in (*expected, "Conclude and decide 1 case") if one not in page] == []
    assert Case.objects.get(pk=case.pk).state == CaseState.GOVERNMENT_DECISION


@pytest.mark.walk
def test_the_conclusion_decides_each_case_and_says_why_one_is_not(world: World, at: At) -> None:
    fine, asked = world.before_government(title="Fine"), world.before_government(title="Asked")
    questions.ask_question(asked, world.otto, text="Which unit?", due_on=to_local_day(now()) + timedelta(days=5))
    sitting, client = call_sitting(world, fine, asked), at(world.dora)

    response = execute_act(client, sitting_page(sitting, "conclude"), resolution_no="512-r")

    page = text_of(client.get(sitting_page(sitting, "change")))
    states = [Case.objects.get(pk=case.pk).state for case in (fine, asked)]
    assert (response.status_code, states) == (302, [CaseState.GRANTED, CaseState.GOVERNMENT_DECISION])
    expected = ("512-r", "Not decided", "A question to the applicant is not settled yet", sitting_page(sitting, "minutes"))
    assert [one for one in expected if one not in page] == []
    assert sitting_page(sitting, "conclude") not in page


def test_without_quorum_the_conclusion_says_so_and_keeps_the_number(world: World, at: At) -> None:
    sitting = call_sitting(world, world.before_government(), quorum=3)

    response = execute_act(at(world.dora), sitting_page(sitting, "conclude"), resolution_no="512-r")

    page = text_of(response)
    assert response.status_code == 409
    assert "No quorum: 1 confirmed that they attend, 3 are needed, 2 are missing." in page
    assert 'value="512-r"' in page


@pytest.mark.walk
def test_a_second_press_finds_the_sitting_closed_and_changes_nothing(world: World, at: At) -> None:
    case = world.before_government()
    sitting, client = call_sitting(world, case), at(world.dora)
    hidden = open_form(client, sitting_page(sitting, "conclude"))
    press(client, sitting_page(sitting, "conclude"), hidden, resolution_no="512-r")

    again = press(client, sitting_page(sitting, "conclude"), hidden, resolution_no="512-r")

    assert (again.status_code, "This sitting is closed." in text_of(again)) == (409, True)
    assert [item.result for item in sitting.agenda.all()] == ["decided"]
