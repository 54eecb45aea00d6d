"""A visit at the desk: planned, on My desk, recorded with its finding; the holder reads that somebody comes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from licensing.acts.acting import now, to_local_day
from licensing.acts.licences.licence import revoke_licence
from licensing.acts.licences.monitoring.visit import plan_visit
from licensing.choices import VisitFinding, VisitKind
from licensing.models import LicenceVisit, VisitConcern
from tests.admin.conftest import At, act_on, execute_act, text_of
from tests.by_hand import before_the_record
from tests.visits import PERSONS, issue_visited_licence, record
from tests.world import World


@pytest.mark.walk
def test_an_officer_plans_one_with_a_day_and_persons(world: World, at: At) -> None:
    subject, otto = world.licence(), at(world.otto)
    due = str(to_local_day(now()) + timedelta(days=30))

    late = execute_act(otto, act_on(subject, "plan_visit"), kind="site", place="Depot", persons=PERSONS, due_on="2020-01-01")
    done = execute_act(otto, act_on(subject, "plan_visit"), kind="site", place="Depot", persons=PERSONS, due_on=due)
    page, desk = (
        text_of(otto.get(reverse("admin:licensing_licence_change", args=[subject.pk]))),
        text_of(otto.get(reverse("admin:index"))),
    )

    assert (late.status_code, done.status_code) == (400, 302)
    assert "This day is over." in text_of(late)
    assert "End user: Fictional Defence Depot, Tallinn, Estonia" in text_of(late)
    assert "To be carried out by" in page
    assert "Visits to delivered goods" in desk


@pytest.mark.walk
def test_what_it_found_is_on_the_page_and_called_off_is_not_recorded(world: World, at: At) -> None:
    subject, otto = issue_visited_licence(world), at(world.otto)
    other = issue_visited_licence(world, title="Other")
    today = str(to_local_day(now()))

    form = text_of(otto.get(act_on(subject, "record_visit")))
    done = execute_act(
        otto, act_on(subject, "record_visit"), done_on=today, persons=PERSONS, finding="missing", report="SECRET-REPORT"
    )
    off = execute_act(otto, act_on(other, "call_off_visit"), reason="They come home.")
    page = text_of(otto.get(reverse("admin:licensing_licence_change", args=[subject.pk])))

    assert (done.status_code, off.status_code, LicenceVisit.objects.planned().count()) == (302, 302, 0)
    assert "Depot 4, Tallinn" in form
    assert "goods are missing" in page
    assert "those that have not ended are reviewed:" in page
    assert other.number in page


def test_the_holder_reads_that_somebody_comes(world: World, client: Client) -> None:
    subject = issue_visited_licence(world)
    client.force_login(world.paula)

    page = text_of(client.get(reverse("portal:licence", args=[subject.pk])))

    assert f"by {PERSONS}. Please admit them." in page


def test_what_is_adverse_is_not_shown_as_good_where_it_concerns_nobody_else(world: World, at: At) -> None:
    subject, otto = issue_visited_licence(world), at(world.otto)
    revoke_licence(subject, world.dora, reason="The buyer is bankrupt.")
    record(world, subject, VisitFinding.DIVERTED)
    with before_the_record():
        VisitConcern.objects.all().delete()

    page = text_of(otto.get(reverse("admin:licensing_licence_change", args=[subject.pk])))
    shown = page[: page.index(str(VisitFinding.DIVERTED.label))].rpartition("<")[2]

    assert "bad" in shown
    assert "good" not in shown


def test_the_holder_is_not_asked_to_admit_who_asks_abroad(world: World, client: Client) -> None:
    subject = world.licence()
    due = to_local_day(now()) + timedelta(days=30)
    plan_visit(subject, world.otto, kind=VisitKind.DELIVERY, place="Ministry", persons=PERSONS, due_on=due)
    client.force_login(world.paula)

    page = text_of(client.get(reverse("portal:licence", args=[subject.pk])))

    assert f"in charge: {PERSONS}." in page
    assert "Please admit them" not in page
