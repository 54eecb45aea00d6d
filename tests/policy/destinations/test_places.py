"""Every country that a request goes to or through is found, with its role and its place."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.policy.destinations.places import list_destinations
from licensing.policy.requests.fields import walk
from licensing.policy.requests.sections import REQUEST
from licensing.policy.requests.types import Code
from tests.languages import render


def party(role: str, country: str, name: str = "Somebody", **more: Any) -> dict[str, Any]:
    return {"role": role, "name": name, "country": country, "kind": "commercial", **more}


def leg(begin: str, end: str) -> dict[str, Any]:
    return {"mode": "road", "from_place": "A", "from_country": begin, "to_place": "B", "to_country": end}


REQUESTED: dict[str, Any] = {
    "partner_country": "EE",
    "parties": [
        party("exporter", "UA"),
        party("end_user", "EE", "Depot"),
        party("owner", "BY", "Holding", owner_of="depot"),
        party("carrier", "LV", "Line"),
        party("owner", "CY", "Fund", owner_of="Line"),
    ],
    "route": [leg("UA", "PL"), leg("PL", "LT"), leg("LT", "EE")],
    "terms": {"joint_venture": {"name": "Venture", "country": "DK", "third_countries": [{"country": "KE"}, {"country": ""}]}},
}


def test_every_role_is_found_with_its_place_and_whether_it_receives() -> None:
    assert [(one.country, one.role, one.path, one.receives) for one in list_destinations(REQUESTED)] == [
        ("EE", "partner", "partner_country", True),
        ("DK", "venture", "terms.joint_venture.country", True),
        ("KE", "third", "terms.joint_venture.third_countries.0.country", True),
        ("UA", "exporter", "parties.0.country", False),
        ("EE", "end_user", "parties.1.country", True),
        ("BY", "owner", "parties.2.country", True),
        ("LV", "carrier", "parties.3.country", False),
        ("CY", "owner", "parties.4.country", False),
        ("UA", "dispatch", "route.0.from_country", False),
        ("PL", "transit", "route.0.to_country", False),
        ("LT", "transit", "route.1.to_country", False),
        ("EE", "arrival", "route.2.to_country", True),
    ]


def test_every_country_that_is_declared_as_a_destination_is_among_them() -> None:
    declared = {
        value for _, field, value in walk(REQUEST, REQUESTED) if field.destination and isinstance(field.type, Code) and value
    }

    assert {one.country for one in list_destinations(REQUESTED)} == declared


@pytest.mark.parametrize(
    ("route", "found"),
    [
        ([], []),
        ([leg("UA", "EE")], [("UA", "dispatch"), ("EE", "arrival")]),
        ([leg("UA", "UA")], [("UA", "dispatch"), ("UA", "arrival")]),
        ([leg("UA", "PL"), leg("LT", "EE")], [("UA", "dispatch"), ("PL", "transit"), ("LT", "transit"), ("EE", "arrival")]),
        ([leg("UA", "FR"), leg("FR", "UA")], [("UA", "dispatch"), ("FR", "transit"), ("UA", "arrival")]),
    ],
)
def test_of_a_route_what_lies_between_its_ends_is_passed(route: list[dict[str, Any]], found: list[tuple[str, str]]) -> None:
    assert [(one.country, one.role) for one in list_destinations({"route": route})] == found


@pytest.mark.parametrize("owned", ["", "Nobody here", "Upper"])
def test_an_owner_of_nobody_in_particular_or_of_an_owner_counts_in_full(owned: str) -> None:
    parties = [party("owner", "CY", "Upper", owner_of="Depot"), party("owner", "BY", "Top", owner_of=owned)]

    assert [one.receives for one in list_destinations({"parties": parties})] == [True, True]


def test_whatever_a_draft_holds_is_read() -> None:
    assert list_destinations({"parties": [None, 3, {}], "route": "by road", "terms": None, "partner_country": None}) == []


def test_a_destination_is_described_with_who_stands_there() -> None:
    found = list_destinations(REQUESTED)

    assert render(found[4].describe({"EE": "Estonia"}), "en") == "End user: Depot, Estonia"
    assert render(found[0].describe({}), "en") == "Partner country: EE"
