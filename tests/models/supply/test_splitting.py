"""The rules on splitting that ship, as policy adds up by them."""

from __future__ import annotations

from licensing.models import SplittingRule
from licensing.models.supply.splitting import load_split_rules
from tests.by_hand import by_hand
from tests.world import World


def test_rules_in_force_are_read_in_the_order_of_their_codes(world: World) -> None:
    with by_hand():
        SplittingRule.objects.filter(pk="end-user").update(active=False)

    assert [(one.code, sorted(one.by), one.days, one.threshold) for one in load_split_rules()] == [
        ("end-user-and-family", ["end_user", "family"], 365, 2_000_000),
        ("partner-and-family", ["family", "partner"], 365, 20_000_000),
    ]
