"""A licence of which a variation is asked or proposed, and what is asked of its parties and its route."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from licensing.acts.licences.changing.variation import ask_variation, propose_variation
from licensing.models import Licence, RoutingRow
from tests.by_hand import by_hand
from tests.scenes import scene
from tests.world import World

# Another consignee and another route than those of the world's request, to the same country.
DEPOT = {"role": "consignee", "name": "Fictional New Depot", "country": "EE", "kind": "government", "address": "Narva"}
LEG = {"mode": "air", "from_place": "Lviv", "from_country": "UA", "to_place": "Tallinn", "to_country": "EE"}
# By Riga, to where the goods went before.
THROUGH_LATVIA = [LEG | {"to_place": "Riga", "to_country": "LV"}, LEG | {"from_place": "Riga", "from_country": "LV"}]


@scene
def issue_asked_licence(world: World, **changes: Any) -> Licence:
    """A licence of which Paula asks that its first line is for 30 pieces instead of 40."""
    subject = world.licence(**changes)
    ask_variation(subject, world.paula, reason="The buyer takes less.", quantities={1: Decimal(30)})
    return subject


@scene
def issue_proposed_licence(world: World, **changes: Any) -> Licence:
    """The same, proposed by Otto."""
    subject = world.licence(**changes)
    propose_variation(subject, world.otto, reason="Need at home.", quantities={1: Decimal(30)})
    return subject


def hear_another_body_of_latvia() -> None:
    """From now on the decision table asks a further body about goods that pass Latvia."""
    row = {"code": "latvia", "reasons": {"en": "Latvia"}, "when": {"transit": ["LV"]}, "valid_from": "2024-01-01"}
    with by_hand():
        RoutingRow.objects.create(**row, procedure_code="", extra_seats=["SBU"], priority=30_000)
