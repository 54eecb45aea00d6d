"""The route of a case as an obstacle: without a procedure that covers it, a request cannot be accepted.

And a note on the one kind that is filed no more, and may still be under way: a country plan of a partner under appeal.
"""

from __future__ import annotations

from collections.abc import Iterator

from licensing.acts.obstacles.situation import Situation
from licensing.choices import CaseState, Step
from licensing.errors import NoProcedure
from licensing.messages import Message
from licensing.policy.obstacles import Obstacle

# An appeal opens the government's review again, which may be adjourned.
_UNDER_APPEAL = frozenset({CaseState.GOVERNMENT_DECISION, CaseState.ADJOURNED})


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


def find_appealed_plan(situation: Situation) -> Iterator[Obstacle]:
    """A note, which stops nothing: the law gives the partner a decision on its appeal, and that is of what was filed.

    All others that are under way are carried over within the hour (`acts/plans/carrying.py`).
    """
    case = situation.case
    if situation.step is not None or case.state not in _UNDER_APPEAL or not case.kind.is_retired:
        return
    if not case.decisions.exists():
        return
    yield Obstacle(
        "kind_retired",
        Message(
            "Partners file country plans no more. The appeal is decided on what was filed. Projects that are granted become "
            "ideas of the plan of the state; after a refusal the partner goes on with an expression of interest."
        ),
        source=Message("Country plans belong to the state"),
        lift=Message("The government decides the appeal."),
        for_applicant=Message(
            "Country plans are filed no more, and this one is not carried over while your appeal is open: the appeal is "
            "decided on what you filed. Whatever is decided, you may file an expression of interest at any time."
        ),
    )
