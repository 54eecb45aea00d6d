"""A lapse and a reminder reach those who own the assessment, and never the applicant."""

from __future__ import annotations

import pytest

from licensing.acts.requests import amending
from licensing.choices import AssessmentKind
from licensing.policy.record.event_kinds import EventKind
from tests.acts.assessment.assessed import CLASSIFICATION, record, waiting_case
from tests.acts.assessment.test_lapsing import MODEL
from tests.outbox.post import last, mailed
from tests.world import World


@pytest.mark.walk
def test_a_lapse_is_told_to_who_makes_it_again_to_the_officer_and_to_the_seats_that_wait(world: World) -> None:
    case = waiting_case(world, CLASSIFICATION | {"owner": "MOD", "seats": ["GS"]})
    record(case, world.rhea, AssessmentKind.CLASSIFICATION)
    amending.amend_case(case, world.paula, {"items": MODEL}, reason="A slip")

    heard = mailed(last(case, EventKind.ASSESSMENT_LAPSED))

    assert {"Rhea", "Otto", "Greta"} <= heard
    assert "Paula" not in heard
