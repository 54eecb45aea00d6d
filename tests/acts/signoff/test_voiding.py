"""What an amendment costs in positions: those that rested on what has changed, and no other."""

from __future__ import annotations

import pytest

from licensing.acts.decisions.resolutions import list_proposed_conditions
from licensing.acts.requests import amending
from licensing.acts.signoff import positions
from licensing.errors import StaleVersion
from licensing.models import Event
from tests.acts.signoff.cases import reload_case, standing_choices, use_stage, with_conditions
from tests.world import REQUEST, World, approve


@pytest.mark.walk
def test_an_amendment_asks_again_only_the_seats_it_touches(world: World) -> None:
    use_stage(world, depends={"MOD": ["items"], "GS": ["items"], "MFA": ["parties"]})
    case = world.with_need()
    positions.sign_case(case, world.mira, approve(), version=1)
    positions.sign_case(case, world.rhea, approve(), version=1)
    more = [REQUEST["items"][0] | {"quantity": "60"}, REQUEST["items"][1]]

    cost = amending.preview_amendment(reload_case(case), world.paula, {"items": more})
    version = amending.amend_case(reload_case(case), world.paula, {"items": more}, reason="We need more")

    assert (cost.signatures, cost.stage and cost.stage.code) == (1, "ministries")
    assert version.number == 2
    assert standing_choices(case) == {"MFA": "approve"}
    voided = Event.objects.get(case=case, kind="position.voided")
    assert voided.data["seat"] == "MOD"
    assert "60" in voided.data["because"][0]["en"]
    with pytest.raises(StaleVersion):
        positions.sign_case(reload_case(case), world.rhea, approve(), version=1)
    positions.sign_case(reload_case(case), world.rhea, approve(), version=2)


@pytest.mark.walk
def test_conditions_outlive_an_amendment_that_does_not_touch_them(world: World) -> None:
    use_stage(world, depends={"MOD": ["items"], "GS": ["items"], "MFA": ["items"]})
    case = world.with_need()
    positions.sign_case(case, world.rhea, with_conditions({"code": "P03", "parameters": {"days": 90}}), version=1)
    positions.sign_case(case, world.greta, approve(), version=1)

    amending.amend_case(reload_case(case), world.paula, {"title": "Another title"}, reason="A better title")
    positions.sign_case(reload_case(case), world.mira, approve(), version=2)

    assert [one["code"] for one in list_proposed_conditions(reload_case(case))] == ["P03"]


@pytest.mark.walk
@pytest.mark.parametrize("price", [{"unit_price": "72000000.00"}, {"currency": "JPY"}, {"unit_price": "80.00"}])
def test_a_price_on_which_no_seat_depends_asks_everybody_again(world: World, price: dict[str, str]) -> None:
    use_stage(world, depends={"MOD": ["items.*.quantity"], "GS": ["items.*.quantity"], "MFA": ["parties"]})
    case = world.with_need()
    positions.sign_case(case, world.mira, approve(), version=1)
    positions.sign_case(case, world.rhea, approve(), version=1)

    amending.amend_case(
        reload_case(case), world.paula, {"items": [REQUEST["items"][0] | price, REQUEST["items"][1]]}, reason="A slip"
    )

    assert standing_choices(case) == {}
