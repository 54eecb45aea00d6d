"""What brings a case from stage to stage: whose word counts, in what time, and what is left behind."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from licensing.acts.acting import at_time
from licensing.acts.clocks import reminders
from licensing.acts.decisions import government
from licensing.acts.signoff import positions, rounds
from licensing.choices import PositionChoice
from licensing.errors import NeedNotStated, RoundClosed
from tests.acts.signoff.cases import reload_case, stage_outcomes, use_stage
from tests.trial import GOVERNMENT, MINISTRIES, speaker_for, use_procedure
from tests.world import World, approve, object_to, resolution

NSDC = [{"body": "NSDC", "mandatory": True}]


@pytest.mark.walk
def test_the_governments_round_refers_up_where_its_rule_says_so(world: World) -> None:
    seats = [{"body": "NSDC", "veto": "suspensive"}]
    above = GOVERNMENT | {"code": "president", "name_en": "President", "name_uk": "Президент", "only_when_referred": True}
    use_procedure(MINISTRIES, GOVERNMENT | {"seats": seats, "escalation": {"to": "president"}}, above)
    nina, case = speaker_for("NSDC"), world.before_government()

    positions.sign_case(case, nina, object_to("Not now."), version=1)

    assert stage_outcomes(case)[1:] == [("government", "escalated"), ("president", "pending")]
    government.grant_case(case, world.dora, resolution())
    assert reload_case(case).state == "granted"


@pytest.mark.walk
def test_a_stage_that_wants_the_need_stated_waits_for_it(world: World) -> None:
    waiting = {"rule": {"kind": "consensus", "silence": "no_objection"}, "entry_checks": ["need_stated"]}
    seats = [{"body": "MOD", "needs_need": True}, {"body": "GS"}, {"body": "MFA"}]
    use_procedure(MINISTRIES | waiting | {"seats": seats}, GOVERNMENT)
    case = world.accepted()

    with pytest.raises(NeedNotStated):
        positions.sign_case(case, world.mira, approve(), version=1)
    with at_time(timezone.now() + timedelta(days=40)):
        reminders.close_due_rounds()
    still_open = case.rounds.open().exists()
    world.state_need(case)
    positions.sign_case(case, world.mira, approve(), version=1)

    assert still_open
    assert reload_case(case).state == "ministry_review"


@pytest.mark.walk
def test_a_silent_mandatory_explicit_seat_is_never_deemed(world: World) -> None:
    use_stage(world, rule={"kind": "majority_cast", "silence": "no_objection"}, explicit="GS")
    with at_time(timezone.now() - timedelta(days=30)):
        case = world.with_need()
        positions.sign_case(case, world.rhea, approve(), version=1)

    outcome = rounds.close_due_round(reload_case(case))

    result = case.rounds.order_by("number")[0].result
    assert outcome == "escalated"
    assert [seat for seat, _ in result["deemed"]] == ["MFA"]


@pytest.mark.walk
def test_members_who_ask_to_adjourn_keep_the_round_open(world: World) -> None:
    use_stage(world, rule={"kind": "consensus"})
    case = world.with_need()
    for member, choice in ((world.rhea, "adjourn"), (world.greta, "approve"), (world.mira, "approve")):
        positions.sign_case(case, member, positions.PositionInput(PositionChoice(choice)), version=1)
    assert case.rounds.get().is_open

    positions.sign_case(case, world.rhea, approve(), version=1)

    assert reload_case(case).state == "government_decision"


def test_a_round_is_not_closed_before_its_deadline(world: World) -> None:
    case = world.with_need()

    with pytest.raises(RoundClosed):
        rounds.close_due_round(case)
