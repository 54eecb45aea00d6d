"""Forms of a sitting at the desk: called, attended, filled with proposals, concluded."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.urls import reverse

from licensing.acts.acting import now, to_local_day
from licensing.acts.requests import questions
from licensing.choices import CaseState
from licensing.models import Case, Sitting
from tests.admin.conftest import At, call_sitting, execute_act, open_form, press, sitting_page, text_of
from tests.world import World

CALL = reverse("admin:licensing_sitting_call")


def _proposal(case: Case) -> dict[str, Any]:
    """What the form of a proposal sends when nothing of it is changed."""
    return {f"quantity_{item.number}": str(item.quantity.normalize()) for item in case.items.all()} | {
        "outcome": "grant",
        "valid_until": str(to_local_day(now()) + timedelta(days=300)),
    }


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
    assert "Quorum is there" in text_of(client.get(sitting_page(sitting, "change")))


def test_a_case_is_proposed_in_detail_and_the_agenda_says_so_in_words(world: World, at: At) -> None:
    case = world.before_government()
    sitting, client = call_sitting(world), at(world.dora)
    typed = _proposal(case) | {"quantity_1": "25", "reasons": "The forces need the rest.", "conditions": ["P01"]}

    response = execute_act(client, sitting_page(sitting, "propose", case.pk), **typed)

    assert (response.status_code, response["Location"]) == (302, sitting_page(sitting, "change"))
    assert sitting.agenda.get().details == {
        "reasons": "The forces need the rest.",
        "valid_until": typed["valid_until"],
        "quantities": {"1": "25"},
        "conditions": [{"code": "P01", "parameters": {}, "text": "", "author": "government"}],
    }
    page = text_of(client.get(sitting_page(sitting, "change")))
    expected = ("Reconnaissance UAV: 25 of 40", "With 1 condition", "Reasons: The forces need the rest.")
    assert [one for one in expected if one not in page] == []


def test_a_proposal_is_opened_again_as_it_was_made_and_changed(world: World, at: At) -> None:
    case = world.before_government()
    sitting, client, url = call_sitting(world, case), at(world.dora), ""
    url = sitting_page(sitting, "propose", case.pk)
    execute_act(client, url, **_proposal(case) | {"quantity_1": "25", "reasons": "Less.", "conditions": ["P01"]})

    again = text_of(client.get(url))
    response = execute_act(client, url, outcome="refuse", grounds=["R10"], reasons="No.", quantity_1="25", quantity_2="4")

    expected = ('name="quantity_1" value="25"', "Less.", 'value="P01" checked', "Change what is proposed")
    assert [one for one in expected if one not in again] == []
    item = sitting.agenda.get()
    assert (response.status_code, item.outcome, item.details) == (302, "refuse", {"grounds": ["R10"], "reasons": "No."})


def test_an_error_in_a_proposal_is_beside_its_field(world: World, at: At) -> None:
    case = world.before_government()
    sitting = call_sitting(world)
    typed = _proposal(case) | {
        "quantity_1": "41",
        "valid_until": "2001-01-01",
        "conditions": ["P03"],
        "conditions.own": "Mine.",
    }

    response = execute_act(at(world.dora), sitting_page(sitting, "propose", case.pk), **typed)

    page = text_of(response)
    expected = (
        "Between 0 and 40 NAR can be granted of item 1.",
        "A permit of this kind ends after today",
        "Look at the conditions marked below.",
        'value="41"',
        'value="2001-01-01"',
        'value="P03" checked',
        "Mine.</textarea>",
    )
    assert (response.status_code, [one for one in expected if one not in page]) == (400, [])
    assert not sitting.agenda.exists()


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
    assert response.status_code == 400
    assert "No quorum: 1 present, 3 needed." in page
    assert 'value="512-r"' in page


def test_a_second_press_finds_the_sitting_closed_and_changes_nothing(world: World, at: At) -> None:
    case = world.before_government()
    sitting, client = call_sitting(world, case), at(world.dora)
    hidden = open_form(client, sitting_page(sitting, "conclude"))
    press(client, sitting_page(sitting, "conclude"), hidden, resolution_no="512-r")

    again = press(client, sitting_page(sitting, "conclude"), hidden, resolution_no="512-r")

    assert (again.status_code, "This sitting is closed." in text_of(again)) == (409, True)
    assert [item.result for item in sitting.agenda.all()] == ["decided"]
