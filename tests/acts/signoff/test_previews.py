"""What a position would do, told before it is taken, against what it then does."""

from __future__ import annotations

import pytest

from licensing.acts.acting import now
from licensing.acts.signoff import positions
from licensing.acts.signoff.positions import PositionInput
from licensing.acts.signoff.previews import PositionPreview, preview_positions
from licensing.choices import PositionChoice
from licensing.models import Case, RoundSeat
from tests.acts.signoff.cases import reload_case, stage_outcomes, use_stage
from tests.world import World, approve, object_to


def previews_for(case: Case, body: str) -> dict[str, PositionPreview]:
    seat = RoundSeat.objects.select_related("round__stage__procedure").get(round__case=case, round__closed_at=None, body=body)
    return {one.choice.value: one for one in preview_positions(reload_case(case), seat, at=now())}


def test_the_seats_before_the_last_leave_the_round_open(world: World) -> None:
    case = world.with_need()

    previews = previews_for(case, "MFA")

    assert not any(one.step.closes for one in previews.values())
    assert [previews["approve"].before.numbers.votes_for, previews["approve"].after.numbers.votes_for] == [0, 1]


@pytest.mark.parametrize("choice", ["approve", "object", "abstain"])
def test_the_last_seat_is_told_what_its_position_then_does(world: World, choice: str) -> None:
    case = world.with_need()
    positions.sign_case(case, world.rhea, approve(), version=1)
    positions.sign_case(case, world.greta, object_to(), version=1)

    told = previews_for(case, "MFA")[choice]
    positions.sign_case(reload_case(case), world.mira, PositionInput(PositionChoice(choice), comment="Why"), version=1)

    closed = case.rounds.get(number=1)
    assert (told.step.closes, told.step.stage and told.step.stage.code) == (True, "government")
    assert (told.after.outcome, told.after.numbers.as_data()) == (closed.outcome, closed.result["numbers"])
    assert stage_outcomes(case)[-1] == ("government", "pending")


@pytest.mark.walk
def test_a_window_to_refer_the_case_up_is_told(world: World) -> None:
    use_stage(
        world,
        escalation={"to": "committee", "triggers": ["split"], "within": {"amount": 5}, "default": "stands"},
        higher=True,
    )
    case = world.with_need()
    positions.sign_case(case, world.rhea, approve(), version=1)
    positions.sign_case(case, world.greta, approve(), version=1)

    previews = previews_for(case, "MFA")

    assert (previews["object"].step.opens_window, previews["approve"].step.opens_window) == (True, False)
