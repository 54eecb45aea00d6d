"""The country plan that a case names, as an obstacle: what was refused or withdrawn carries no case under it."""

from __future__ import annotations

from collections.abc import Iterator

from licensing.acts.obstacles.situation import Situation
from licensing.choices import CaseState, Step
from licensing.errors import PlanEnded
from licensing.messages import Message
from licensing.models import Case
from licensing.policy.obstacles import Obstacle

# What was granted while the plan held stays granted, so customs is not among them.
_STOPS = frozenset(Step) - {Step.DRAW_DOWN}


def find_lost_plan(situation: Situation) -> Iterator[Obstacle]:
    """The plan that the request is filed under was refused or withdrawn; one that is not decided yet is a note."""
    plan = situation.case.plan
    if plan is None or plan.state == CaseState.GRANTED or not situation.is_under_way:
        return
    ended = plan.state in (CaseState.REFUSED, CaseState.WITHDRAWN)
    if ended or situation.step is None:
        yield _describe_ended(plan) if ended else _describe_open(plan)


def _describe_ended(plan: Case) -> Obstacle:
    words = {"plan": plan.reference or "", "state": CaseState(plan.state).label}
    message = Message("The country plan %(plan)s, under which the request is filed, does not hold: %(state)s.", **words)
    return Obstacle(
        "plan_ended",
        message,
        source=Message("Country plan %(plan)s", plan=words["plan"]),
        lift=Message("The applicant amends the request so that it names a plan that holds, or none."),
        stops=_STOPS,
        since=plan.closed_at,
        for_applicant=message,
        refusal=PlanEnded,
        data={"plan": plan.reference},
    )


def _describe_open(plan: Case) -> Obstacle:
    words = {"plan": plan.reference or "", "state": CaseState(plan.state).label}
    message = Message("The country plan %(plan)s, under which the request is filed, is not approved yet: %(state)s.", **words)
    return Obstacle(
        "plan_open",
        message,
        source=Message("Country plan %(plan)s", plan=words["plan"]),
        lift=Message("The government decides the plan."),
        for_applicant=message,
    )
