"""Which outcomes may be referred up, and which bodies may do so."""

from __future__ import annotations

import pytest

from licensing.acts.signoff import positions, referral
from tests.trial import GOVERNMENT, MINISTRIES, use_procedure
from tests.world import World, approve


@pytest.mark.parametrize(("above", "then"), [("100.00", "heads"), ("900000000.00", "government")])
def test_a_request_above_the_threshold_goes_up_although_all_agree(world: World, above: str, then: str) -> None:
    escalation = {"to": "heads", "triggers": ["threshold"], "above": above, "default": "escalate"}
    heads = MINISTRIES | {"code": "heads", "name_en": "Heads", "name_uk": "Керівники", "only_when_referred": True}
    use_procedure(MINISTRIES | {"escalation": escalation}, heads, GOVERNMENT)

    case = world.before_government()

    assert [round.stage.code for round in case.rounds.order_by("number")] == ["ministries", then]


def test_above_the_threshold_the_named_body_has_its_window(world: World) -> None:
    escalation = {
        "to": "heads", "triggers": ["threshold"], "above": "100.00", "by": ["MFA"], "within": {"amount": 5}, "default": "stands"
    }  # fmt: skip
    heads = MINISTRIES | {"code": "heads", "name_en": "Heads", "name_uk": "Керівники", "only_when_referred": True}
    use_procedure(MINISTRIES | {"escalation": escalation}, heads, GOVERNMENT)
    case = world.with_need()
    for member in (world.rhea, world.greta, world.mira):
        positions.sign_case(case, member, approve(), version=1)

    referral.escalate_case(case, world.mira, reason="A sale of this size.")

    assert [round.stage.code for round in case.rounds.order_by("number")] == ["ministries", "heads"]
