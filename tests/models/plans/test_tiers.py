"""How countries rank: by the list, and while a measure gives them another tier, by the last of such measures."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from licensing.acts.acting import now, to_local_day
from licensing.choices import MeasureKind
from licensing.models.plans.tiers import list_tiers, load_ranked_countries
from licensing.policy.plans.measures.scope import Scope
from tests.acts.plans.measures.state import publish
from tests.world import World


def test_a_tier_holds_from_its_first_day_to_its_last(world: World) -> None:
    today = to_local_day(now())
    days = [today + timedelta(days=number) for number in range(5)]
    said: dict[str, Any] = {"kind": MeasureKind.PARTNER_TIER, "scope": Scope(countries=frozenset({"EE", "RO"}))}
    listed = list_tiers(load_ranked_countries(today, ["EE"]))["EE"]
    publish(world, **said, tier="excluded", valid_from=days[1], valid_until=days[3])
    later = publish(world, **said, tier="supporter", valid_from=days[2], valid_until=days[2])

    ranked = [load_ranked_countries(day, ["EE", "LV"]) for day in days]

    assert [one["EE"].tier for one in ranked] == [listed, "excluded", "supporter", "excluded", listed]
    assert (ranked[2]["EE"].measure, ranked[0]["EE"].measure) == (later.code, "")
    assert {one["LV"].tier for one in ranked} == {load_ranked_countries(today)["LV"].tier}
