"""Evidence on a condition at the desk: accepted, or returned with what is missing."""

from __future__ import annotations

import pytest
from django.urls import reverse

from licensing.acts.acting import at_time
from licensing.acts.licences.obligations import file_evidence
from licensing.choices import DutyState
from licensing.models import ConditionDuty, DutyConsequence, Event
from tests.acts.clocks.test_timing import at as on
from tests.acts.licences.test_obligations import TRIAL, issued
from tests.admin.conftest import At, execute_act, text_of
from tests.conditions import issue_overdue_licence
from tests.reports import issue_reporting_licence, list_duties, report_period
from tests.world import World


@pytest.fixture
def duty(world: World) -> ConditionDuty:
    """A condition of a licence that has to be proved by a day, with nothing filed on it yet."""
    issued(world, "2026-03-02", TRIAL)
    return ConditionDuty.objects.select_related("condition__licence").get()


def _file(world: World, duty: ConditionDuty) -> None:
    with at_time(on("2026-11-20")):
        file_evidence(duty.condition.licence, world.paula, duty.pk, text="The act of the trial")


def _url(duty: ConditionDuty, verb: str) -> str:
    return reverse("admin:licensing_licence_duty_act", args=[duty.condition.licence_id, duty.pk, verb])


def test_evidence_is_read_before_it_is_accepted(world: World, at: At, duty: ConditionDuty) -> None:
    _file(world, duty)
    client, url = at(world.otto), _url(duty, "accept_evidence")

    with at_time(on("2026-11-21")):
        page = text_of(client.get(url))
        response = execute_act(client, url)

    assert "The act of the trial" in page
    assert "If not met in time: " in page
    assert (response.status_code, ConditionDuty.objects.get().state) == (302, DutyState.MET)


@pytest.mark.walk
def test_what_a_report_says_of_each_line_is_read_before_it_is_accepted(world: World, at: At) -> None:
    licence = issue_reporting_licence(world)
    reported = list_duties(licence)[0]
    report_period(world, reported, delivered="10", used="8")

    page = text_of(at(world.otto).get(_url(reported, "accept_evidence")))

    assert "As enclosed." in page
    assert "Line 1: 10 pieces delivered, 8 pieces in use" in page


@pytest.mark.walk
def test_what_differs_from_the_ledger_stands_in_the_way_of_accepting(world: World, at: At) -> None:
    licence = issue_reporting_licence(world)
    reported = list_duties(licence)[0]
    report_period(world, reported, delivered="9")

    page = text_of(at(world.otto).get(_url(reported, "accept_evidence")))
    returning = text_of(at(world.otto).get(_url(reported, "return_evidence")))

    assert "The report differs from the ledger. Settle the difference first" in page
    assert "Line 1: 9 pieces reported as delivered; 10 pieces left by the ledger." in page
    assert "9 pieces reported as delivered" in returning
    assert "Settle the difference first" not in returning


def test_evidence_is_returned_with_what_is_missing(world: World, at: At, duty: ConditionDuty) -> None:
    _file(world, duty)

    with at_time(on("2026-11-21")):
        response = execute_act(at(world.otto), _url(duty, "return_evidence"), reason="The protocol is missing.")

    assert (response.status_code, ConditionDuty.objects.get().state) == (302, DutyState.OPEN)
    assert Event.objects.get(kind="evidence.returned").data["reason"] == "The protocol is missing."


def test_nothing_is_accepted_before_it_is_filed(world: World, at: At, duty: ConditionDuty) -> None:
    with at_time(on("2026-11-21")):
        page = text_of(at(world.otto).get(_url(duty, "accept_evidence")))

    assert "No evidence waits to be looked at here." in page


@pytest.mark.walk
def test_what_followed_from_an_unmet_condition_is_lifted_by_name(world: World, at: At) -> None:
    subject = issue_overdue_licence(world)
    duty = DutyConsequence.objects.get().duty
    page = at(world.otto).get(reverse("admin:licensing_licence_change", args=[subject.pk])).content.decode()

    form = text_of(at(world.otto).get(_url(duty, "lift_consequence")))
    response = execute_act(at(world.otto), _url(duty, "lift_consequence"), reason="The depot was evacuated.")

    assert "no further requests until it is met" in form
    assert response.status_code == 302
    assert _url(duty, "lift_consequence") in page
    assert "no further requests until it is met" in page
    assert DutyConsequence.objects.get().lifted_because == "The depot was evacuated."
    assert (
        "The depot was evacuated."
        in at(world.otto).get(reverse("admin:licensing_licence_change", args=[subject.pk])).content.decode()
    )
