"""Milestones and gates of stages as obstacles at the customs gate: what waits for them does not leave before they are met."""

from __future__ import annotations

from collections.abc import Iterator

from licensing.acts.licences.conditions.milestones import has_milestones, list_met
from licensing.acts.obstacles.situation import Situation
from licensing.choices import Step
from licensing.errors import MilestoneNotMet
from licensing.messages import Message
from licensing.models.licences.licence import find_licence
from licensing.policy.licences.milestones import LineDraw, find_item_of_line, find_unmet
from licensing.policy.obstacles import Obstacle


def find_unmet_milestones(situation: Situation) -> Iterator[Obstacle]:
    """Each milestone and stage that a delivery waits for and that is not met; at the gate, those that hold its quantity."""
    licence = situation.line.licence if situation.line else find_licence(situation.case)
    if licence is None or not licence.is_live or not has_milestones(licence):
        return
    filed = situation.read_filed()
    if filed is None:
        return
    draw = None
    if situation.line is not None:
        line = situation.line
        draw = LineDraw(find_item_of_line(filed, line.name, line.model), line.authorised, line.cleared, situation.leaving)
    for one in find_unmet(filed, list_met(licence), draw):
        yield Obstacle(
            "milestone_not_met",
            one.describe(),
            source=Message("Terms and delivery schedule of the request, as filed last"),
            lift=Message("A case officer records, with what shows it, that it is met."),
            stops=frozenset({Step.DRAW_DOWN}),
            for_applicant=one.describe(),
            refusal=MilestoneNotMet,
            data={"kind": one.kind.value, "milestone": one.title},
        )
