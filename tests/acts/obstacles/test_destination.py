"""What goes to or through the excluded tier is not granted, whoever stands there."""

from __future__ import annotations

import pytest

from licensing.acts.acting import now
from licensing.acts.decisions import government
from licensing.acts.obstacles.listing import list_obstacles
from licensing.choices import MeasureKind, Step
from licensing.errors import ExcludedDestination
from licensing.models import Country
from licensing.policy.plans.measures.scope import Scope
from tests.acts.plans.measures.state import publish
from tests.by_hand import by_hand
from tests.world import World, resolution


def test_a_destination_in_the_excluded_tier_stops_the_grant_and_says_where(world: World) -> None:
    case = world.before_government()
    assert "excluded_destination" not in {one.code for one in list_obstacles(case, at=now())}
    with by_hand():
        Country.objects.filter(pk="EE").update(tier="excluded")

    found = [one for one in list_obstacles(case, at=now()) if one.code == "excluded_destination"]

    assert {one.data["role"] for one in found} == {"partner", "buyer", "consignee", "end_user", "arrival"}
    assert {step for one in found for step in one.stops} == {Step.PROPOSE, Step.GRANT, Step.RELEASE}
    assert all("Estonia" in str(one.message) for one in found)
    with pytest.raises(ExcludedDestination):
        government.grant_case(case, world.dora, resolution())


def test_a_tier_by_measure_excludes_a_destination_and_says_which(world: World) -> None:
    case = world.before_government()
    scope = Scope(countries=frozenset({"EE"}))
    measure = publish(world, kind=MeasureKind.PARTNER_TIER, tier="excluded", scope=scope)

    found = [one for one in list_obstacles(case, at=now()) if one.code == "excluded_destination"]

    assert {str(one.source) for one in found} == {f"Measure {measure.code}"}
    with pytest.raises(ExcludedDestination):
        government.grant_case(case, world.dora, resolution())
