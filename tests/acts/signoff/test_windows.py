"""Which outcomes may be referred up, and which bodies may do so."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.acts.signoff import positions, referral
from licensing.errors import NoMandate
from licensing.models import Case
from tests.scenes import scene
from tests.trial import GOVERNMENT, MINISTRIES, use_procedure
from tests.world import World, approve, object_to


@pytest.mark.walk
@pytest.mark.parametrize(("above", "then"), [("100.00", "heads"), ("900000000.00", "government")])
def test_a_request_above_the_threshold_goes_up_although_all_agree(world: World, above: str, then: str) -> None:
    escalation = {"to": "heads", "triggers": ["threshold"], "above": above, "default": "escalate"}
    heads = MINISTRIES | {"code": "heads", "name_en": "Heads", "name_uk": "Керівники", "only_when_referred": True}
    use_procedure(MINISTRIES | {"escalation": escalation}, heads, GOVERNMENT)

    case = world.before_government()

    assert [round.stage.code for round in case.rounds.order_by("number")] == ["ministries", then]


@pytest.mark.walk
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


@scene
def _settle(world: World, **escalation: Any) -> Case:
    """A case that passed two to one (the Foreign Ministry objected), and waits in a window of these terms."""
    terms = {"to": "heads", "triggers": ["split"], "within": {"amount": 5}, "default": "stands"}
    heads = MINISTRIES | {"code": "heads", "name_en": "Heads", "name_uk": "Керівники", "only_when_referred": True}
    use_procedure(MINISTRIES | {"escalation": terms | escalation}, heads, GOVERNMENT)
    case = world.with_need()
    for member, view in ((world.rhea, approve()), (world.greta, approve()), (world.mira, object_to())):
        positions.sign_case(case, member, view, version=1)
    return case


@pytest.mark.walk
def test_where_the_holder_of_a_seat_is_asked_for_a_deputy_refers_nothing_up(world: World) -> None:
    case = _settle(world, by=["GS"], rank="holder")

    with pytest.raises(NoMandate):
        referral.escalate_case(case, world.dan, reason="A matter of principle.")
    assert case.rounds.count() == 1

    referral.escalate_case(case, world.greta, reason="A matter of principle.")

    assert [round.stage.code for round in case.rounds.order_by("number")] == ["ministries", "heads"]


@pytest.mark.walk
def test_a_deputy_refers_up_where_no_rank_is_asked_for(world: World) -> None:
    case = _settle(world, by=["GS"])

    referral.escalate_case(case, world.dan, reason="A matter of principle.")

    assert [round.stage.code for round in case.rounds.order_by("number")] == ["ministries", "heads"]


@pytest.mark.walk
def test_a_named_body_that_agreed_refers_nothing_up_where_only_dissent_may(world: World) -> None:
    case = _settle(world, by=["MOD", "MFA"], only_dissent=True)

    with pytest.raises(NoMandate):
        referral.escalate_case(case, world.rhea, reason="A matter of principle.")
    assert case.rounds.count() == 1

    referral.escalate_case(case, world.mira, reason="A matter of principle.")

    assert [round.stage.code for round in case.rounds.order_by("number")] == ["ministries", "heads"]
