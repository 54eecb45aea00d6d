"""Who attends a sitting, for which body, and in which case they do not count."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.decisions import sittings
from licensing.acts.decisions.attendance import Quorum, count_quorum, list_eligible_members, list_own_attendance
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
    assert count_quorum(sitting) == Quorum(stated=1, confirmed=1, needed=1)


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
    assert count_quorum(sitting) == Quorum(stated=1, confirmed=1, needed=1)


@pytest.mark.walk
def test_who_has_a_conflict_of_interest_does_not_count_for_that_case(world: World) -> None:
    case, other = world.before_government(), world.before_government()
    recusal.recuse_member(case, world.otto, reason=RecusalReason.FAMILY, person=world.dan)
    sitting = call_cabinet(world, quorum=2)
    bodies = [Body.objects.get(pk=code) for code in ("CMU", "GS")]
    sittings.record_attendance(sitting, world.dora, [(world.dora, bodies[0], True), (world.dan, bodies[1], True)])
    sittings.confirm_attendance(sitting, world.dan)
    for one in (case, other):
        sittings.put_on_agenda(sitting, world.dora, one, outcome=DecisionOutcome.GRANT)

    sittings.conclude_sitting(sitting, world.dora, resolution_no="512-r")

    sentence = "No quorum for this case: 1 attend without a conflict of interest, 2 are needed."
    lines = json.loads(Sitting.objects.get(pk=sitting.pk).minutes.canonical)["agenda"]
    assert result_of(sitting, case) == ("failed", sentence)
    assert result_of(sitting, other) == ("decided", "")
    assert [line["stood_aside"] for line in lines] == [["Dan"], []]


def test_each_finds_the_sittings_that_they_are_to_confirm(world: World) -> None:
    sitting, bodies = call_cabinet(world), [Body.objects.get(pk=code) for code in ("CMU", "MOD", "MFA")]
    members = [(world.dora, bodies[0], True), (world.rhea, bodies[1], True), (world.mira, bodies[2], False)]
    sittings.record_attendance(sitting, world.dora, members)
    today = to_local_day(now())

    found = {name: list(list_own_attendance(getattr(world, name), on=today)) for name in ("rhea", "mira", "greta")}

    assert [one.body_id for one in found["rhea"]] == ["MOD"]
    assert (found["mira"], found["greta"]) == ([], [])
    assert list(list_own_attendance(world.rhea, on=today - timedelta(days=1))) == []
