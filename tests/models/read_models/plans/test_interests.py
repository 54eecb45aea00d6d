"""The log of an expression of interest as people read it."""

from __future__ import annotations

from licensing.acts.plans import interests
from licensing.models.read_models.plans.interests import build_interest_log
from tests.interests import filed_interest, offer
from tests.world import World


def test_the_log_says_who_took_each_step_for_which_side(world: World) -> None:
    interest = filed_interest(world)
    interests.make_offer(interest, world.otto, offer())
    interests.accept_offer(interest, world.paula)

    log = build_interest_log(interest)

    assert [(entry.step.kind, entry.is_of_partner) for entry in log] == [("filed", True), ("offered", False), ("agreed", True)]
    assert [(line.goods, line.unit, line.volumes[0].quantity) for line in log[0].lines] == [
        ("Pressure vessels", "pieces", "40")
    ]
