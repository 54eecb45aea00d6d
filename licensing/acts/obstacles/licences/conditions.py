"""Conditions of a licence as obstacles at the customs gate: what they do not let leave does not leave."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from licensing.acts.obstacles.situation import Situation
from licensing.choices import LicenceState, Step
from licensing.errors import ConditionNotMet
from licensing.messages import Message, TranslatedText
from licensing.models.licences.licence import find_licence
from licensing.models.read_models.licences.gate import Gate, load_gate
from licensing.policy.exact import format_decimal
from licensing.policy.licences.customs.gate import BindingCondition, GateLine, describe_need, describe_unmet, find_stopping
from licensing.policy.obstacles import Obstacle


def find_unmet_conditions(situation: Situation) -> Iterator[Obstacle]:
    """Each condition that keeps a quantity from leaving; without a line, those that let nothing of some line leave."""
    licence = situation.line.licence if situation.line else find_licence(situation.case)
    # A licence that is suspended or closed lets nothing leave as it is; its conditions are asked once it is in force.
    if licence is None or licence.state != LicenceState.ISSUED or licence.is_dormant:
        return
    gate = load_gate(licence, at=situation.at)
    if gate is None:
        return
    told = set[int]()
    for line in gate.facts.lines.values():
        if situation.line is not None and line.number != situation.line.number:
            continue
        # The smallest quantity that there is asks whether anything may leave.
        asked = situation.leaving if situation.line else Decimal(1).scaleb(-line.decimals)
        for one, allowed in find_stopping(gate.conditions, line, asked, gate.facts):
            if one.number not in told:
                told.add(one.number)
                yield _build_unmet_obstacle(gate, one, line, allowed)


def _build_unmet_obstacle(gate: Gate, one: BindingCondition, line: GateLine, allowed: Decimal) -> Obstacle:
    words = TranslatedText(gate.rows[one.number].texts)
    message = describe_unmet(one, words, gate.facts, allowed=allowed, unit=line.unit)
    need = describe_need(one.rule)
    return Obstacle(
        "condition_not_met",
        message,
        source=Message("Condition %(number)d of the licence %(code)s", number=one.number, code=one.code),
        lift=need,
        stops=frozenset({Step.DRAW_DOWN}),
        for_applicant=message,
        refusal=ConditionNotMet,
        data={
            "condition": one.number,
            "condition_code": one.code,
            "needs": str(need),
            "left_now": format_decimal(allowed),
            "unit": line.unit,
        },
    )
