"""Parties, destination and route go together, and with the plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from licensing.choices import CaseState
from tests.policy.requests.advice.requests import BACKGROUND, BUYER, USER, find


def _leg(begin: str, end: str) -> dict[str, str]:
    return {"from_country": begin, "to_country": end}


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        (
            {"parties": [BUYER, USER | {"name": "DEPOT  Tallinn", "kind": "commercial"}]},
            ("one_party_in_every_role", "explain", "parties.1.name"),
        ),
        ({"parties": [BUYER, USER | {"name": "Depot, Tallinn"}]}, ("one_party_in_every_role", "note", "parties.1.name")),
        ({"parties": [BUYER, USER | {"kind": "individual"}]}, ("end_user_is_individual", "explain", "parties.1.kind")),
        (
            {"parties": [BUYER, USER | {"country": "LV"}], "route": [_leg("UA", "LV"), _leg("LV", "EE")]},
            ("end_user_elsewhere", "explain", "parties.1.country"),
        ),
        (
            {"route": [_leg("UA", "PL"), _leg("LT", "EE")]},
            ("route_is_broken", "explain", "route.1.from_country"),
        ),
        (
            {"route": [_leg("UA", "EE"), _leg("EE", "RO")]},
            ("route_ends_elsewhere", "explain", "route.1.to_country"),
        ),
    ],
)
def test_what_does_not_go_together_is_found(changes: Mapping[str, Any], found: tuple[str, str, str]) -> None:
    assert find(changes) == [found]


@pytest.mark.parametrize(("planned", "found"), [("DK", ["plan_of_another_country"]), ("EE", []), (None, [])])
def test_a_plan_is_for_the_country_of_the_request(planned: str | None, found: list[str]) -> None:
    assert [code for code, _, _ in find({}, replace(BACKGROUND, plan_country=planned))] == found


@pytest.mark.parametrize(
    ("state", "found"),
    [
        (CaseState.REFUSED, [("plan_not_in_force", "stop", "plan")]),
        (CaseState.WITHDRAWN, [("plan_not_in_force", "stop", "plan")]),
        (CaseState.CARRIED_OVER, [("plan_not_in_force", "stop", "plan")]),
        (CaseState.MINISTRY_REVIEW, [("plan_undecided", "note", "plan")]),
        (CaseState.GRANTED, []),
        (None, []),
    ],
)
def test_a_plan_that_is_carried_out_is_in_force(state: CaseState | None, found: list[tuple[str, str, str]]) -> None:
    assert find({}, replace(BACKGROUND, plan_state=state)) == found
