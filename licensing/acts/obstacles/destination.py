"""Destinations of a case in the excluded tier, those that it only passes among them: nothing is granted that reaches them."""

from __future__ import annotations

from collections.abc import Iterator

from licensing.acts.obstacles.situation import Situation
from licensing.choices import Step
from licensing.errors import ExcludedDestination
from licensing.messages import Message, Text, TranslatedText
from licensing.models import Country
from licensing.policy.destinations.places import list_destinations
from licensing.policy.destinations.strictness import judge_destinations
from licensing.policy.obstacles import Obstacle


def find_excluded_destinations(situation: Situation) -> Iterator[Obstacle]:
    """Each country of the excluded tier that the request goes to or through, with who stands there."""
    if not situation.is_under_way:
        return
    filed = situation.read_filed()
    found = list_destinations(filed) if filed else []
    rows = Country.objects.in_bulk({one.country for one in found})
    names: dict[str, Text] = {code: TranslatedText(row.names) for code, row in rows.items()}
    for one in judge_destinations(found, {code: row.tier for code, row in rows.items()}).excluded:
        where = one.describe(names)
        yield Obstacle(
            "excluded_destination",
            Message("A destination stands in the excluded tier. %(destination)s.", destination=where),
            source=Message("The list of countries, as in force today"),
            lift=Message("The applicant amends the request, or two policy officers move the country to another tier."),
            stops=frozenset({Step.PROPOSE, Step.GRANT}),
            for_applicant=Message("No licence is given for this destination. %(destination)s.", destination=where),
            refusal=ExcludedDestination,
            data={"country": one.country, "role": one.role},
        )
