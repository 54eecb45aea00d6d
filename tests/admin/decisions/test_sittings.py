"""Sittings at the desk: kept by deciders, read by the authority, and their agenda."""

from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from licensing.acts.decisions import sittings
from licensing.choices import DecisionOutcome
from tests.admin.conftest import At, call_sitting, conclude_sitting, page_of, sitting_page, text_of
from tests.world import World

LIST = reverse("admin:licensing_sitting_changelist")


CALL = reverse("admin:licensing_sitting_call")


DESK = reverse("admin:index")


def _said(response: HttpResponse) -> list[str]:
    return [str(one) for one in get_messages(response.wsgi_request)]


@pytest.mark.walk
def test_every_case_that_waits_is_put_on_the_agenda_at_once(world: World, at: At) -> None:
    first, second = world.before_government(title="First"), world.before_government(title="Second")
    world.with_need(title="Still with the ministries")
    sitting, client = call_sitting(world), at(world.dora)

    page = text_of(client.get(sitting_page(sitting, "change")))
    response = client.post(sitting_page(sitting, "fill"), {"all": "1"})

    assert [title in page for title in ("First", "Second", "Still with the ministries")] == [True, True, False]
    assert (response.status_code, _said(response)) == (302, ["2 cases are on the agenda."])
    assert [item.case for item in sitting.agenda.order_by("number")] == [first, second]


def test_a_case_is_taken_off_the_agenda(world: World, at: At) -> None:
    case = world.before_government()
    sitting = call_sitting(world, case)

    response = at(world.dora).post(sitting_page(sitting, "take_off", case.pk))

    assert (response.status_code, sitting.agenda.count()) == (302, 0)
    assert _said(response) == [f"{case.reference} is off the agenda."]


@pytest.mark.walk
def test_the_case_says_on_which_agenda_it_is(world: World, at: At) -> None:
    case = world.before_government()
    sitting = call_sitting(world, case)

    for_decider, for_member = (text_of(at(one).get(page_of(case))) for one in (world.dora, world.mira))

    assert f'<a href="{sitting_page(sitting, "change")}"><bdi>Cabinet, weekly</bdi></a>' in for_decider
    assert "Cabinet, weekly" in for_member
    assert sitting_page(sitting, "change") not in for_member


@pytest.mark.walk
def test_who_reads_every_file_reads_sittings_and_may_change_nothing(world: World, at: At) -> None:
    case = world.before_government()
    sitting, client = call_sitting(world, case), at(world.audra)

    page = text_of(client.get(sitting_page(sitting, "change")))
    forms = [client.get(url).status_code for url in (CALL, sitting_page(sitting, "attend"), sitting_page(sitting, "conclude"))]
    client.post(sitting_page(sitting, "take_off", case.pk))
    pressed = client.post(sitting_page(sitting, "conclude"), {"resolution_no": "1"})

    assert str(case.reference) in page
    assert [sitting_page(sitting, one) in page for one in ("attend", "conclude", "fill")] == [False] * 3
    assert (forms, pressed.status_code, sitting.agenda.count()) == ([403, 403, 403], 403, 1)


def test_nobody_else_knows_of_a_sitting(world: World, at: At) -> None:
    sitting = conclude_sitting(world, world.before_government())
    urls = [sitting_page(sitting, "change"), sitting_page(sitting, "minutes"), sitting_page(sitting, "pdf", "en"), CALL]

    assert [at(world.mira).get(url).status_code for url in urls] == [404] * 4
    assert at(world.mira).get(LIST).status_code == 403


def test_the_desk_of_a_decider_shows_the_sittings_that_are_called(world: World, at: At) -> None:
    sitting = call_sitting(world)

    decider, officer = (text_of(at(one).get(DESK)) for one in (world.dora, world.otto))

    assert [sitting_page(sitting, "change") in page for page in (decider, officer)] == [True, False]
    assert [LIST in page for page in (decider, officer)] == [True, True]


def test_empty_lists_say_so(world: World, at: At) -> None:
    page = text_of(at(world.dora).get(LIST))

    assert "No sitting is called. Call one to decide several cases by one resolution." in page
    assert "No sitting has been concluded yet." in page


@pytest.mark.walk
def test_pages_take_as_many_statements_for_three_rows_as_for_one(world: World, at: At) -> None:
    waits, client = world.before_government(title="Waits"), at(world.dora)
    sitting = call_sitting(world, world.before_government())
    conclude_sitting(world, world.before_government(), number="1-r")
    pages = [LIST, DESK, sitting_page(sitting, "change")]
    for page in pages:
        client.get(page)
    one = [_count_statements(client, page) for page in pages]
    for number in (2, 3):
        call_sitting(world, world.before_government())
        conclude_sitting(world, world.before_government(), number=f"{number}-r")
        sittings.put_on_agenda(sitting, world.dora, world.before_government(), outcome=DecisionOutcome.GRANT)
        world.before_government(title=f"Waits {number}")

    assert [_count_statements(client, page) for page in pages] == one
    assert waits.is_open


def _count_statements(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as statements:
        response = client.get(page)
    assert response.status_code == 200, page
    return len(statements)
