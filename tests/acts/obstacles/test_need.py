"""Only the seats that depend on domestic need wait for its statement, unless the whole stage does."""

from __future__ import annotations

from licensing.acts.acting import now
from licensing.acts.obstacles.listing import list_obstacles
from tests.trial import GOVERNMENT, MINISTRIES, use_procedure
from tests.world import World


def test_the_seats_that_wait_for_the_need_are_named_until_it_is_stated(world: World) -> None:
    case = world.accepted()

    before = [one.seats for one in list_obstacles(case, at=now()) if one.code == "need_not_stated"]
    world.state_need(case)
    after = [one.seats for one in list_obstacles(case, at=now()) if one.code == "need_not_stated"]

    assert (before, after) == ([{"GS"}], [])


def test_a_stage_that_begins_with_the_need_stops_every_seat(world: World) -> None:
    seats = [{"body": "MOD", "needs_need": True}, {"body": "GS"}, {"body": "MFA"}]
    use_procedure(MINISTRIES | {"seats": seats, "entry_checks": ["need_stated"]}, GOVERNMENT)

    [obstacle] = [one for one in list_obstacles(world.accepted(), at=now()) if one.code == "need_not_stated"]

    assert obstacle.seats == frozenset()
    assert "“Ministries”" in str(obstacle.source)
