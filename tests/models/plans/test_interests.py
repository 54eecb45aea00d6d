"""Expressions of interest as they are read: who sees them."""

from __future__ import annotations

from licensing.acts.acting import now, to_local_day
from licensing.models import Interest
from licensing.models.plans.interests import may_read_interests
from tests.interests import filed_interest
from tests.world import World


def test_it_is_seen_by_its_organisation_and_by_who_weighs_it(world: World) -> None:
    interest = filed_interest(world)
    today = to_local_day(now())

    seeing = {one.name for one in world.everybody if Interest.objects.visible_to(one, on=today).filter(pk=interest.pk).exists()}
    assert {one.name for one in world.everybody} - seeing == {"Rita", "Cus", "Stella"}
    assert (may_read_interests(["administrator", "customs"], []), may_read_interests([], ["GS"])) == (False, True)
