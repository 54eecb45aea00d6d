"""Who attends a sitting, for which body, and in which case they do not count."""

from __future__ import annotations

import json

import pytest

from licensing.acts.decisions import sittings
from licensing.acts.decisions.attendance import Quorum, count_quorum, list_eligible_members
from licensing.acts.signoff import recusal
from licensing.choices import DecisionOutcome, RecusalReason
from licensing.errors import Invalid
from licensing.models import Body, Sitting
from tests.acts.decisions.cabinet import call_cabinet, result_of
from tests.world import World


def test_members_with_a_mandate_that_day_and_deciders_may_attend(world: World) -> None:
    members = list_eligible_members(call_cabinet(world))

    assert [(body.pk, [one.name for one in people]) for body, people in members] == [
        ("CMU", ["Dora"]),
        ("GS", ["Greta", "Dan"]),
        ("MFA", ["Mira"]),
        ("MOD", ["Rhea"]),
    ]


def test_a_second_person_for_one_body_is_refused_by_place(world: World) -> None:
    sitting, bodies = call_cabinet(world), [Body.objects.get(pk=code) for code in ("CMU", "GS", "GS")]

    with pytest.raises(Invalid) as refusal:
        sittings.record_attendance(
            sitting, world.dora, [(world.dora, bodies[0], True), (world.greta, bodies[1], True), (world.dan, bodies[2], True)]
        )

    assert [gap.path for gap in refusal.value.gaps] == ["members.2"]
    assert count_quorum(sitting) == Quorum(there=1, needed=1)


@pytest.mark.parametrize(("name", "code"), [("paula", "GS"), ("stella", "CMU"), ("rhea", "GS"), ("otto", "CMU")])
def test_nobody_attends_for_a_body_they_may_not_speak_for(world: World, name: str, code: str) -> None:
    sitting = call_cabinet(world)

    with pytest.raises(Invalid) as refusal:
        sittings.record_attendance(
            sitting,
            world.dora,
            [(world.mira, Body.objects.get(pk="MFA"), True), (getattr(world, name), Body.objects.get(pk=code), True)],
        )

    assert [(gap.code, gap.path) for gap in refusal.value.gaps] == [("no_mandate", "members.1")]
    assert count_quorum(sitting) == Quorum(there=1, needed=1)


def test_who_has_a_conflict_of_interest_does_not_count_for_that_case(world: World) -> None:
    case, other = world.before_government(), world.before_government()
    recusal.recuse_member(case, world.otto, reason=RecusalReason.FAMILY, person=world.dan)
    sitting = call_cabinet(world, quorum=2)
    bodies = [Body.objects.get(pk=code) for code in ("CMU", "GS")]
    sittings.record_attendance(sitting, world.dora, [(world.dora, bodies[0], True), (world.dan, bodies[1], True)])
    for one in (case, other):
        sittings.put_on_agenda(sitting, world.dora, one, outcome=DecisionOutcome.GRANT)

    sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")

    sentence = "No quorum for this case: 1 present without a conflict of interest, 2 needed."
    lines = json.loads(Sitting.objects.get(pk=sitting.pk).minutes.canonical)["agenda"]
    assert result_of(sitting, case) == ("failed", sentence)
    assert result_of(sitting, other) == ("decided", "")
    assert [line["stood_aside"] for line in lines] == [["Dan"], []]
