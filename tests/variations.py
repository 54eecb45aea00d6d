"""A licence of which a variation is asked or proposed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from licensing.acts.licences.changing.variation import ask_variation, propose_variation
from licensing.models import Licence
from tests.scenes import scene
from tests.world import World


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
