"""The fields of another party and another route at the desk: those of a request, with what it says of its legs."""

from __future__ import annotations

from licensing.admin.licences.changing.varied_fields import build_leg_fields, build_party_fields, list_countries
from licensing.policy.licences.typed_changes import list_leg_fields, list_party_fields
from tests.variations import LEG
from tests.world import World


def test_they_are_those_that_a_request_declares(world: World) -> None:
    filed = {"parties": [{"role": "consignee", "name": "Depot"}], "route": [LEG]}
    countries = list_countries()

    party, legs = build_party_fields(filed, countries), build_leg_fields(filed, [], countries)

    assert list(party) == ["parties-0-replaces", *list_party_fields()]
    assert {number: list(leg) for number, leg in legs.items()} == {
        number: list(leg) for number, leg in list_leg_fields([LEG], []).items()
    }
    assert party["parties-0-replaces"].choices == [("", "Nobody: the party is added"), ("1", "Final consignee: Depot")]
    assert [legs[number][f"route-{number}-to_place"].initial for number in legs] == ["Tallinn", ""]
    assert ("EE", "Estonia") in legs[1]["route-1-to_country"].choices
    assert not any(field.required for leg in (party, *legs.values()) for field in leg.values())
