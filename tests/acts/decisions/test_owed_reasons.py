"""A grant that goes beyond a presumption of refusal says why; what the ministries advised is tried in test_government.py."""

from __future__ import annotations

import pytest

from licensing.acts.decisions.government import grant_case
from licensing.acts.decisions.owed_reasons import find_owed_reasons
from licensing.errors import Invalid
from licensing.models import Case
from tests.world import REQUEST, World, resolution

MISSILES = [REQUEST["items"][0] | {"mtcr": "I"}, REQUEST["items"][1]]


def test_goods_of_which_refusal_is_presumed_are_granted_with_reasons_alone(world: World) -> None:
    case = world.before_government(items=MISSILES)
    owed = ["Of MTCR Category I (items: 1) refusal is presumed. Say why it is granted."]

    with pytest.raises(Invalid) as refused:
        grant_case(case, world.dora, resolution())
    decision = grant_case(case, world.dora, resolution(reasons="A partner in the regime, under its own guarantees."))

    assert [(gap.path, gap.sentence) for gap in refused.value.gaps] == [("reasons", owed[0])]
    assert list(find_owed_reasons(Case.objects.get(pk=case.pk))) == owed
    assert decision.reasons == "A partner in the regime, under its own guarantees."


def test_other_goods_owe_none(world: World) -> None:
    assert list(find_owed_reasons(world.before_government())) == []
