"""Sittings at the desk: called, filled, attended, concluded, and their minutes; kept by deciders, read by the authority."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from licensing.acts.acting import now, to_local_day
from licensing.acts.decisions import sittings
from licensing.acts.requests import questions
from licensing.acts.signoff import recusal
from licensing.choices import CaseState, DecisionOutcome, RecusalReason
from licensing.models import Body, Case, Sitting
from tests.admin.conftest import At, execute_act, open_form, page_of, press, text_of
from tests.world import World

LIST = reverse("admin:licensing_sitting_changelist")
CALL = reverse("admin:licensing_sitting_call")
DESK = reverse("admin:index")


def _of(sitting: Sitting, page: str, *more: Any) -> str:
    return reverse(f"admin:licensing_sitting_{page}", args=[sitting.pk, *more])


def _called(world: World, *cases: Case, quorum: int = 1, **changes: Any) -> Sitting:
    cabinet = Body.objects.get(pk="CMU")
    about = {"title": "Cabinet, weekly", "held_on": to_local_day(now())} | changes
    sitting = sittings.call_sitting(world.dora, body=cabinet, quorum=quorum, **about)
    sittings.record_attendance(sitting, world.dora, [(world.dora, cabinet, True)])
    for case in cases:
        sittings.put_on_agenda(sitting, world.dora, case, outcome=DecisionOutcome.GRANT)
    return sitting


def _concluded(world: World, *cases: Case, number: str = "512-r") -> Sitting:
    return sittings.conclude_sitting(_called(world, *cases), world.dora, resolution_no=number)


def _proposal(case: Case) -> dict[str, Any]:
    """What the form of a proposal sends when nothing of it is changed."""
    return {f"quantity_{item.number}": str(item.quantity.normalize()) for item in case.items.all()} | {
        "outcome": "grant",
        "valid_until": str(to_local_day(now()) + timedelta(days=300)),
    }


def _said(response: HttpResponse) -> list[str]:
    return [str(one) for one in get_messages(response.wsgi_request)]


# Calling and attending


def test_call_leads_to_the_page_of_the_sitting(world: World, at: At) -> None:
    day = str(to_local_day(now()))

    response = execute_act(at(world.dora), CALL, body="CMU", title="Cabinet, weekly", held_on=day, quorum="3")

    sitting = Sitting.objects.get()
    assert (response.status_code, response["Location"]) == (302, _of(sitting, "change"))
    assert (sitting.body_id, sitting.title, str(sitting.held_on), sitting.quorum) == ("CMU", "Cabinet, weekly", day, 3)


def test_the_same_press_twice_calls_one_sitting(world: World, at: At) -> None:
    client, typed = at(world.dora), {"body": "CMU", "title": "Once", "held_on": "2026-05-04", "quorum": "1"}
    hidden = open_form(client, CALL)

    answers = [press(client, CALL, hidden, **typed)["Location"] for _ in range(2)]

    assert answers == [_of(Sitting.objects.get(), "change")] * 2


def test_call_says_all_that_is_wrong_beside_its_field_and_keeps_what_was_typed(world: World, at: At) -> None:
    response = execute_act(at(world.dora), CALL, body="CMU", title=" ", held_on="2026-05-04", quorum="0")

    page = text_of(response)
    told = ("Give the sitting a title.", "At least one member must be present.", 'value="2026-05-04"', 'value="CMU" selected')
    assert response.status_code == 400
    assert [one for one in told if one not in page] == []
    assert not Sitting.objects.exists()


def test_attendance_offers_those_with_a_mandate_and_counts_the_quorum(world: World, at: At) -> None:
    sitting, client = _called(world, quorum=2), at(world.dora)

    page = text_of(client.get(_of(sitting, "attend")))
    response = execute_act(
        client, _of(sitting, "attend"), body_CMU=str(world.dora.pk), body_GS=str(world.dan.pk), body_MOD="absent"
    )

    there = sitting.attendance.order_by("body").values_list("body", "person__name", "present")
    assert [f"{name} is there" in page for name in ("Dora", "Rhea", "Greta", "Dan", "Mira", "Otto")] == [True] * 5 + [False]
    assert (response.status_code, list(there)) == (302, [("CMU", "Dora", True), ("GS", "Dan", True), ("MOD", "Rhea", False)])
    assert "Quorum is there" in text_of(client.get(_of(sitting, "change")))


# The agenda


def test_every_case_that_waits_is_put_on_the_agenda_at_once(world: World, at: At) -> None:
    first, second = world.before_government(title="First"), world.before_government(title="Second")
    world.with_need(title="Still with the ministries")
    sitting, client = _called(world), at(world.dora)

    page = text_of(client.get(_of(sitting, "change")))
    response = client.post(_of(sitting, "fill"), {"all": "1"})

    assert [title in page for title in ("First", "Second", "Still with the ministries")] == [True, True, False]
    assert (response.status_code, _said(response)) == (302, ["2 cases are on the agenda."])
    assert [item.case for item in sitting.agenda.order_by("number")] == [first, second]


def test_a_case_is_proposed_in_detail_and_the_agenda_says_so_in_words(world: World, at: At) -> None:
    case = world.before_government()
    sitting, client = _called(world), at(world.dora)
    typed = _proposal(case) | {"quantity_1": "25", "reasons": "The forces need the rest.", "conditions": ["P01"]}

    response = execute_act(client, _of(sitting, "propose", case.pk), **typed)

    assert (response.status_code, response["Location"]) == (302, _of(sitting, "change"))
    assert sitting.agenda.get().details == {
        "reasons": "The forces need the rest.",
        "valid_until": typed["valid_until"],
        "quantities": {"1": "25"},
        "conditions": [{"code": "P01", "parameters": {}, "text": "", "author": "government"}],
    }
    page = text_of(client.get(_of(sitting, "change")))
    told = ("Reconnaissance UAV: 25 of 40", "With 1 condition", "Reasons: The forces need the rest.")
    assert [one for one in told if one not in page] == []


def test_a_proposal_is_opened_again_as_it_was_made_and_changed(world: World, at: At) -> None:
    case = world.before_government()
    sitting, client, url = _called(world, case), at(world.dora), ""
    url = _of(sitting, "propose", case.pk)
    execute_act(client, url, **_proposal(case) | {"quantity_1": "25", "reasons": "Less.", "conditions": ["P01"]})

    again = text_of(client.get(url))
    response = execute_act(client, url, outcome="refuse", grounds=["R10"], reasons="No.", quantity_1="25", quantity_2="4")

    told = ('name="quantity_1" value="25"', "Less.", 'value="P01" checked', "Change what is proposed")
    assert [one for one in told if one not in again] == []
    item = sitting.agenda.get()
    assert (response.status_code, item.outcome, item.details) == (302, "refuse", {"grounds": ["R10"], "reasons": "No."})


def test_what_is_wrong_with_a_proposal_stands_beside_its_field_and_nothing_typed_is_lost(world: World, at: At) -> None:
    case = world.before_government()
    sitting = _called(world)
    typed = _proposal(case) | {
        "quantity_1": "41",
        "valid_until": "2001-01-01",
        "conditions": ["P03"],
        "conditions.own": "Mine.",
    }

    response = execute_act(at(world.dora), _of(sitting, "propose", case.pk), **typed)

    page = text_of(response)
    told = (
        "Between 0 and 40 NAR can be granted of item 1.",
        "A permit of this kind ends after today",
        "Look at the conditions marked below.",
        'value="41"',
        'value="2001-01-01"',
        'value="P03" checked',
        "Mine.</textarea>",
    )
    assert (response.status_code, [one for one in told if one not in page]) == (400, [])
    assert not sitting.agenda.exists()


def test_a_case_is_taken_off_the_agenda(world: World, at: At) -> None:
    case = world.before_government()
    sitting = _called(world, case)

    response = at(world.dora).post(_of(sitting, "take_off", case.pk))

    assert (response.status_code, sitting.agenda.count()) == (302, 0)
    assert _said(response) == [f"{case.reference} is off the agenda."]


def test_the_case_says_on_which_agenda_it_is(world: World, at: At) -> None:
    case = world.before_government()
    sitting = _called(world, case)

    for_decider, for_member = (text_of(at(one).get(page_of(case))) for one in (world.dora, world.mira))

    assert f'<a href="{_of(sitting, "change")}">Cabinet, weekly</a>' in for_decider
    assert "Cabinet, weekly" in for_member
    assert _of(sitting, "change") not in for_member


# The conclusion


def test_the_conclusion_is_read_before_it_is_pressed(world: World, at: At) -> None:
    case = world.before_government()
    questions.ask_question(case, world.otto, text="Which unit?", due_on=to_local_day(now()) + timedelta(days=5))
    sitting = _called(world, case)

    page = text_of(at(world.dora).get(_of(sitting, "conclude")))

    told = ("What will be decided", str(case.reference), "Would not be decided now: A question to the applicant is not settled")
    assert [one for one in (*told, "Conclude and decide 1 case") if one not in page] == []
    assert Case.objects.get(pk=case.pk).state == CaseState.GOVERNMENT_DECISION


def test_the_conclusion_decides_each_case_and_says_why_one_is_not(world: World, at: At) -> None:
    fine, asked = world.before_government(title="Fine"), world.before_government(title="Asked")
    questions.ask_question(asked, world.otto, text="Which unit?", due_on=to_local_day(now()) + timedelta(days=5))
    sitting, client = _called(world, fine, asked), at(world.dora)

    response = execute_act(client, _of(sitting, "conclude"), resolution_no="512-r")

    page = text_of(client.get(_of(sitting, "change")))
    states = [Case.objects.get(pk=case.pk).state for case in (fine, asked)]
    assert (response.status_code, states) == (302, [CaseState.GRANTED, CaseState.GOVERNMENT_DECISION])
    told = ("512-r", "Not decided", "A question to the applicant is not settled yet", _of(sitting, "minutes"))
    assert [one for one in told if one not in page] == []
    assert _of(sitting, "conclude") not in page


def test_without_quorum_the_conclusion_says_so_and_keeps_the_number(world: World, at: At) -> None:
    sitting = _called(world, world.before_government(), quorum=3)

    response = execute_act(at(world.dora), _of(sitting, "conclude"), resolution_no="512-r")

    page = text_of(response)
    assert response.status_code == 400
    assert "No quorum: 1 present, 3 needed." in page
    assert 'value="512-r"' in page


def test_a_second_press_finds_the_sitting_closed_and_changes_nothing(world: World, at: At) -> None:
    case = world.before_government()
    sitting, client = _called(world, case), at(world.dora)
    hidden = open_form(client, _of(sitting, "conclude"))
    press(client, _of(sitting, "conclude"), hidden, resolution_no="512-r")

    again = press(client, _of(sitting, "conclude"), hidden, resolution_no="512-r")

    assert (again.status_code, "This sitting is closed." in text_of(again)) == (409, True)
    assert [item.result for item in sitting.agenda.all()] == ["decided"]


# The minutes


def test_the_minutes_are_read_from_what_was_kept_and_never_worked_out_anew(world: World, at: At) -> None:
    case = world.before_government()
    sitting = _concluded(world, case)
    Sitting.objects.filter(pk=sitting.pk).update(title="Renamed")
    minutes = Sitting.objects.get(pk=sitting.pk).minutes

    page = text_of(at(world.audra).get(_of(sitting, "minutes")))

    told = (
        "Cabinet, weekly",
        "512-r",
        str(case.reference),
        "Dora",
        minutes.digest,
        json.loads(minutes.canonical)["agenda"][0]["digest"],
    )
    assert [one for one in told if one not in page] == []
    assert "no longer has this digest" not in page
    assert "Minutes of a sitting · Renamed" not in page


@pytest.mark.parametrize("language", ["en", "uk"])
def test_the_minutes_are_printed_and_the_same_minutes_give_the_same_paper(world: World, at: At, language: str) -> None:
    sitting, client = _concluded(world, world.before_government()), at(world.audra)

    papers = [client.get(_of(sitting, "pdf", language)) for _ in range(2)]

    assert [one["Content-Type"] for one in papers] == ["application/pdf"] * 2
    assert papers[0].content[:5] == b"%PDF-"
    assert papers[0].content == papers[1].content


def test_there_are_no_minutes_before_the_conclusion_and_none_in_another_language(world: World, at: At) -> None:
    client = at(world.dora)
    called, concluded = _called(world), _concluded(world, world.before_government())

    missing = [_of(called, "minutes"), _of(called, "pdf", "en"), _of(concluded, "pdf", "xx")]

    assert [client.get(url).status_code for url in missing] == [404, 404, 404]


# Who may


def test_who_reads_every_file_reads_sittings_and_may_change_nothing(world: World, at: At) -> None:
    case = world.before_government()
    sitting, client = _called(world, case), at(world.audra)

    page = text_of(client.get(_of(sitting, "change")))
    forms = [client.get(url).status_code for url in (CALL, _of(sitting, "attend"), _of(sitting, "conclude"))]
    client.post(_of(sitting, "take_off", case.pk))
    pressed = client.post(_of(sitting, "conclude"), {"resolution_no": "1"})

    assert str(case.reference) in page
    assert [_of(sitting, one) in page for one in ("attend", "conclude", "fill")] == [False] * 3
    assert (forms, pressed.status_code, sitting.agenda.count()) == ([403, 403, 403], 403, 1)


def test_nobody_else_knows_of_a_sitting(world: World, at: At) -> None:
    sitting = _concluded(world, world.before_government())
    urls = [_of(sitting, "change"), _of(sitting, "minutes"), _of(sitting, "pdf", "en"), CALL]

    assert [at(world.mira).get(url).status_code for url in urls] == [404] * 4
    assert at(world.mira).get(LIST).status_code == 403


def test_of_a_case_with_a_conflict_of_interest_only_its_place_is_shown(world: World, at: At) -> None:
    case = world.before_government(title="Kept from Audra")
    sitting, client = _called(world, case), at(world.audra)
    recusal.recuse_member(case, world.otto, reason=RecusalReason.OTHER, person=world.audra)

    agenda = text_of(client.get(_of(sitting, "change")))
    sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")
    minutes = text_of(client.get(_of(sitting, "minutes")))

    assert ["Kept from Audra" in page for page in (agenda, minutes)] == [False, False]
    assert ["Withheld: you have no part in this case." in page for page in (agenda, minutes)] == [True, True]


# Lists


def test_the_desk_of_a_decider_shows_the_sittings_that_are_called(world: World, at: At) -> None:
    sitting = _called(world)

    decider, officer = (text_of(at(one).get(DESK)) for one in (world.dora, world.otto))

    assert [_of(sitting, "change") in page for page in (decider, officer)] == [True, False]
    assert [LIST in page for page in (decider, officer)] == [True, True]


def test_empty_lists_say_so(world: World, at: At) -> None:
    page = text_of(at(world.dora).get(LIST))

    assert "No sitting is called. Call one to decide several cases by one resolution." in page
    assert "No sitting has been concluded yet." in page


@pytest.mark.parametrize("where", ["list", "desk", "agenda"])
def test_pages_take_as_many_statements_for_three_rows_as_for_one(world: World, at: At, where: str) -> None:
    waits, client = world.before_government(title="Waits"), at(world.dora)
    sitting = _called(world, world.before_government())
    url = {"list": LIST, "desk": DESK, "agenda": _of(sitting, "change")}[where]
    _concluded(world, world.before_government(), number="1-r")
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for number in (2, 3):
        _called(world, world.before_government())
        _concluded(world, world.before_government(), number=f"{number}-r")
        sittings.put_on_agenda(sitting, world.dora, world.before_government(), outcome=DecisionOutcome.GRANT)
        world.before_government(title=f"Waits {number}")

    with CaptureQueriesContext(connection) as three:
        response = client.get(url)

    assert (response.status_code, waits.is_open, len(three)) == (200, True, len(one))
