"""Everybody and everywhere: who stands behind the end user, what the goods pass, and what was filed apart."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from licensing.acts.acting import now
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.requests import drafting, submission
from licensing.choices import MeasureKind
from licensing.errors import Incomplete
from licensing.models import Case, Event, RoutingRow
from licensing.policy.plans.measures.scope import Scope
from tests.acts.plans.measures.state import publish
from tests.by_hand import by_hand
from tests.world import REQUEST, World

ITEM = REQUEST["items"][0] | {"quantity": "19", "unit_price": "100000.00"}
SMALL: dict[str, Any] = {"items": [ITEM]}
FAST, FULL = "fast-lane", "national-military"


@pytest.fixture
def shipped_world(world: World) -> World:
    """The world with the decision table that ships, and no row of the tests above it."""
    with by_hand():
        RoutingRow.objects.filter(code="tests").delete()
    return world


def _accept(world: World, case: Case) -> Case:
    return submission.accept_case(case, world.otto)


def test_three_sales_of_one_to_one_end_user_take_the_full_procedure_together(shipped_world: World) -> None:
    world = shipped_world
    first = _accept(world, world.filed(**SMALL))
    second, third = _accept(world, world.filed(**SMALL)), _accept(world, world.filed(**SMALL))

    assert [one.routing["procedure"] for one in (first, second, third)] == [FAST, FULL, FULL]
    [sums] = [one for one in third.routing["sums"] if one["rule"] == "end-user-and-family"]
    assert (sums["total"], set(sums["cases"])) == ("5700000.00", {str(first.pk), str(second.pk)})
    words = [row["because"]["en"] for row in third.routing["grounds"]]
    assert any("EUR 5,700,000.00 together with 2 other requests within 365 days" in one for one in words)


def test_sales_of_different_kinds_to_one_end_user_are_judged_together(shipped_world: World) -> None:
    """A sale is no smaller because parts of it are asked for as a general or an open permit."""
    world = shipped_world
    kinds = ("general_permit", "open_permit", "single_permit")
    first, second, third = (_accept(world, world.filed(**SMALL, kind=kind, title=kind)) for kind in kinds)

    [sums] = [one for one in third.routing["sums"] if one["rule"] == "end-user-and-family"]
    assert (sums["total"], set(sums["cases"])) == ("5700000.00", {str(first.pk), str(second.pk)})


def test_an_owner_of_the_end_user_in_the_excluded_tier_takes_the_full_procedure_and_is_stopped(shipped_world: World) -> None:
    world = shipped_world
    owner = {"role": "owner", "name": "Holding", "country": "BY", "kind": "commercial", "owner_of": "Fictional Defence Depot"}
    case = _accept(world, world.filed(**SMALL, parties=[*REQUEST["parties"], owner]))

    assert case.routing["procedure"] == FULL
    assert "excluded_partner" in case.routing["flags"]
    row = next(one for one in case.routing["fired"] if one["code"] == "excluded-partner")
    assert "Excluded – Owner of a party: Holding, Belarus" in row["because"]["en"]
    [stopped] = [one for one in list_obstacles(case, at=now()) if one.code == "excluded_destination"]
    assert stopped.data == {"country": "BY", "role": "owner"}


def test_a_leg_through_the_excluded_tier_chooses_no_procedure_and_stops_the_grant(shipped_world: World) -> None:
    world, leg = shipped_world, REQUEST["route"][0]
    route = [leg | {"to_place": "Minsk", "to_country": "BY"}, leg | {"from_place": "Minsk", "from_country": "BY"}]
    case = _accept(world, world.filed(**SMALL, route=route))

    assert (case.routing["procedure"], case.routing["flags"]) == (FAST, ["excluded_transit"])
    [stopped] = [one for one in list_obstacles(case, at=now()) if one.code == "excluded_destination"]
    assert stopped.data == {"country": "BY", "role": "transit"}


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"partner_country": "UA"}, "own_state_as_partner", "partner_country"),
        ({"route": [REQUEST["route"][0] | {"to_country": "LV"}]}, "no_leg_reaches", "partner_country"),
    ],
)
def test_a_destination_that_cannot_be_is_refused_and_nothing_changes(
    world: World, changes: dict[str, Any], code: str, path: str
) -> None:
    case = drafting.edit_case(world.ready(), world.paula, changes)
    before = Event.objects.count()

    with pytest.raises(Incomplete) as refused:
        submission.submit_case(case, world.paula, declared=True)

    assert (code, path) in [(gap.code, gap.path) for gap in refused.value.gaps]
    assert (Case.objects.get().state, Event.objects.count()) == ("draft", before)


def test_yearly_permits_under_a_framework_are_no_splitting(world: World) -> None:
    framework = world.granted(kind="framework", title="Ten years of UAVs", items=[ITEM | {"quantity": "57"}])
    with by_hand():
        RoutingRow.objects.filter(code="tests").delete()

    yearly = [_accept(world, world.filed(**SMALL, plan=framework.reference, title=f"Year {number}")) for number in range(3)]
    apart = _accept(world, world.filed(**SMALL, title="Besides"))

    # Five point seven million to one end user within a year: decided as a whole with the framework, and so no part of a sale.
    assert [(one.routing["procedure"], one.routing["sums"]) for one in (*yearly, apart)] == [(FAST, [])] * 4


def test_territories_that_the_trade_names_are_requested_routed_and_measured(shipped_world: World) -> None:
    world, leg = shipped_world, REQUEST["route"][0]
    places = ["UA", "XI", "XC", "XL", "XK"]
    route = [
        leg | {"from_country": begin, "from_place": begin, "to_country": end, "to_place": end}
        for begin, end in pairwise(places)
    ]
    parties = [one | {"country": "XK"} if one["country"] == "EE" else one for one in REQUEST["parties"]]
    case = _accept(world, world.filed(**SMALL, partner_country="XK", parties=parties, route=route))

    publish(world, kind=MeasureKind.TRANSIT_BAN, scope=Scope(countries=frozenset({"XI", "XC", "XL"})))
    publish(world, kind=MeasureKind.PARTNER_TIER, tier="excluded", scope=Scope(countries=frozenset({"XK"})))

    assert case.routing["procedure"] in (FAST, FULL)
    found = list_obstacles(case, at=now())
    assert [one.code for one in found if one.code == "measure"] == ["measure"]
    assert {one.data["country"] for one in found if one.code == "excluded_destination"} == {"XK"}
    assert all("Kosovo" in str(one.message) for one in found if one.code == "excluded_destination")
