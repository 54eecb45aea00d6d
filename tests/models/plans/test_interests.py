"""Expressions of interest as they are read: who sees them, and their log."""

from __future__ import annotations

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans import interests
from licensing.models import Interest
from licensing.models.plans.interests import build_interest_log, may_read_interests
from tests.acts.plans.test_interests import filed_interest, offer
from tests.world import World


def test_it_is_seen_by_its_organisation_and_by_who_weighs_it(world: World) -> None:
    interest = filed_interest(world)
    today = to_local_day(now())

    seeing = {one.name for one in world.everybody if Interest.objects.visible_to(one, on=today).filter(pk=interest.pk).exists()}
    assert {one.name for one in world.everybody} - seeing == {"Rita", "Cus", "Stella"}
    assert (may_read_interests(["administrator", "customs"], []), may_read_interests([], ["GS"])) == (False, True)


def test_the_log_says_who_took_each_step_for_which_side(world: World) -> None:
    interest = filed_interest(world)
    interests.make_offer(interest, world.otto, offer())
    interests.accept_offer(interest, world.paula)

    log = build_interest_log(interest)

    assert [(entry.step.kind, entry.is_of_partner) for entry in log] == [("filed", True), ("offered", False), ("agreed", True)]
    assert [(line.goods, line.unit, line.volumes[0].quantity) for line in log[0].lines] == [
        ("Pressure vessels", "pieces", "40")
    ]
