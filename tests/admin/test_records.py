"""Licences, procedures and events as they are read at the desk."""

from __future__ import annotations

from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from licensing.acts.licences import licence as acts
from licensing.acts.signoff import recusal
from licensing.choices import RecusalReason
from licensing.models import Event, Licence, Procedure
from tests.admin.conftest import At, text_of
from tests.world import World, clearance

LICENCES = reverse("admin:licensing_licence_changelist")
EVENTS = reverse("admin:licensing_event_changelist")


def _page(licence: Licence) -> str:
    return reverse("admin:licensing_licence_change", args=[licence.pk])


def test_licence_page_shows_lines_ledger_and_history(world: World, at: At) -> None:
    licence = world.licence()
    acts.draw_down_licence(licence, world.cus, clearance("m-1", 15))

    page = text_of(at(world.audra).get(_page(licence)))

    told = (licence.number, "Reconnaissance UAV", "D-m-1", "m-1", "Licence issued", "Quantity drawn down", ">25<")
    assert [one for one in told if one not in page] == []


def test_licence_is_not_for_members_and_answers_like_a_missing_one(world: World, at: At) -> None:
    licence = world.licence()
    missing = Licence(pk=uuid4())

    answers = [at(world.mira).get(_page(one)) for one in (licence, missing)]

    assert [one.status_code for one in answers] == [404, 404]
    assert answers[0].content == answers[1].content


def test_licence_buttons_are_for_those_who_may(world: World, at: At) -> None:
    licence = world.licence()
    verbs = ("activate", "suspend", "reinstate", "revoke")

    offered = {
        user.name: [
            verb
            for verb in verbs
            if reverse("admin:licensing_licence_act", args=[licence.pk, verb]) in text_of(at(user).get(_page(licence)))
        ]
        for user in (world.otto, world.dora, world.audra)
    }

    assert offered == {"Otto": ["suspend"], "Dora": ["revoke"], "Audra": []}


def test_licence_list_takes_as_many_statements_for_three_rows_as_for_one(world: World, at: At) -> None:
    world.licence()
    client = at(world.otto)
    client.get(LICENCES)
    with CaptureQueriesContext(connection) as one:
        client.get(LICENCES)
    world.licence(title="Second")
    world.licence(title="Third")

    with CaptureQueriesContext(connection) as three:
        client.get(LICENCES)

    assert len(three) == len(one)


def test_events_are_read_with_their_digests(world: World, at: At) -> None:
    case = world.filed()
    event = Event.objects.filter(case=case).latest("number")
    client = at(world.audra)

    page = text_of(client.get(reverse("admin:licensing_event_change", args=[event.number])))

    assert event.digest in page
    assert event.previous in page
    assert case.reference in text_of(client.get(EVENTS))


def test_events_are_listed_by_what_happened(world: World, at: At) -> None:
    filed, draft = world.filed(), world.draft()
    client = at(world.audra)

    page = client.get(EVENTS, {"kind__exact": "case.submitted"})

    listed = {event.case_id for event in page.context["cl"].result_list}
    assert listed == {filed.pk}
    assert draft.pk not in listed
    assert "Request withdrawn" in text_of(page)


def test_events_of_a_case_with_a_conflict_of_interest_are_not_shown(world: World, at: At) -> None:
    case = world.accepted()
    recusal.recuse_member(case, world.otto, reason=RecusalReason.OTHER, person=world.dora)
    event = Event.objects.filter(case=case).latest("number")

    assert case.reference not in text_of(at(world.dora).get(EVENTS))
    assert at(world.dora).get(reverse("admin:licensing_event_change", args=[event.number])).status_code == 404
    assert at(world.dora).get(reverse("admin:licensing_event_change", args=[999_999])).status_code == 404


def test_procedure_is_shown_with_stages_seats_and_rules_in_words(world: World, at: At) -> None:
    procedure = Procedure.objects.get(code="tests")

    page = text_of(at(world.mira).get(reverse("admin:licensing_procedure_change", args=[procedure.pk])))

    told = ("Procedure of the tests", "Majority of the votes cast", "General Staff", "silence never counts", "45 calendar days")
    assert [one for one in told if one not in page] == []


def test_decision_table_is_shown_in_the_order_in_which_it_is_asked(world: World, at: At) -> None:
    page = text_of(at(world.mira).get(reverse("admin:licensing_routingrow_changelist")))

    assert "Every case of the tests" in page
