"""What stands in the way, over the API: all of it for the authority, for applicants what is meant for them."""

from __future__ import annotations

from tests.api.calling import Caller
from tests.world import World


def test_each_reader_gets_the_obstacles_that_are_theirs_to_know(world: World) -> None:
    place = f"cases/{world.accepted().pk}/obstacles/"

    known = Caller(world.otto).get(place).json()["obstacles"]
    told = Caller(world.paula).get(place).json()["obstacles"]

    assert [(one["code"], one["stops"], one["seats"]) for one in known] == [
        ("need_not_stated", ["sign"], ["GS"]),
        ("stage_open", ["grant"], []),
    ]
    assert [(one["code"], one["sentence"], one["seats"], one["source"]) for one in told] == [
        ("need_not_stated", "Whether our own forces can spare the goods is not stated yet.", [], "")
    ]
    assert Caller(world.rita).get(place).status_code == 404
