"""Rounds as those read them who may read the deliberation."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from licensing.acts.signoff import positions
from licensing.models.read_models import read_rounds
from tests.models.read_models.reading import read_as
from tests.world import World, approve, object_to


def test_a_seat_shows_the_position_that_stands_and_no_former_one(world: World) -> None:
    case = world.with_need()
    for view in (object_to("We need them."), approve("Settled.")):
        positions.sign_case(case, world.rhea, view, version=1)

    [round] = read_rounds(case, read_as(world.otto, case))

    shown = {
        seat["body"]: seat["position"] and (seat["position"]["choice"], seat["position"]["number"]) for seat in round["seats"]
    }
    assert shown == {"MOD": ("approve", 2), "GS": None, "MFA": None}
    assert {seat["casting_vote"] for seat in round["seats"]} == {None}


@pytest.mark.walk
def test_rounds_are_read_in_as_many_statements_however_many(world: World) -> None:
    one, two = world.accepted(), world.before_government()
    counts = []

    for case in (one, two):
        reader = read_as(world.otto, case)
        with CaptureQueriesContext(
            connection,
        ) as statements:
            rounds = read_rounds(case, reader)
        counts.append((len(rounds), len(statements)))

    assert [rounds for rounds, _ in counts] == [1, 2]
    assert counts[0][1] == counts[1][1]
