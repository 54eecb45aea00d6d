"""Amendments over the API."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.calling import Caller, at, code_of
from tests.world import REQUEST, World


@pytest.fixture
def paula(world: World) -> Caller:
    return Caller(world.paula)


def test_an_amendment_is_first_costed_and_then_filed(world: World, paula: Caller) -> None:
    case = world.filed()
    amendment: dict[str, Any] = {"sections": {"title": "Forty-two UAVs"}, "version": 1, "reason": "Two more"}

    cost = paula.post(at(case, "amend/"), amendment | {"confirmed": False})
    filed = paula.post(at(case, "amend/"), amendment)
    again = paula.post(at(case, "amend/"), amendment)

    assert (cost.json()["filed"], cost.json()["version"]) == (False, None)
    assert cost.json()["changes"] == [{"path": "title", "before": REQUEST["title"], "after": "Forty-two UAVs"}]
    assert (filed.json()["filed"], filed.json()["version"]) == (True, 2)
    assert code_of(again) == (409, "stale_version")
