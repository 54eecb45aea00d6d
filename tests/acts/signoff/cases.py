"""Cases under sign-off, as the tests of positions and rounds look at them."""

from __future__ import annotations

from datetime import date
from typing import Any

from licensing.acts.signoff import positions
from licensing.choices import PositionChoice
from licensing.models import Case, Procedure, RoutingRow, Seat, Stage, StandingPosition
from tests.world import World, publish


def reload_case(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def standing_choices(case: Case) -> dict[str, str]:
    """What stands for each seat of the latest round."""
    standing = StandingPosition.objects.filter(round__case=case).select_related("position", "seat")
    return {one.seat.body_id: one.position.choice for one in standing}


def with_conditions(*conditions: dict[str, Any]) -> positions.PositionInput:
    return positions.PositionInput(PositionChoice.CONDITIONS, conditions=conditions)


def use_stage(
    world: World,
    *,
    rule: dict[str, Any] | None = None,
    depends: dict[str, list[str]] | None = None,
    chair: str = "",
    explicit: str = "",
    escalation: dict[str, Any] | None = None,
    higher: bool = False,
    on_limit: str = "alert",
    deemed: str = "",
) -> None:
    """Publish a procedure for this test alone, and route everything to it."""
    procedure = Procedure.objects.create(
        code="one-test",
        version=1,
        names={"en": "One test"},
        valid_from=date(2024, 1, 1),
        calendar_id="UA",
        term_amount=45,
        on_limit=on_limit,
    )
    ministries = Stage.objects.create(
        procedure=procedure,
        number=1,
        code="ministries",
        names={"en": "Ministries"},
        rule=rule or {"kind": "majority_cast"},
        term_amount=14,
        escalation=escalation or {},
        deemed=deemed,
    )
    stages = [ministries]
    if higher:
        stages.append(
            Stage.objects.create(
                procedure=procedure,
                number=2,
                code="committee",
                names={"en": "Committee"},
                rule={"kind": "majority_cast"},
                term_amount=11,
                only_when_referred=True,
            )
        )
    for stage in stages:
        for number, body in enumerate(("MOD", "GS", "MFA"), 1):
            Seat.objects.create(
                stage=stage,
                body_id=body,
                number=number,
                chair=body == chair and stage is ministries,
                explicit=body == explicit,
                mandatory=False,
                depends_on=(depends or {}).get(body, []),
            )
    Stage.objects.create(
        procedure=procedure,
        number=3,
        code="government",
        names={"en": "Government"},
        government=True,
        rule={"kind": "consensus"},
        term_amount=10,
    )
    publish(procedure)
    RoutingRow.objects.filter(code="tests").update(procedure_code="one-test")


def stage_outcomes(case: Case) -> list[tuple[str, str]]:
    return [(round.stage.code, round.outcome) for round in case.rounds.select_related("stage").order_by("number")]
