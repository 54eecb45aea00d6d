"""An outcome referred up in its window by those who did not agree, or left to stand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from licensing.acts.acting import at_time
from licensing.acts.signoff import positions, referral
from licensing.errors import Invalid, NoMandate, WrongState
from licensing.models import Case
from tests.acts.signoff.cases import reload_case, use_stage
from tests.world import World, approve, object_to


class TestReferringUp:
    """A stage whose chair decides, with five days in which those who did not agree may refer the case up (V11)."""

    def open_case(self, world: World) -> Case:
        use_stage(
            world,
            rule={"kind": "single"},
            chair="MOD",
            escalation={"to": "committee", "triggers": ["split"], "within": {"amount": 5}, "default": "stands"},
            higher=True,
        )
        with at_time(timezone.now() - timedelta(days=10)):
            case = world.with_need()
            for member, view in ((world.greta, object_to()), (world.mira, object_to()), (world.rhea, approve())):
                positions.sign_case(case, member, view, version=1)
        return reload_case(case)

    def test_the_chairs_decision_is_final_at_the_end_of_the_fifth_day(self, world: World) -> None:
        case = self.open_case(world)
        clock = case.clocks.get(kind="escalation")
        assert (case.state, case.rounds.get().outcome) == ("ministry_review", "passed")

        with at_time(clock.due_at - timedelta(seconds=1)), pytest.raises(WrongState):
            referral.finalise_outcome(case)
        with at_time(clock.due_at):
            referral.finalise_outcome(case)

        assert reload_case(case).state == "government_decision"

    def test_a_dissenting_body_refers_up_within_the_window(self, world: World) -> None:
        case = self.open_case(world)
        with at_time(timezone.now() - timedelta(days=8)):
            with pytest.raises(NoMandate):
                referral.escalate_case(case, world.rhea, reason="I decided it myself")
            with pytest.raises(Invalid):
                referral.escalate_case(case, world.mira, reason=" ")
            referral.escalate_case(case, world.mira, reason="A matter of principle")

        assert [round.stage.code for round in case.rounds.order_by("number")] == ["ministries", "committee"]
        assert not case.clocks.running().filter(kind="escalation").exists()

    def test_nobody_refers_up_what_does_not_wait(self, world: World) -> None:
        case = world.with_need()

        with pytest.raises(WrongState):
            referral.escalate_case(case, world.mira, reason="Too early")
