"""Milestones and gates of stages as obstacles at the customs gate: what waits for them does not leave before they are met."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from licensing.acts.licences.conditions.milestones import has_milestones, list_met
from licensing.acts.obstacles.situation import Situation
from licensing.choices import Step
from licensing.errors import MilestoneNotMet
from licensing.messages import Message
from licensing.models import LicenceLine
from licensing.models.decisions.decision import list_granted_items
from licensing.models.licences.licence import find_licence
from licensing.policy.licences.milestones import LineDraw, find_unmet
from licensing.policy.obstacles import Obstacle

_NOTHING = Decimal()


def find_unmet_milestones(situation: Situation) -> Iterator[Obstacle]:
    """Each milestone and stage that a delivery waits for and that is not met; at the gate, those that hold its quantity."""
    licence = situation.line.licence if situation.line else find_licence(situation.case)
    if licence is None or not licence.is_live or not has_milestones(licence):
        return
    filed = situation.read_filed()
    if filed is None:
        return
    draw = _read_draw(situation.line, situation.leaving) if situation.line else None
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


def _read_draw(line: LicenceLine, leaving: Decimal) -> LineDraw:
    """What is to leave of the item of a line; the schedule is of the item, which has two lines where an appeal added to it."""
    items = list_granted_items(line.licence.case_id)
    item = items[line.number - 1]
    alike = [one for one in line.licence.lines.all() if items[one.number - 1] == item]
    authorised, cleared = sum((one.authorised for one in alike), _NOTHING), sum((one.cleared for one in alike), _NOTHING)
    return LineDraw(item, authorised, cleared, leaving)
