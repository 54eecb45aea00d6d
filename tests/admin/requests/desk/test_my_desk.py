"""My desk: what waits for whom, in what order, with the way to do it, and nothing that is not theirs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from licensing.acts.acting import at_time, now, to_local_day
from licensing.acts.decisions import government
from licensing.acts.licences.changing.variation import refuse_variation
from licensing.acts.licences.revocation import appeal_revocation
from licensing.acts.plans.countries.opening import edit_plan
from licensing.acts.requests import questions
from licensing.acts.signoff import positions, recusal
from licensing.choices import RecusalReason
from licensing.models import Appointment, Body, Case, CountryPlan, RoutingRow, Sitting, User
from tests.acts.plans.countries.state import draft_plan, opened
from tests.admin.conftest import At, act_of, execute_act, page_of, text_of
from tests.by_hand import by_hand
from tests.reports import issue_reporting_licence, list_duties, report_period
from tests.size.crowd import copy_case
from tests.trial import another_decider, make_revoked_licence
from tests.variations import issue_asked_licence
from tests.world import ALWAYS, World, approve

DESK = reverse("admin:index")


def _waiting(client: Client) -> list[tuple[str, str]]:
    """What waits, as (title of the case, what is to be done)."""
    return [(one.case.title, one.what) for one in client.get(DESK).context["waiting"]]


def _under_way(client: Client) -> list[tuple[str, str]]:
    return [(one.case.title, one.what) for one in client.get(DESK).context["under_way"]]


def _day(days: int) -> Any:
    return to_local_day(now()) + timedelta(days=days)


def test_the_desk_opens_on_what_waits_for_its_reader(world: World, at: At) -> None:
    assert "waiting" in at(world.otto).get(reverse("admin:index")).context


@pytest.mark.walk
def test_officer_checks_submitted_files_oldest_clock_first(world: World, at: At) -> None:
    with at_time(now() - timedelta(days=30)):
        world.filed(title="Old")
    world.filed(title="New")

    page = at(world.otto).get(DESK)

    assert [(one.case.title, one.badge.tone) for one in page.context["waiting"]] == [("Old", "over"), ("New", "calm")]
    assert "Overdue by" in text_of(page)
    assert page.context["overdue_number"] == 1


@pytest.mark.walk
def test_officer_reads_answers_and_looks_at_overdue_questions(world: World, at: At) -> None:
    answered, overdue, open_ = (world.filed(title=one) for one in ("Answered", "Overdue", "Open"))
    questions.ask_question(open_, world.otto, text="?", due_on=_day(5))
    question = questions.ask_question(answered, world.otto, text="?", due_on=_day(5))
    questions.answer_question(answered, world.paula, question.pk, text="!")
    with at_time(now() - timedelta(days=9)):
        questions.ask_question(overdue, world.otto, text="?", due_on=_day(2))

    assert sorted(_waiting(at(world.otto))) == [
        ("Answered", "Read the answer to a question"),
        ("Overdue", "A question is past its day and has no answer"),
    ]


@pytest.mark.walk
def test_officer_reads_that_no_procedure_covers_a_file(world: World, at: At) -> None:
    RoutingRow.objects.all().delete()
    world.filed(title="Uncovered")

    assert "No procedure covers it yet" in text_of(at(world.otto).get(DESK))
    assert _waiting(at(world.pol)) == [("Uncovered", "No procedure covers this case")]


def test_officer_does_not_find_the_files_of_another(world: World, at: At) -> None:
    oksana = User.objects.create_user("oksana@example.org", name="Oksana", is_staff=True)
    Appointment.objects.create(user=oksana, kind="case_officer", period=ALWAYS)
    case = world.filed()
    case.officer = oksana
    Case.objects.filter(pk=case.pk).update(officer=oksana)

    page = at(world.otto).get(DESK)

    assert page.context["waiting"] == []
    assert "1 submitted file is with another officer." in text_of(page)


@pytest.mark.walk
def test_member_signs_where_their_seat_has_not_spoken(world: World, at: At) -> None:
    world.accepted(title="To sign")
    spoken = world.accepted(title="Signed")
    positions.sign_case(spoken, world.mira, approve(), version=1)
    mira = at(world.mira)

    assert _waiting(mira) == [("To sign", "Sign for MFA: Ministries")]
    assert _under_way(mira) == [("Signed", "Mira has spoken for MFA: Ministries")]


@pytest.mark.walk
def test_a_seat_that_needs_the_statement_waits_for_the_ministry(world: World, at: At) -> None:
    case = world.accepted(title="Needed")

    assert _waiting(at(world.greta)) == []
    assert _under_way(at(world.greta)) == [("Needed", "General Staff speaks once the domestic need is stated: Ministries")]
    assert sorted(_waiting(at(world.rhea))) == [
        ("Needed", "Sign for MoD: Ministries"),
        ("Needed", "State domestic need"),
    ]

    world.state_need(case)

    assert _waiting(at(world.greta)) == [("Needed", "Sign for General Staff: Ministries")]


@pytest.mark.walk
def test_deputy_finds_the_same_as_the_holder(world: World, at: At) -> None:
    world.with_need(title="Shared")

    assert _waiting(at(world.dan)) == _waiting(at(world.greta)) == [("Shared", "Sign for General Staff: Ministries")]


def test_recused_member_finds_nothing_of_the_case(world: World, at: At) -> None:
    case = world.accepted(title="Not hers")
    recusal.recuse_member(case, world.mira, reason=RecusalReason.FAMILY)

    page = at(world.mira).get(DESK)

    assert (page.context["waiting"], page.context["under_way"]) == ([], [])
    assert "Not hers" not in text_of(page)


@pytest.mark.walk
def test_decider_decides_what_is_ready_and_resumes_what_has_come(world: World, at: At) -> None:
    world.before_government(title="Ready")
    hindered, adjourned, later = (world.before_government(title=one) for one in ("Asked", "Come", "Later"))
    questions.ask_question(hindered, world.otto, text="?", due_on=_day(5))
    government.adjourn_case(later, world.dora, until=_day(5), reason="Wait")
    with at_time(now() - timedelta(days=3)):
        government.adjourn_case(adjourned, world.dora, until=_day(1), reason="Wait")
    dora = at(world.dora)

    assert sorted(_waiting(dora)) == [
        ("Come", "The day it was adjourned to has come"),
        ("Ready", "Record the government's decision"),
    ]
    assert {title for title, _what in _under_way(dora)} == {"Asked", "Later"}


@pytest.mark.walk
def test_who_had_another_part_in_a_case_is_not_asked_to_decide_it(world: World, at: At) -> None:
    world.before_government(title="Signed by her")
    Appointment.objects.create(user=world.rhea, kind="decider", period=ALWAYS)

    assert _waiting(at(world.rhea)) == []


def test_person_without_an_office_reads_so(world: World, at: At) -> None:
    nobody = User.objects.create_user("nobody@example.org", name="Nobody", is_staff=True)

    page = text_of(at(nobody).get(DESK))

    assert "You hold no duty and no mandate here today" in page


def test_whoever_is_to_sign_is_led_to_the_case_and_not_past_it(world: World, at: At) -> None:
    case = world.accepted()

    page = text_of(at(world.mira).get(DESK))

    assert act_of(case, "sign") not in page
    assert f"{page_of(case)}#signoff" in page


@pytest.mark.walk
def test_desk_takes_as_many_statements_for_three_cases_as_for_one(world: World, at: At) -> None:
    people = (world.otto, world.rhea, world.dora, world.audra, world.pol)
    cases = world.before_government(title="One"), world.accepted(title="One more"), world.filed(title="And one")
    clients = [at(one) for one in people]
    for client in clients:
        client.get(DESK)
    few = [_statements(client) for client in clients]

    for case in cases:
        copy_case(case, 2, of_another=False)

    assert [_statements(client) for client in clients] == few
    # An officer's costs most: two of its statements count the files of others and the irregular clearances that wait, one
    # reads what the officer has to assess, one the reports that differ from the ledger,
    # one the visits to delivered goods, one the licences whose paper is due, one the variations that wait.
    assert max(few) <= 29


@pytest.mark.walk
def test_reports_that_differ_stand_on_the_desk_until_they_are_settled(world: World, at: At) -> None:
    licence = issue_reporting_licence(world)
    report_period(world, list_duties(licence)[0], delivered="3")
    found = licence.differences.get()
    way = reverse("admin:licensing_licence_difference_act", args=[licence.pk, found.pk, "settle_difference"])

    waits, others = text_of(at(world.otto).get(DESK)), text_of(at(world.audra).get(DESK))
    execute_act(at(world.otto), way, outcome="suspension", reason="One is unaccounted for.")
    proposed, form = text_of(at(world.otto).get(DESK)), text_of(at(world.otto).get(way))
    execute_act(at(world.otto), way, outcome="accepted", reason="One was found.")

    assert (way in waits, way in others) == (True, False)
    assert "a suspension is proposed" in proposed
    assert "Otto proposes to suspend the licence: One is unaccounted for." in form
    assert 'value="suspension"' not in form
    assert way not in text_of(at(world.otto).get(DESK))


def test_variations_that_wait_stand_on_the_desk_of_an_officer(world: World, at: At) -> None:
    subject = issue_asked_licence(world)
    heading = "Variations that wait for a decision"

    waits, others = text_of(at(world.otto).get(DESK)), text_of(at(world.audra).get(DESK))
    refuse_variation(subject, world.dora, reason="The certificate is for forty.")

    assert (heading in waits, subject.number in waits, heading in others) == (True, True, False)
    assert "asked by the holder" in waits
    assert heading not in text_of(at(world.otto).get(DESK))


def test_desk_speaks_ukrainian_to_whoever_reads_it(world: World, at: At) -> None:
    world.accepted()
    world.mira.language = "uk"
    world.mira.save()

    page = text_of(at(world.mira).get(DESK))

    assert '<html lang="uk"' in page
    assert "МЗС" in page


def _statements(client: Client) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(DESK).status_code == 200
    return len(seen)


def test_sittings_beyond_a_page_are_told_with_a_way_there(world: World, at: At) -> None:
    body, called = Body.objects.get(pk="CMU"), {"held_on": _day(3), "called_by": world.dora, "called_at": now()}
    with by_hand():
        Sitting.objects.bulk_create([Sitting(body=body, title=f"Sitting {number}", **called) for number in range(103)])
    desk = at(world.dora)

    first, second = desk.get(DESK), desk.get(DESK, {"sittings": "2"})

    assert "3 more lines" in text_of(first)
    assert 'href="?sittings=2"' in text_of(first)
    shown = [one.title for page in (first, second) for one in page.context["sittings"].rows]
    assert len(set(shown)) == len(shown) == 103


@pytest.mark.walk
def test_an_appeal_against_a_revocation_waits_for_a_decider_without_a_part_in_it(world: World, at: At) -> None:
    licence = make_revoked_licence(world)
    appeal_revocation(licence, world.paula, reason="It never left.")
    other = another_decider()

    assert [one.licence_id for one in at(other).get(DESK).context["appeals"].rows] == [licence.pk]
    assert licence.number in text_of(at(other).get(DESK))
    # Whoever decided the case or revoked the licence decides no appeal.
    assert at(world.dora).get(DESK).context["appeals"].rows == []
    assert at(world.otto).get(DESK).context["appeals"] is None


def test_a_plan_whose_period_ends_soon_or_is_over_stands_on_the_desk_of_its_group_alone(world: World, at: At) -> None:
    plan = opened(world, country="EE", last_on=_day(91))
    place = reverse("admin:licensing_countryplan_change", args=[plan.pk])

    early = text_of(at(world.rhea).get(DESK))
    edit_plan(plan, world.rhea, draft_plan(country="EE", last_on=_day(90)))
    owner, lead, officer = (text_of(at(one).get(DESK)) for one in (world.rhea, world.greta, world.otto))
    page = text_of(at(world.rhea).get(place))
    with by_hand():
        CountryPlan.objects.update(first_on=_day(-90), last_on=_day(-1))
    over = text_of(at(world.rhea).get(DESK))

    assert [place in one for one in (early, owner, lead, officer, over)] == [False, True, True, False, True]
    assert ["period over" in one for one in (owner, over)] == [False, True]
    assert "Next reminder of its last day" in page
    assert "Requests that fill its projects wait." in text_of(at(world.rhea).get(place))
