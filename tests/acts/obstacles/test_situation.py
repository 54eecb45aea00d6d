"""What is read for the list of obstacles is read once, and what the asking act knows is not read again."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from licensing.acts.acting import now
from licensing.acts.obstacles.situation import Situation
from licensing.choices import Step
from tests.world import World


def test_the_filed_request_is_read_once(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    situation = Situation(world.filed(), now())
    filed = situation.read_filed()

    with django_assert_num_queries(0):
        again = situation.read_filed()

    assert filed is not None
    assert again is filed


def test_a_round_and_its_count_are_read_once(world: World, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    situation = Situation(world.accepted(), now())
    round = situation.read_round()
    assert round is not None
    counted, seats = situation.count(round), situation.read_seats(round)

    with django_assert_num_queries(0):
        again = (situation.read_round(), situation.count(round), situation.read_seats(round))

    assert again == (round, counted, seats)


@pytest.mark.parametrize(("step", "under_way"), [(None, False), (Step.ISSUE, True)])
def test_an_act_may_have_closed_the_case_before_it_asks(world: World, step: Step | None, *, under_way: bool) -> None:
    assert Situation(world.granted(), now(), step).is_under_way is under_way
