"""New information or a changed field voids exactly the assessments that depended on it, with the reason."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.assessment.lapsing import lapse_run_out_assessments
from licensing.acts.clocks.reminders import lapse_due_assessments
from licensing.acts.record.verification import verify_record
from licensing.acts.requests import amending, questions
from licensing.acts.signoff import positions
from licensing.choices import AssessmentKind, LapseReason
from licensing.errors import NotAssessed, WrongState
from licensing.models import AssessmentLapse, Case, Event, Reminder
from tests.acts.assessment.assessed import CLASSIFICATION, CRITERIA, ROUTE, record, today, waiting_case
from tests.scenes import scene
from tests.world import REQUEST, World, approve

C, R = AssessmentKind.CLASSIFICATION, AssessmentKind.ROUTE
ALL = (CLASSIFICATION, ROUTE, CRITERIA)
ROUTED = [REQUEST["route"][0] | {"customs_point": "Shehyni"}]
MODEL = [REQUEST["items"][0] | {"model": "Z-41"}, REQUEST["items"][1]]
PRICE = [REQUEST["items"][0] | {"unit_price": "80001.00"}, REQUEST["items"][1]]
USE = REQUEST["end_use"] | {"location": "Narva"}


@scene
def assessed_case(world: World) -> Case:
    case = waiting_case(world, *ALL)
    record(case, world.mira)
    record(case, world.otto, R)
    record(case, world.otto, AssessmentKind.CRITERIA)
    return case


def lapsed(case: Case) -> set[str]:
    return set(AssessmentLapse.objects.filter(assessment__case=case).values_list("assessment__kind", flat=True))


@pytest.mark.walk
@pytest.mark.parametrize(
    ("sections", "kinds"),
    [
        ({"title": "Another title"}, set()),
        ({"items": PRICE}, set()),
        ({"route": ROUTED}, {"route"}),
        ({"items": MODEL}, {"classification", "criteria"}),
        ({"end_use": USE}, {"criteria"}),
        ({"items": MODEL, "route": ROUTED}, {"classification", "route", "criteria"}),
    ],
)
def test_an_amendment_voids_what_rested_on_it_and_nothing_else(world: World, sections: Any, kinds: set[str]) -> None:
    case = assessed_case(world)

    amending.amend_case(case, world.paula, sections, reason="A slip")

    assert lapsed(case) == kinds
    assert verify_record().fault is None


def test_the_lapse_says_what_changed_from_what_to_what(world: World) -> None:
    case = assessed_case(world)

    amending.amend_case(case, world.paula, {"route": ROUTED}, reason="Another crossing")

    lapse, event = AssessmentLapse.objects.get(), Event.objects.get(kind="assessment.lapsed")
    assert lapse.reason == LapseReason.CHANGED
    assert "Krakovets → Shehyni" in lapse.because[0]["en"]
    assert (event.data["kind"], event.data["because"]) == ("route", lapse.because)


def test_what_lapsed_stays_so_where_a_later_version_says_the_first_thing_again(world: World) -> None:
    case = assessed_case(world)
    amending.amend_case(case, world.paula, {"route": ROUTED}, reason="Another crossing")
    amending.amend_case(case, world.paula, {"route": REQUEST["route"]}, reason="The first again")

    assert lapsed(case) == {"route"}


def test_the_seat_waits_again_until_it_is_assessed_again(world: World) -> None:
    case = assessed_case(world)
    amending.amend_case(case, world.paula, {"route": ROUTED}, reason="Another crossing")

    with pytest.raises(NotAssessed, match="holds no longer"):
        positions.sign_case(case, world.mira, approve(), version=2)
    record(case, world.otto, R)
    positions.sign_case(case, world.mira, approve(), version=2)


@pytest.mark.parametrize(
    ("section", "kinds"),
    [
        ("route", {"route", "criteria"}),
        ("items", {"classification", "criteria"}),
        ("terms", set()),
        ("", {"classification", "route", "criteria"}),
    ],
)
def test_an_answer_voids_what_depends_on_its_section(world: World, section: str, kinds: set[str]) -> None:
    case = assessed_case(world)
    due = today() + timedelta(days=9)
    asked = questions.ask_question(case, world.otto, text="Which one?", due_on=due, section=section)
    questions.answer_question(case, world.paula, asked.pk, text="That one.")

    assert lapsed(case) == kinds
    assert {one.reason for one in AssessmentLapse.objects.all()} <= {LapseReason.ANSWERED}


def test_one_whose_last_day_has_passed_stops_the_seats_at_once_and_is_written_down_once(world: World) -> None:
    case = waiting_case(world, CLASSIFICATION)
    world.state_need(case)
    record(case, world.mira, expires_on=today() + timedelta(days=2))

    with at_time(now() + timedelta(days=3)):
        with pytest.raises(NotAssessed, match="last day has passed"):
            positions.sign_case(case, world.greta, approve(), version=1)
        assert (lapse_due_assessments(), lapse_due_assessments()) == (1, 0)
        with pytest.raises(WrongState):
            lapse_run_out_assessments(case)

    assert AssessmentLapse.objects.get().reason == LapseReason.EXPIRED


def test_the_last_day_of_one_that_another_has_replaced_is_no_news(world: World) -> None:
    case = waiting_case(world, CLASSIFICATION)
    record(case, world.mira, expires_on=today() + timedelta(days=2))
    record(case, world.mira, expires_on=today() + timedelta(days=60))
    waiting = Reminder.objects.owed().filter(case=case, about="assessment:classification")
    before = waiting.count()

    with at_time(now() + timedelta(days=3)):
        assert lapse_due_assessments() == 0

    assert (AssessmentLapse.objects.exists(), before > 0, waiting.count()) == (False, True, before)


def test_an_amendment_voids_the_newest_of_a_kind_and_tells_of_it_once(world: World) -> None:
    case = waiting_case(world, CLASSIFICATION)
    record(case, world.mira)
    newest = record(case, world.mira, findings="Looked at again.")

    amending.amend_case(case, world.paula, {"items": MODEL}, reason="A slip")

    assert [one.assessment for one in AssessmentLapse.objects.all()] == [newest]
    assert Event.objects.filter(kind="assessment.lapsed").count() == 1
