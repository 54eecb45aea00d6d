"""The days of conditions that an appeal has struck out or changed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.decisions import appeal
from licensing.acts.licences import ledger, obligations
from licensing.acts.licences.licence import surrender_licence
from licensing.acts.record.verification import verify_record
from licensing.models import ConditionDuty
from tests.acts.decisions.contests import STRUCK, WHY, decide, filed, licence_of
from tests.trial import make_case_under_conditions
from tests.world import World, clearance


def test_the_day_of_a_changed_proof_moves_and_what_was_filed_is_still_looked_at(world: World) -> None:
    case = filed(world, 2)
    for message in ("m1", "m2"):
        ledger.draw_down_licence(licence_of(case), world.cus, clearance(message, 2))
    first, second = ConditionDuty.objects.order_by("after__drawn_at")
    obligations.file_evidence(licence_of(case), world.paula, first.pk, text="Received in full.")

    decide(case, {2: {"ruling": "changed", "parameters": {"days": 90}}})

    former = ConditionDuty.objects.filter(condition__number=2)
    moved = ConditionDuty.objects.filter(condition__number=4).order_by("after__drawn_at")
    assert all(one.ceased_at for one in former)
    assert [(one.evidence, one.due_on) for one in moved] == [
        ("Received in full.", first.due_on),
        ("", second.due_on + timedelta(days=30)),
    ]
    obligations.accept_evidence(licence_of(case), world.otto, moved[0].pk)
    assert verify_record().fault is None


def test_of_an_ended_licence_what_it_still_owes_is_relieved(world: World) -> None:
    case = filed(world, 2)
    ledger.draw_down_licence(licence_of(case), world.cus, clearance("m1", 2))
    surrender_licence(licence_of(case), world.paula, reason="Not needed.")
    assert ConditionDuty.objects.unmet().count() == 1

    decide(case, {2: STRUCK})

    assert (ConditionDuty.objects.unmet().count(), licence_of(case).state) == (0, "surrendered")
    assert verify_record().fault is None


@pytest.mark.walk
def test_a_missed_condition_that_is_struck_out_suspends_no_longer(world: World) -> None:
    case = make_case_under_conditions(world)
    ledger.draw_down_licence(licence_of(case), world.cus, clearance("m1", 2))
    case = appeal.appeal_case(case, world.paula, reason=WHY, conditions=[2])

    decide(case, {2: STRUCK})

    with at_time(now() + timedelta(days=90)):
        assert not ConditionDuty.objects.unmet().exists()
        assert licence_of(case).state == "issued"
