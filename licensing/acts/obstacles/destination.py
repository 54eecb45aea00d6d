"""Destinations of a case in the excluded tier, those that it only passes among them: nothing is granted that reaches them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from licensing.acts.obstacles.situation import Situation
from licensing.choices import Step
from licensing.errors import ExcludedDestination
from licensing.messages import Message
from licensing.models.plans.tiers import list_names, list_tiers, load_ranked_countries
from licensing.policy.destinations.places import list_destinations
from licensing.policy.destinations.strictness import judge_destinations
from licensing.policy.obstacles import Obstacle

# Nothing is sent there with a paper of the authority, be it a licence or the letter that none is required.
EXCLUDED_STEPS: Final = frozenset({Step.PROPOSE, Step.GRANT, Step.RELEASE})
_LIST = Message("The list of countries, as in force today")
_OTHER_TIER = Message("The applicant amends the request, or two policy officers move the country to another tier.")
_END_OF_MEASURE = Message("The applicant amends the request, or two policy officers end the measure.")


def find_excluded_destinations(situation: Situation) -> Iterator[Obstacle]:
    """Each country of the excluded tier that the request goes to or through, with who stands there."""
    if not situation.is_under_way:
        return
    filed = situation.read_filed()
    found = list_destinations(filed) if filed else []
    ranked = load_ranked_countries(situation.today, {one.country for one in found})
    for one in judge_destinations(found, list_tiers(ranked)).excluded:
        where, measure = one.describe(list_names(ranked)), ranked[one.country].measure
        yield Obstacle(
            "excluded_destination",
            Message("A destination stands in the excluded tier. %(destination)s.", destination=where),
            source=Message("Measure %(code)s", code=measure) if measure else _LIST,
            lift=_END_OF_MEASURE if measure else _OTHER_TIER,
            stops=EXCLUDED_STEPS,
            for_applicant=Message("No licence is given for this destination. %(destination)s.", destination=where),
            refusal=ExcludedDestination,
            data={"country": one.country, "role": one.role},
        )
