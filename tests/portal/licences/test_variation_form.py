"""What is typed of another party and route: read by row, an empty leg left out, faults at the leg that was typed."""

from __future__ import annotations

from typing import Any

from licensing.errors import Gap
from licensing.messages import Message
from licensing.portal.licences.variation_form import VariedRequestForm
from tests.world import World

LEG = {"mode": "road", "from_place": "Lviv", "from_country": "UA", "to_place": "Tallinn", "to_country": "EE"}
KNOWN = [{"role": "buyer", "name": "Ministry"}, {"role": "end_user", "name": "Depot"}]


def build(**typed: str) -> VariedRequestForm:
    written: dict[str, Any] = {"known": KNOWN, "route": [LEG, LEG]}
    return VariedRequestForm(typed or None, part=written)


def test_it_offers_each_leg_and_one_more_and_those_who_may_be_replaced(world: World) -> None:
    form = build()

    assert [leg.number for leg in form.legs] == [1, 2, 3]
    assert form["route-1-to_place"].value() == "Tallinn"
    assert form.fields["parties-0-replaces"].choices == [("2", "End user: Depot")]


def test_empty_legs_are_left_out_and_faults_stand_where_the_leg_was_typed(world: World) -> None:
    form = build(**{f"route-2-{name}": value for name, value in LEG.items()}, **{"parties-0-replaces": "2"})

    read = form.read_rows("route"), form.read_rows("parties")
    form.add_request_gaps([Gap("invalid", "route.0.to_country", Message("The goods leave from the same country as before."))])

    assert read == ({2: LEG}, {0: {"replaces": 2}})
    assert list(form.errors) == ["route-2-to_country"]


def test_a_route_of_many_legs_is_offered_whole(world: World) -> None:
    form = VariedRequestForm(None, part={"known": KNOWN, "route": [LEG] * 30})

    assert [leg.number for leg in form.legs] == list(range(1, 32))
