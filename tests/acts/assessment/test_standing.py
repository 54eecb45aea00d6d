"""While an assessment is missing, no seat that depends on it is deemed to have spoken: the case is referred up instead."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.assessment.standing import list_standings
from licensing.acts.clocks import reminders
from licensing.acts.signoff import positions
from licensing.choices import AssessmentKind, AssessmentState
from licensing.models import Case, Reminder
from tests.acts.assessment.assessed import CLASSIFICATION, ROUTE, record, waiting_case
from tests.acts.assessment.state import LISTED, publish_list_of
from tests.trial import DAYS
from tests.world import World, approve

UP: dict[str, Any] = {
    "rule": {"kind": "majority_cast", "silence": "no_objection"},
    "escalation": {"to": "government"},
}
SCREENING = {"kind": "screening", "owner": "case_officer"}


def first_round(case: Case) -> Any:
    return case.rounds.select_related("stage__procedure__calendar").get(number=1)


@pytest.mark.parametrize(("is_assessed", "outcome"), [(True, "passed"), (False, "escalated")])
def test_silence_counts_only_once_a_seat_could_have_spoken(world: World, is_assessed: bool, outcome: str) -> None:
    case = waiting_case(world, CLASSIFICATION, **UP)
    positions.sign_case(case, world.mira, approve(), version=1)
    if is_assessed:
        record(case, world.mira)

    with at_time(now() + timedelta(days=DAYS["amount"] + 2)):
        reminders.close_due_rounds()

    assert first_round(case).outcome == outcome


def test_hits_of_screening_are_read_as_the_assessment_that_a_stage_waits_for(world: World) -> None:
    publish_list_of(world, LISTED)
    case = waiting_case(world, SCREENING)

    [standing] = list_standings(first_round(case), at=now())

    assert (standing.state, standing.result) == (AssessmentState.MISSING, "waiting")


def test_without_a_hit_the_screening_is_done_and_nobody_waits(world: World) -> None:
    case = waiting_case(world, SCREENING)
    world.state_need(case)

    positions.sign_case(case, world.greta, approve(), version=1)

    assert [one.result for one in list_standings(first_round(case), at=now())] == ["clear"]


def test_those_who_own_it_are_reminded_until_it_is_recorded(world: World) -> None:
    case = waiting_case(world, ROUTE)
    about = Reminder.objects.owed().filter(case=case, about="assessment:route")
    before = {one.rule_id for one in about}

    record(case, world.otto, AssessmentKind.ROUTE)

    assert before == {"assessment_t03", "assessment_t00", "assessment_overdue"}
    assert not about.all().exists()
