"""A tie that waits for the chair is found as one round is counted, and no other is."""

from __future__ import annotations

import pytest

from licensing.acts.acting import now
from licensing.acts.signoff import positions, recusal
from licensing.acts.signoff.casting import find_chairs_to_break_a_tie
from licensing.choices import PositionChoice, RecusalReason
from licensing.models import RoundSeat
from tests.acts.signoff.cases import reload_case
from tests.trial import GOVERNMENT, MINISTRIES, use_procedure
from tests.world import World, approve, object_to

CHAIRED = [{"body": "MOD", "chair": True}, {"body": "GS"}, {"body": "MFA"}]


def find_chairs() -> list[str]:
    found = find_chairs_to_break_a_tie(RoundSeat.objects.all(), at=now())
    return list(RoundSeat.objects.filter(pk__in=found).values_list("body", flat=True))


@pytest.mark.walk
@pytest.mark.parametrize(("tie", "asked"), [("chair", ["MOD"]), ("refuse", [])])
def test_a_chair_is_asked_only_where_the_votes_are_equal_and_the_rule_leaves_it_to_them(
    world: World, tie: str, asked: list[str]
) -> None:
    use_procedure(MINISTRIES | {"rule": {"kind": "majority_cast", "tie": tie}, "seats": CHAIRED}, GOVERNMENT)
    case = world.with_need()
    positions.sign_case(case, world.rhea, approve(), version=1)
    positions.sign_case(case, world.greta, object_to(), version=1)
    before = find_chairs()

    positions.sign_case(case, world.mira, positions.PositionInput(PositionChoice.ABSTAIN), version=1)

    assert (before, find_chairs()) == ([], asked)


def test_a_body_that_nobody_can_speak_for_is_not_waited_for(world: World) -> None:
    use_procedure(MINISTRIES | {"rule": {"kind": "majority_cast", "tie": "chair"}, "seats": CHAIRED}, GOVERNMENT)
    case = world.with_need()
    positions.sign_case(case, world.rhea, approve(), version=1)
    positions.sign_case(case, world.greta, object_to(), version=1)
    recusal.recuse_member(case, world.otto, reason=RecusalReason.FAMILY, person=world.mira)

    assert find_chairs() == ["MOD"]
    positions.sign_case(
        reload_case(case), world.rhea, positions.PositionInput(PositionChoice.OBJECT, comment="No.", casting=True), version=1
    )
    assert find_chairs() == []
