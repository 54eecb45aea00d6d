"""Bars to requests as obstacles: who has not met a condition of another licence by its day files no request until it is met."""

from __future__ import annotations

from collections.abc import Iterator

from licensing.acts.obstacles.situation import Situation
from licensing.choices import Consequence, Step
from licensing.errors import BarredFromFiling
from licensing.messages import DayText, Message
from licensing.models import DutyConsequence
from licensing.policy.licences.duties.consequences import describe_bar
from licensing.policy.obstacles import Obstacle


def find_bars(situation: Situation) -> Iterator[Obstacle]:
    """Each condition that bars the holder of its licence from further requests, as ground R09 has it of overdue reports."""
    case = situation.case
    if case.organisation_id is None or not (situation.step or case.accepted_at is None):
        return
    bars = DutyConsequence.objects.in_effect().filter(kind=Consequence.BAR)
    held = bars.filter(duty__condition__licence__organisation=case.organisation_id).exclude(
        duty__condition__licence__case=case.pk
    )
    for one in held.select_related("duty__condition__licence").order_by("began_at", "pk"):
        condition = one.duty.condition
        message = describe_bar(condition.licence.number, condition.number, DayText(one.duty.due_on))
        yield Obstacle(
            "barred_from_filing",
            message,
            source=Message("Condition %(number)d, licence %(code)s", number=condition.number, code=condition.licence.number),
            lift=Message("The holder files the evidence and it is accepted, or a case officer lifts the bar by name."),
            stops=frozenset({Step.SUBMIT, Step.ACCEPT}),
            since=one.began_at,
            for_applicant=message,
            refusal=BarredFromFiling,
            data={"licence": condition.licence.number, "condition": condition.number, "due_on": one.duty.due_on},
        )
