"""Reminders of an assessment: of the day on which it is due, then of the last one on which it holds, then of both again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.requests import amending
from licensing.choices import AssessmentKind
from licensing.models import Case, Reminder
from tests.acts.assessment.assessed import ROUTE, record, today, waiting_case
from tests.acts.assessment.test_lapsing import ROUTED
from tests.world import World


def reminded(case: Case) -> set[str]:
    return {
        one.rule.clock for one in Reminder.objects.owed().filter(case=case, about="assessment:route").select_related("rule")
    }


@pytest.mark.walk
def test_a_case_is_reminded_of_one_day_of_an_assessment_at_a_time(world: World) -> None:
    case = waiting_case(world, ROUTE)
    due = reminded(case)
    record(case, world.otto, AssessmentKind.ROUTE, expires_on=today() + timedelta(days=30))
    holds = reminded(case)
    amending.amend_case(case, world.paula, {"route": ROUTED}, reason="Another crossing")

    assert (due, holds, reminded(case)) == ({"assessment"}, {"assessment_end"}, {"assessment"})
