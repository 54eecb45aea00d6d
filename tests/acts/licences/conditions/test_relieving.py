"""Conditions of a licence after an appeal: customs goes by those that bind, and what was recorded counts on."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone

from licensing.acts.decisions import appeal, government
from licensing.acts.licences import ledger
from licensing.acts.licences.conditions.records import RecordInput, record_condition
from licensing.acts.record.verification import verify_record
from licensing.errors import Invalid, Problem, WrongState
from licensing.models import Case, ConditionDuty, Event
from tests.acts.decisions.contests import STRUCK, UPHELD, WHY, WIDER, binding, decide, filed, licence_of
from tests.trial import APPEAL, GOVERNMENT, MINISTRIES, THIRTY_DAYS, use_procedure
from tests.world import World, clearance, resolution


def test_the_licence_follows_what_becomes_of_each_condition(world: World) -> None:
    case = filed(world, 1, 2, 3)
    ledger.draw_down_licence(licence_of(case), world.cus, clearance("m1", 10))

    decision = decide(case, {1: WIDER, 2: STRUCK, 3: UPHELD})

    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.decision, decision.outcome) == ("granted", decision, "grant")
    assert [(one["number"], one["ruling"], bool(one["now"])) for one in decision.rulings] == [
        (1, "changed", True),
        (2, "struck", False),
        (3, "upheld", False),
    ]
    assert binding(case) == [
        (3, "The crew is trained in Lviv."),
        (4, "No more than 30 pieces leaves Ukraine in any period of 6 months."),
    ]
    assert [one["words"]["en"] for one in decision.conditions] == [words for _number, words in binding(case)]
    event = Event.objects.get(kind="licence.relieved")
    assert (event.data["ended"], event.data["begun"]) == ([1, 2], [4])
    # What has left counts against the wider cap, and the day of the proof that was struck out has ceased.
    ledger.draw_down_licence(licence_of(case), world.cus, clearance("m2", 20))
    with pytest.raises(Problem):
        ledger.draw_down_licence(licence_of(case), world.cus, clearance("m3", 1))
    assert [(one.condition.number, one.ceased_at is None) for one in ConditionDuty.objects.all()] == [(2, False)]
    with pytest.raises(WrongState):
        appeal.appeal_case(case, world.paula, reason="Once more.", conditions=[1])
    assert verify_record().fault is None


def test_what_is_upheld_leaves_the_licence_as_it_is(world: World) -> None:
    case = filed(world, 2)
    standing = binding(case)

    decision = decide(case, {2: UPHELD})

    assert binding(case) == standing
    assert decision.round.outcome == "not_passed"
    assert not Event.objects.filter(kind="licence.relieved").exists()


@pytest.mark.walk
def test_what_was_recorded_on_a_condition_counts_for_what_it_was_changed_into(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": THIRTY_DAYS}, APPEAL)
    case = world.before_government()
    accepted = {"code": "P23", "parameters": {}, "text": "By the inspector of Kyiv."}
    government.grant_case(case, world.dora, resolution(conditions=[accepted]))
    said = RecordInput(
        done_on=timezone.localdate(), line=1, quantity=Decimal(5), person="I. Bondar", reference="A-1", note="Seen."
    )
    record_condition(licence_of(case), world.otto, 1, said)
    appeal.appeal_case(Case.objects.get(pk=case.pk), world.paula, reason=WHY, conditions=[1])

    decide(case, {1: {"ruling": "changed", "text": "By any inspector."}})

    ledger.draw_down_licence(licence_of(case), world.cus, clearance("m1", 5))
    with pytest.raises(Problem):
        ledger.draw_down_licence(licence_of(case), world.cus, clearance("m2", 1))
    with pytest.raises(Invalid, match="struck out or changed on appeal"):
        record_condition(licence_of(case), world.otto, 1, said)
    record_condition(licence_of(case), world.otto, 2, said)
    ledger.draw_down_licence(licence_of(case), world.cus, clearance("m2", 5))
