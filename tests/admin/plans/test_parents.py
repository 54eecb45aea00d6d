"""A decider grants, suspends and reduces at the desk what requests draw on."""

from __future__ import annotations

from typing import Any

from tests.admin.conftest import At, act_of, execute_act, text_of
from tests.parents import bring_framework, find_authorisation, grant_framework
from tests.world import World


def test_ceilings_are_reduced_and_what_cannot_be_stands_beside_its_field(world: World, at: At) -> None:
    framework, client = grant_framework(world), at(world.decider())
    page = act_of(framework, "amend_authorisation")
    given: dict[str, Any] = {"change": "reduce", "ceiling": "1/2", "reason": "Less is made."}

    refused = execute_act(client, page, **given, quantity="600")
    assert "Lower than 500" in text_of(refused)
    execute_act(client, page, **given, quantity="450")

    assert find_authorisation(framework).ceilings.get(year=2).quantity == 450


def test_a_grant_of_what_requests_draw_on_asks_whether_its_ceilings_bind(world: World, at: At) -> None:
    page = at(world.dora).get(act_of(bring_framework(world), "grant"))

    assert "They bind: no request may go beyond them" in text_of(page)  # type: ignore[arg-type]
