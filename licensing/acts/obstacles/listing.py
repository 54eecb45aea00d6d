"""The one list of obstacles: what keeps a case from going on, on its page, over the API, and in every act that it could stop.

No act refuses for such a reason by itself. It makes a `Situation` and asks `refuse_obstacles`; so what people read before an
act is what refuses it. To add a provider: write a function `find_…(situation) -> Iterator[Obstacle]` in a module of this
package, which reads what it needs of the case and yields values (nothing where it does not apply), and name it once in
`PROVIDERS` with the steps that it may stop. A refusal with a code of its own is a Problem in `licensing/errors.py`. Reading
costs each of the acts that ask for its steps, so it reads nothing before a cheap look says that it may apply.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from licensing.acts.obstacles.assessed.certificate import CERTIFIED_STEPS, find_certificate_obstacles
from licensing.acts.obstacles.assessed.criteria import WEIGHED_STEPS, find_criteria_obstacles
from licensing.acts.obstacles.assessed.presumption import find_presumed_refusal
from licensing.acts.obstacles.assessed.rerouting import find_other_way
from licensing.acts.obstacles.assessed.screening import SCREENED_STEPS, find_screening_hits
from licensing.acts.obstacles.assessment import find_missing_assessments
from licensing.acts.obstacles.destination import EXCLUDED_STEPS, find_excluded_destinations
from licensing.acts.obstacles.licences.bars import find_bars
from licensing.acts.obstacles.licences.conditions import find_unmet_conditions
from licensing.acts.obstacles.licences.milestones import find_unmet_milestones
from licensing.acts.obstacles.licences.visits import find_adverse_visits
from licensing.acts.obstacles.licences.years import find_early_leaving
from licensing.acts.obstacles.measures import find_measures
from licensing.acts.obstacles.need import find_late_call_offs, find_short_supply, find_unstated_need
from licensing.acts.obstacles.parent import (
    find_contract_reviews,
    find_full_parent,
    find_lost_parent,
    find_small_own_share,
)
from licensing.acts.obstacles.questions import find_open_questions
from licensing.acts.obstacles.route import find_appealed_plan, find_missing_procedure
from licensing.acts.obstacles.situation import Situation
from licensing.acts.obstacles.votes import find_absolute_obstacle, find_unmet_seats
from licensing.choices import Step
from licensing.errors import Gap, Invalid, Problem
from licensing.models import Case, Round
from licensing.policy.obstacles import ON_THE_WAY, Obstacle, select_stopping


@dataclass(frozen=True, slots=True)
class Provider:
    """What finds one kind of obstacle, and the steps that it may stop: no act that comes to another step asks it."""

    find: Callable[[Situation], Iterable[Obstacle]]
    steps: frozenset[Step]


# In the order in which they are told; the first that stops an act is what it is refused with.
PROVIDERS: Final[tuple[Provider, ...]] = (
    Provider(find_missing_procedure, frozenset({Step.ACCEPT})),
    Provider(find_bars, frozenset({Step.SUBMIT, Step.ACCEPT, Step.AMEND})),
    Provider(find_measures, ON_THE_WAY),
    Provider(find_lost_parent, ON_THE_WAY - {Step.DRAW_DOWN}),
    Provider(find_full_parent, frozenset({Step.ACCEPT, Step.AMEND, Step.PROPOSE, Step.GRANT})),
    Provider(find_small_own_share, frozenset({Step.ACCEPT, Step.PROPOSE, Step.GRANT})),
    Provider(find_early_leaving, frozenset({Step.DRAW_DOWN})),
    Provider(find_contract_reviews, frozenset()),
    Provider(find_unmet_milestones, frozenset({Step.DRAW_DOWN})),
    Provider(find_unmet_conditions, frozenset({Step.DRAW_DOWN})),
    Provider(find_excluded_destinations, EXCLUDED_STEPS),
    Provider(find_unstated_need, frozenset({Step.SIGN})),
    Provider(find_missing_assessments, frozenset({Step.SIGN, Step.GRANT})),
    Provider(find_short_supply, frozenset({Step.PROPOSE, Step.GRANT})),
    Provider(find_late_call_offs, frozenset()),
    Provider(find_open_questions, frozenset({Step.SIGN, Step.GRANT})),
    Provider(find_screening_hits, SCREENED_STEPS),
    Provider(find_certificate_obstacles, CERTIFIED_STEPS),
    Provider(find_criteria_obstacles, WEIGHED_STEPS),
    Provider(find_presumed_refusal, frozenset()),
    Provider(find_other_way, frozenset()),
    Provider(find_appealed_plan, frozenset()),
    Provider(find_adverse_visits, frozenset()),
    Provider(find_absolute_obstacle, frozenset({Step.GRANT})),
    Provider(find_unmet_seats, frozenset({Step.GRANT})),
)
# What the state signs off for itself moves no goods and names nobody: its sign-off alone can stand in its way.
OF_STATE: Final = tuple(one for one in PROVIDERS if one.find in (find_absolute_obstacle, find_unmet_seats))


def refuse_votes(situation: Situation) -> None:
    """Raise what the sign-off alone puts in the way of a step; what else stops a grant does not stop relief of what stands."""
    for provider in OF_STATE:
        for found in provider.find(situation):
            raise found.as_problem()


def list_obstacles(case: Case, *, at: datetime, round: Round | None = None) -> list[Obstacle]:
    """All that stands in the way of a case at a moment, and what is to be known beside it.

    `round` is the open one, where the caller has read it with its seats already.
    """
    seats = list(round.seats.all()) if round else None
    return collect_obstacles(Situation(case, at, round=round, seats=seats))


def list_stopping(situation: Situation, *, seat: str = "") -> list[Obstacle]:
    """What stops the step that a situation is about. `seat` is the body that would sign; without it, what stops everybody."""
    assert situation.step is not None
    return select_stopping(collect_obstacles(situation), situation.step, seat=seat)


def find_refusal(situation: Situation, *, seat: str = "") -> Problem | None:
    """The refusal that an act meets which comes to this step, the first of several; None where nothing stops it."""
    found = list_stopping(situation, seat=seat)
    return found[0].as_problem() if found else None


def refuse_obstacles(situation: Situation, *, for_applicant: bool = False, seat: str = "") -> None:
    """Raise what stops the step that a situation is about, as a step of the act that comes to it.

    `for_applicant` is whether the act is the applicant's, who is told in words meant for them.
    """
    if gaps := collect_gaps(situation, for_applicant=for_applicant, seat=seat):
        raise Invalid(str(gaps[0].message), gaps=gaps)


def collect_gaps(situation: Situation, *, for_applicant: bool = False, seat: str = "") -> list[Gap]:
    """Refuse as `refuse_obstacles` does; but what stops a field of the act's own form is given back with its other gaps."""
    situation.is_act = True
    stopping = list_stopping(situation, seat=seat)
    if first := next((one for one in stopping if one.gap is None), None):
        raise first.as_problem(for_applicant=for_applicant)
    return [one.gap for one in stopping if one.gap is not None]


def collect_obstacles(situation: Situation) -> list[Obstacle]:
    """What the providers find that its step concerns, whether it stops it or not; all of them without a step."""
    known = OF_STATE if situation.case.is_of_state else PROVIDERS
    asked: Sequence[Provider] = [one for one in known if situation.step is None or situation.step in one.steps]
    return [obstacle for provider in asked for obstacle in provider.find(situation)]
