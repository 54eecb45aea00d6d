"""The route of a case as an obstacle: without a procedure that covers it, a request cannot be accepted."""

from __future__ import annotations

from collections.abc import Iterator

from licensing.acts.obstacles.situation import Situation
from licensing.choices import CaseState, Step
from licensing.errors import NoProcedure
from licensing.messages import Message
from licensing.policy.obstacles import Obstacle


def find_missing_procedure(situation: Situation) -> Iterator[Obstacle]:
    """No row of the decision table covers the case, or the procedure that it names has no version in force."""
    # The act that accepts a case has moved its state already when it asks.
    if situation.step is not Step.ACCEPT and situation.case.state != CaseState.SUBMITTED:
        return
    _routing, procedure = situation.read_route()
    if procedure is None:
        yield Obstacle(
            "no_procedure",
            NoProcedure.title,
            source=Message("The decision table, as in force today"),
            lift=Message("Two policy officers add a row to the decision table, or publish the procedure that it names."),
            stops=frozenset({Step.ACCEPT}),
            refusal=NoProcedure,
        )
