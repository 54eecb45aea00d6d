"""What the seats have said, or have not said yet, stands in the way of a grant, and applicants read nothing of it."""

from __future__ import annotations

import pytest

from licensing.acts.acting import now
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.obstacles.votes import explain_not_carried
from licensing.acts.signoff import positions
from licensing.acts.signoff.ballots import load_ballot
from licensing.choices import PositionChoice, Step
from licensing.models import Case
from licensing.policy.obstacles import select_for_applicant
from tests.trial import GOVERNMENT, MINISTRIES, use_procedure
from tests.world import World, approve


def test_an_absolute_ground_names_itself_its_body_and_since_when(world: World) -> None:
    case = world.with_need()
    said = positions.sign_case(case, world.mira, positions.PositionInput(PositionChoice.OBJECT, grounds=["R01"]), version=1)

    [found] = [one for one in list_obstacles(Case.objects.get(pk=case.pk), at=now()) if one.code == "absolute_ground"]

    assert "R01" in str(found.message)
    assert (str(found.source), found.since) == ("Grounds of refusal, named by MFA", said.taken_at)


@pytest.mark.walk
def test_seats_of_the_government_that_must_speak_are_named_to_the_authority_alone(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT | {"seats": [{"body": "NSDC", "mandatory": True}]})
    case = world.before_government()

    [found] = list_obstacles(case, at=now())

    assert (found.code, found.stops) == ("not_carried", {Step.GRANT})
    assert "NSDC" in str(found.message)
    assert select_for_applicant([found]) == []


def test_a_round_of_the_government_without_seats_carries_any_grant(world: World) -> None:
    case = world.before_government()
    round = case.rounds.open().select_related("stage").get()

    assert explain_not_carried(round, load_ballot(round, at=now()).count(closed=False), at=now()) is None


def test_a_stage_of_the_ministries_is_still_open(world: World) -> None:
    case = world.with_need()
    positions.sign_case(case, world.rhea, approve(), version=1)

    assert [one.code for one in list_obstacles(case, at=now())] == ["stage_open"]
