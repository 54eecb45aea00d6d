"""An appeal against conditions of a grant: named, binding meanwhile, upheld, changed or struck out, with what follows."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.clocks import reminders
from licensing.acts.decisions import appeal, government, sittings
from licensing.acts.licences import ledger
from licensing.acts.record.verification import verify_record
from licensing.acts.signoff import positions
from licensing.choices import DecisionOutcome, PositionChoice
from licensing.errors import ConflictOfDuties, Invalid, NotAllowed, NotPassed, Problem, WrongState
from licensing.models import Case, Event
from tests.acts.decisions.cabinet import call_cabinet, result_of
from tests.acts.decisions.contests import STRUCK, UPHELD, WHY, binding, decide, filed, gaps_of, licence_of
from tests.trial import (
    APPEAL,
    CAP,
    GOVERNMENT,
    MINISTRIES,
    OWN_WORDS,
    PROOF,
    THIRTY_DAYS,
    another_decider,
    make_case_granted_in_part,
    make_case_under_conditions,
    make_refused_case,
    speaker_for,
    use_procedure,
)
from tests.world import World, clearance, resolution


def test_conditions_of_a_whole_grant_bind_while_they_are_looked_at_again(world: World) -> None:
    case = make_case_under_conditions(world)
    before = case.decision

    case = appeal.appeal_case(case, world.paula, reason=WHY, conditions=[3, 1, 1])

    case = Case.objects.get(pk=case.pk)
    assert (case.state, case.decision, case.has_standing_grant) == ("government_decision", before, True)
    assert Event.objects.get(kind="case.appealed").data["conditions"] == [1, 3]
    ledger.draw_down_licence(licence_of(case), world.cus, clearance("m1", 10))
    with pytest.raises(Problem, match="10"):
        ledger.draw_down_licence(licence_of(case), world.cus, clearance("m2", 1))
    # What was granted whole leaves nothing to be kept for it.
    assert not Event.objects.filter(kind="supply.reserved", number__gt=Event.objects.get(kind="case.appealed").number).exists()


@pytest.mark.parametrize(
    ("rulings", "path", "sentence"),
    [
        ({}, "rulings.1", "Say what becomes of condition 1."),
        ({1: STRUCK, 2: STRUCK}, "rulings.2", "Nobody appealed against condition 2."),
        ({1: {"ruling": "softened"}}, "rulings.1", "Condition 1 is upheld, changed or struck out."),
        (
            {1: {"ruling": "changed"}},
            "rulings.1",
            "Condition 1 reads as before. Change its figures or its words, or uphold it.",
        ),
        (
            {1: {"ruling": "changed", "parameters": CAP["parameters"] | {"quantity": "9"}}},
            "rulings.1.parameters.quantity",
            "An appeal changes condition 1 to ask for less, never for more.",
        ),
        (
            {1: {"ruling": "changed", "parameters": CAP["parameters"] | {"months": "six"}}},
            "rulings.1.parameters.months",
            "Condition P05 needs a whole number for “months”.",
        ),
    ],
)
def test_what_an_appeal_cannot_make_of_a_condition_is_refused_at_it(
    world: World, rulings: dict[int, Any], path: str, sentence: str
) -> None:
    case = filed(world, 1)
    standing = binding(case)

    with pytest.raises(Invalid) as refusal:
        decide(case, rulings)

    assert gaps_of(refusal) == [(path, sentence)]
    assert (Case.objects.get(pk=case.pk).state, binding(case)) == ("government_decision", standing)


def test_a_condition_is_upheld_with_reasons_alone(world: World) -> None:
    with pytest.raises(Invalid) as refusal:
        decide(filed(world, 1), {1: UPHELD}, reasons=" ")

    assert gaps_of(refusal) == [("reasons", "Say why a condition is upheld.")]


def test_a_changed_condition_does_not_contradict_one_that_stays(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": THIRTY_DAYS}, APPEAL)
    case = world.before_government()
    government.grant_case(case, world.dora, resolution(conditions=[PROOF, PROOF | {"text": "By sea."}]))
    case = appeal.appeal_case(Case.objects.get(pk=case.pk), world.paula, reason=WHY, conditions=[2])

    with pytest.raises(Invalid) as refusal:
        decide(case, {2: {"ruling": "changed", "parameters": {"days": 90}}})

    assert gaps_of(refusal) == [("rulings.2", "Condition 2 would contradict another that stays.")]


@pytest.mark.parametrize(
    ("numbers", "path", "sentence"),
    [
        ([], "conditions", "Name the conditions that you appeal against."),
        ([1, 4], "conditions.1", "The decision has no condition 4."),
        ([0], "conditions.0", "The decision has no condition 0."),
    ],
)
def test_a_whole_grant_is_appealed_against_by_naming_its_conditions(
    world: World, numbers: list[int], path: str, sentence: str
) -> None:
    case = make_case_under_conditions(world)

    with pytest.raises(Invalid) as refusal:
        appeal.appeal_case(case, world.paula, reason=WHY, conditions=numbers)

    assert gaps_of(refusal) == [(path, sentence)]
    assert Case.objects.get(pk=case.pk).state == "granted"


def test_neither_a_refusal_nor_others_nor_a_late_appeal_reach_the_conditions(world: World) -> None:
    case, refused = make_case_under_conditions(world), make_refused_case(world)

    with pytest.raises(Invalid) as none:
        appeal.appeal_case(refused, world.paula, reason=WHY, conditions=[1])
    assert gaps_of(none) == [("conditions.0", "The decision has no condition 1.")]
    for other in (world.rita, world.otto):
        with pytest.raises(NotAllowed):
            appeal.appeal_case(case, other, reason=WHY, conditions=[1])
    with at_time(now() + timedelta(days=31)):
        with pytest.raises(WrongState):
            appeal.appeal_case(case, world.paula, reason=WHY, conditions=[1])
        reminders.close_due_rounds()
    assert Event.objects.filter(case=case, kind="outcome.stands").count() == 1
    assert len(binding(case)) == 3


def test_persons_who_had_no_part_in_the_grant_look_at_its_conditions(world: World) -> None:
    nsdc = [{"body": "NSDC", "mandatory": True}]
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": THIRTY_DAYS, "seats": nsdc}, APPEAL | {"seats": nsdc})
    nina, case = speaker_for("NSDC"), world.before_government()
    positions.sign_case(case, nina, positions.PositionInput(PositionChoice.APPROVE), version=1)
    government.grant_case(case, world.dora, resolution(conditions=[CAP]))
    case = appeal.appeal_case(Case.objects.get(pk=case.pk), world.paula, reason=WHY, conditions=[1])

    with pytest.raises(ConflictOfDuties, match="You had a part in the decision"):
        positions.sign_case(case, nina, positions.PositionInput(PositionChoice.APPROVE), version=1)
    with pytest.raises(ConflictOfDuties, match="somebody else records this one"):
        appeal.decide_appeal(case, world.dora, resolution(number="501-r", rulings={1: STRUCK}))
    # Relief is carried by the votes, and nobody has voted yet.
    with pytest.raises(NotPassed):
        decide(case, {1: STRUCK})


def test_conditions_of_a_grant_in_part_are_relieved_beside_what_is_added(world: World) -> None:
    use_procedure(MINISTRIES, GOVERNMENT | {"escalation": THIRTY_DAYS}, APPEAL)
    case = world.before_government()
    less = {1: Decimal(30), 2: Decimal(0)}
    government.grant_case(case, world.dora, resolution(quantities=less, reasons="Own need.", conditions=[CAP, OWN_WORDS]))
    case = appeal.appeal_case(Case.objects.get(pk=case.pk), world.paula, reason=WHY, conditions=[1])

    decision = decide(case, {1: STRUCK}, quantities={1: Decimal(40)})

    assert (decision.outcome, [number for number, _words in binding(case)]) == ("grant_in_part", [2])
    assert [f"{line.authorised:f}" for line in licence_of(case).lines.order_by("number")] == ["30.000", "10.000"]
    assert verify_record().fault is None


def test_a_grant_in_part_without_conditions_has_none_to_appeal_against(world: World) -> None:
    with pytest.raises(Invalid) as refusal:
        appeal.appeal_case(make_case_granted_in_part(world), world.paula, reason=WHY, conditions=[1])

    assert gaps_of(refusal) == [("conditions.0", "The decision has no condition 1.")]


@pytest.mark.parametrize(
    ("outcome", "details", "kept"),
    [
        (DecisionOutcome.GRANT, {"rulings": {"1": STRUCK}}, [2, 3]),
        (DecisionOutcome.REFUSE, {"grounds": ["R10"], "reasons": "The need has not changed."}, [1, 2, 3]),
    ],
)
def test_a_sitting_rules_on_conditions(
    world: World, outcome: DecisionOutcome, details: dict[str, Any], kept: list[int]
) -> None:
    case, daria, sitting = filed(world, 1), another_decider(), call_cabinet(world)
    with pytest.raises(Invalid) as refusal:
        sittings.put_on_agenda(sitting, daria, case, outcome=outcome, details=details | {"rulings": {}, "reasons": ""})
    assert gaps_of(refusal)[0] in [
        ("rulings.1", "Say what becomes of condition 1."),
        ("reasons", "Say why a condition is upheld."),
    ]
    sittings.put_on_agenda(sitting, daria, case, outcome=outcome, details=details)

    sittings.conclude_sitting(sitting, daria, resolution_no="512-r")

    assert result_of(sitting, case) == ("decided", "")
    assert [number for number, _words in binding(case)] == kept


def test_of_a_request_that_nobody_appealed_a_sitting_rules_on_no_condition(world: World) -> None:
    case, sitting = world.before_government(), call_cabinet(world)

    with pytest.raises(Invalid) as refusal:
        sittings.put_on_agenda(sitting, world.dora, case, outcome=DecisionOutcome.GRANT, details={"rulings": {"1": STRUCK}})

    assert gaps_of(refusal) == [("rulings.1", "Nobody appealed against condition 1.")]
