"""Destinations that cannot be meant are refused, each in its own sentence; what is meant passes."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.policy.destinations.sense import find_senseless_destinations
from tests.policy.destinations.test_places import leg, party
from tests.policy.requests.advice.requests import BACKGROUND

HOME = party("end_user", "UA", "Brigade")
ABROAD = party("end_user", "EE", "Depot")


def found(**document: Any) -> list[tuple[str, str]]:
    return [(one.code, one.path) for one in find_senseless_destinations(document, BACKGROUND)]


@pytest.mark.parametrize(
    ("document", "refused"),
    [
        ({"partner_country": "UA"}, [("own_state_as_partner", "partner_country")]),
        ({"partner_country": "UA", "kind": "temporary_export"}, [("own_state_as_partner", "partner_country")]),
        ({"parties": [HOME]}, [("own_state_as_user", "parties.0.country")]),
        ({"parties": [party("consignee", "UA")], "kind": "single_permit"}, [("own_state_as_user", "parties.0.country")]),
        ({"parties": [HOME], "kind": "temporary_export"}, []),
        ({"parties": [HOME], "cooperation_form": "joint_venture"}, []),
        ({"parties": [HOME], "terms": {"joint_venture": {"name": "Venture", "country": "DK"}}}, []),
        ({"parties": [party("exporter", "UA"), party("buyer", "UA")]}, []),
        ({"partner_country": "EE", "parties": [ABROAD]}, []),
        ({"partner_country": "EE", "parties": [ABROAD], "route": [leg("UA", "PL"), leg("PL", "EE")]}, []),
        ({"partner_country": "DK", "terms": {"joint_venture": {"third_countries": [{"country": "KE"}]}}}, []),
        (
            {"partner_country": "DK", "terms": {"joint_venture": {"third_countries": [{"country": "UA"}, {"country": "DK"}]}}},
            [("no_third_country", f"terms.joint_venture.third_countries.{number}.country") for number in (0, 1)],
        ),
        ({"parties": [ABROAD], "route": [leg("UA", "PL")]}, [("no_leg_reaches", "parties.0.country")]),
        ({"parties": [ABROAD], "route": [leg("EE", "PL")]}, [("no_leg_reaches", "parties.0.country")]),
        ({"partner_country": "EE", "kind": "transit", "route": [leg("EE", "UA"), leg("UA", "MD")]}, []),
        ({"partner_country": "LV", "route": [leg("UA", "EE")]}, [("no_leg_reaches", "partner_country")]),
        ({"parties": [party("broker", "CY"), party("buyer", "CH")], "route": [leg("UA", "EE")]}, []),
        ({"parties": [HOME], "kind": "temporary_export", "route": [leg("UA", "FR")]}, []),
        ({"parties": [ABROAD, party("owner", "CY", "Fund", owner_of="DEPOT.")]}, []),
        ({"parties": [ABROAD, party("owner", "CY", "Fund")]}, [("owner_of_nobody", "parties.1.owner_of")]),
        ({"parties": [ABROAD, party("owner", "CY", "Fund", owner_of="Fund")]}, [("owner_of_nobody", "parties.1.owner_of")]),
        ({"parties": [ABROAD | {"owner_of": "Fund"}]}, [("owns_in_another_role", "parties.0.owner_of")]),
    ],
)
def test_what_cannot_be_meant_is_refused(document: dict[str, Any], refused: list[tuple[str, str]]) -> None:
    assert found(**document) == refused
