"""Appeals over the API."""

from __future__ import annotations

import pytest

from tests.api.calling import Caller, at, code_of
from tests.trial import make_refused_case
from tests.world import World


@pytest.fixture
def paula(world: World) -> Caller:
    return Caller(world.paula)


def test_a_refusal_can_be_appealed_against_in_its_time(world: World, paula: Caller) -> None:
    case = make_refused_case(world)
    offered = paula.get(at(case)).json()

    appealed = paula.post(at(case, "appeal/"), {"reason": "The shortage is over."})
    again = paula.post(at(case, "appeal/"), {"reason": "And again."})

    assert offered["actions"] == ["appeal"]
    assert "appeal" in [clock["kind"] for clock in offered["clocks"]]
    assert (appealed.status_code, appealed.json()["state"], appealed.json()["decision"]) == (200, "government_decision", None)
    assert code_of(again) == (409, "wrong_state")
