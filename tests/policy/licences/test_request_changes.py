"""What a variation may change of a request: other parties and legs, and never the country of destination."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.policy.licences.request_changes import RequestChange, build_varied_request, find_request_gaps, leave_out_place

DEPOT = {"role": "consignee", "name": "Depot", "country": "EE", "kind": "government", "address": "Tallinn"}
USER = {"role": "end_user", "name": "Guard", "country": "EE", "kind": "government", "address": "Tartu"}
BUYER = {"role": "buyer", "name": "Ministry", "country": "EE", "kind": "government", "address": "Tallinn"}
LEG = {"mode": "road", "from_place": "Lviv", "from_country": "UA", "to_place": "Tallinn", "to_country": "EE"}
FILED: dict[str, Any] = {
    "partner_country": "EE",
    "parties": [BUYER, DEPOT, USER],
    "route": [LEG],
    "items": [{"number": 1, "quantity": "40"}],
}


def codes(*parties: dict[str, Any], route: list[dict[str, Any]] | None = None, certified: str | None = None) -> list[Any]:
    change = RequestChange(parties, route or [])
    gaps = find_request_gaps(FILED, change, certified=certified, countries={"LV": "Latvia"})
    return [(gap.code, gap.path) for gap in gaps]


@pytest.mark.parametrize(
    ("party", "found"),
    [
        ({"name": "New depot"}, []),
        ({"name": "New depot", "replaces": 2}, []),
        ({"name": "New depot", "country": "LV"}, [("other_destination", "parties.0.country")]),
        ({"name": "New depot", "replaces": 4}, [("unknown", "parties.0.replaces")]),
        ({"name": "New depot", "replaces": 0}, [("unknown", "parties.0.replaces")]),
        ({"name": "New depot", "replaces": 3}, [("invalid", "parties.0.role")]),
        ({"name": "New depot", "role": "buyer"}, [("invalid", "parties.0.role")]),
        ({"name": "New depot", "address": " "}, [("required", "parties.0.address")]),
        ({}, [("invalid", "parties.0.name")]),
    ],
)
def test_a_party_stays_in_its_country_and_role(party: dict[str, Any], found: list[tuple[str, str]]) -> None:
    assert codes(DEPOT | party) == found


def test_no_goods_go_where_a_joint_venture_may_sell_what_it_makes() -> None:
    venture = {"name": "Venture", "country": "EE", "third_countries": [{"country": "LV"}]}
    filed = FILED | {"terms": {"joint_venture": venture}}
    moved, ending = DEPOT | {"name": "New depot", "country": "LV"}, LEG | {"to_country": "LV"}

    gaps = find_request_gaps(filed, RequestChange([moved], [ending]), certified=None, countries={})

    assert [gap.path for gap in gaps] == ["parties.0.country", "route.0.to_country"]
    assert {gap.code for gap in gaps} == {"other_destination"}


def test_two_parties_do_not_come_in_the_place_of_one() -> None:
    assert codes(DEPOT | {"name": "A", "replaces": 2}, DEPOT | {"name": "B", "replaces": 2}) == [("invalid", "parties")]


def test_the_same_party_is_not_added_twice() -> None:
    new = DEPOT | {"name": "New depot"}

    assert codes(new, new) == [("invalid", "parties.1.name")]
    assert codes(new, new | {"role": "intermediate_consignee"}) == []


def test_an_end_user_is_whom_the_certificate_names() -> None:
    other = USER | {"name": "Border guard"}

    assert codes(other, certified="Guard") == [("other_end_user", "parties.0.name")]
    assert codes(USER | {"address": "Narva"}, certified="GUARD.") == []
    assert codes(other) == []
    assert codes(DEPOT | {"name": "New depot"}, certified="Guard") == []


@pytest.mark.parametrize(
    ("legs", "found"),
    [
        ([{"to_place": "Narva"}], []),
        ([{"to_country": "PL"}, {"from_country": "PL"}], []),
        ([{"to_country": "LV"}], [("other_destination", "route.0.to_country")]),
        ([{"from_country": "PL"}], [("invalid", "route.0.from_country")]),
        ([{"to_country": "PL"}, {"from_country": "LV"}], [("invalid", "route.1.from_country")]),
    ],
)
def test_a_route_begins_and_ends_where_it_did(legs: list[dict[str, str]], found: list[tuple[str, str]]) -> None:
    assert codes(route=[LEG | leg for leg in legs]) == found


def test_a_varied_request_has_what_was_changed_and_nothing_else() -> None:
    new, added = DEPOT | {"name": "New depot", "replaces": 2}, USER | {"name": "Second"}

    varied = build_varied_request(FILED, RequestChange([new, added], [LEG | {"mode": "air"}], {}))

    assert varied["parties"] == [BUYER, leave_out_place(new), USER, added]
    assert varied["route"] == [LEG | {"mode": "air"}]
    assert {**varied, "parties": FILED["parties"], "route": FILED["route"]} == FILED
    assert build_varied_request(FILED, RequestChange()) == FILED
