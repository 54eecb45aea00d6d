"""What a chair and those who dissented do at the desk: the casting vote, and referring a case up."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from licensing.acts.signoff import positions
from licensing.choices import PositionChoice, StageOutcome
from licensing.models import Case, Position, Procedure, RoutingRow, Seat, Stage
from tests.admin.conftest import At, act_of, execute_act, text_of
from tests.world import World, approve, object_to, publish

DESK = reverse("admin:index")
REFERS_UP = {"to": "committee", "triggers": ["split"], "within": {"amount": 5}, "default": "stands"}


def _chaired_by_defence(rule: dict[str, Any], escalation: dict[str, Any] | None = None) -> None:
    """Send every case to a procedure in which the Ministry of Defence has the chair, and a committee stands above."""
    procedure = Procedure.objects.create(
        code="chaired", version=1, names={"en": "Chaired"}, valid_from=date(2024, 1, 1), calendar_id="UA", term_amount=45
    )
    stages = [
        Stage(code="ministries", names={"en": "Ministries"}, rule=rule, term_amount=14, escalation=escalation or {}),
        Stage(
            code="committee", names={"en": "Committee"}, rule={"kind": "majority_cast"}, term_amount=11, only_when_referred=True
        ),
        Stage(code="government", names={"en": "Government"}, rule={"kind": "consensus"}, term_amount=10, government=True),
    ]
    for number, stage in enumerate(stages, 1):
        stage.procedure, stage.number = procedure, number
        stage.save()
    for stage in stages[:2]:
        for number, body in enumerate(("MOD", "GS", "MFA"), 1):
            Seat.objects.create(stage=stage, body_id=body, number=number, chair=body == "MOD" and stage is stages[0])
    publish(procedure)
    RoutingRow.objects.filter(code="tests").update(procedure_code="chaired")


def _referable(world: World) -> Case:
    """The chair has decided against the two others, and the window to refer the case up is open."""
    _chaired_by_defence({"kind": "single"}, REFERS_UP)
    case = world.with_need()
    for member, view in ((world.greta, object_to()), (world.mira, object_to()), (world.rhea, approve())):
        positions.sign_case(case, member, view, version=1)
    return case


def test_the_casting_vote_is_a_box_of_the_chair_alone_and_breaks_the_tie(world: World, at: At) -> None:
    _chaired_by_defence({"kind": "majority_cast", "tie": "chair"})
    case = world.with_need()
    positions.sign_case(case, world.rhea, approve(), version=1)
    positions.sign_case(case, world.greta, object_to(), version=1)

    for_chair, for_other = (text_of(at(one).get(act_of(case, "sign"))) for one in (world.rhea, world.mira))
    early = execute_act(at(world.rhea), act_of(case, "sign"), choice="approve", casting="on")
    positions.sign_case(case, world.mira, positions.PositionInput(PositionChoice.ABSTAIN), version=1)
    response = execute_act(at(world.rhea), act_of(case, "sign"), choice="approve", casting="on")

    assert ['name="casting"' in page for page in (for_chair, for_other)] == [True, False]
    assert "There is no tie that a casting vote would break." in text_of(early)
    assert response.status_code == 302
    said = Position.objects.filter(seat__round__case=case, person=world.rhea).order_by("taken_at")
    assert [(one.choice, one.casting) for one in said] == [("approve", False), ("approve", True)]
    assert case.rounds.order_by("number").first().outcome == StageOutcome.PASSED


def test_a_body_that_dissented_refers_the_case_up_from_its_desk(world: World, at: At) -> None:
    case, client = _referable(world), at(world.mira)

    desk = text_of(client.get(DESK))
    response = execute_act(client, act_of(case, "escalate"), reason="A matter of principle.")

    assert act_of(case, "escalate") in desk
    assert response.status_code == 302
    assert [round.stage.code for round in case.rounds.order_by("number")] == ["ministries", "committee"]


def test_referring_up_without_a_reason_says_so_and_moves_nothing(world: World, at: At) -> None:
    case = _referable(world)

    response = execute_act(at(world.mira), act_of(case, "escalate"), reason=" ")

    assert (response.status_code, "This field is required." in text_of(response)) == (400, True)
    assert case.rounds.count() == 1


def test_the_chair_who_decided_is_told_why_it_is_not_theirs_to_refer_up(world: World, at: At) -> None:
    case = _referable(world)

    page = text_of(at(world.rhea).get(act_of(case, "escalate")))

    assert "Your body may not refer this outcome up." in page
    assert 'name="reason"' not in page
