"""A question keeps a case from being granted until it is settled, and a stage that says so from being signed until answered."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from licensing.acts.acting import now
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.requests import questions
from licensing.choices import Step
from tests.trial import GOVERNMENT, MINISTRIES, use_procedure
from tests.world import World


@pytest.mark.walk
@pytest.mark.parametrize(("checks", "stopped"), [([], [Step.GRANT]), (["no_open_question"], [Step.SIGN, Step.GRANT])])
def test_an_open_question_stops_what_waits_for_it(world: World, checks: list[str], stopped: list[Step]) -> None:
    use_procedure(MINISTRIES | {"entry_checks": checks}, GOVERNMENT)
    case = world.accepted()
    questions.ask_question(case, world.otto, text="Which unit?", due_on=timezone.localdate() + timedelta(days=5))

    found = [one for one in list_obstacles(case, at=now()) if one.code == "open_question"]

    assert [step for one in found for step in one.stops] == stopped
    # The applicant reads of it once.
    assert [str(one.for_applicant) for one in found if one.for_applicant] == [
        "A question to you is open: the request cannot be granted before you answer."
    ]
