"""A request that no procedure covers cannot be accepted, and its page says so beforehand."""

from __future__ import annotations

import pytest

from licensing.acts.acting import now
from licensing.acts.obstacles.listing import list_obstacles
from licensing.acts.requests import submission
from licensing.choices import Step
from licensing.errors import NoProcedure
from licensing.models import RoutingRow
from tests.by_hand import by_hand
from tests.world import World


def test_a_request_without_a_procedure_is_not_accepted(world: World) -> None:
    case = world.filed()
    with by_hand():
        RoutingRow.objects.filter(code="tests").update(procedure_code="nowhere", priority=10_000)

    found = list_obstacles(case, at=now())

    assert [(one.code, one.stops) for one in found] == [("no_procedure", {Step.ACCEPT})]
    with pytest.raises(NoProcedure):
        submission.accept_case(case, world.otto)


def test_the_route_of_a_case_in_review_is_settled(world: World) -> None:
    assert "no_procedure" not in {one.code for one in list_obstacles(world.accepted(), at=now())}
