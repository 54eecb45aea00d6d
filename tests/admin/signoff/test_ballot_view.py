"""Rounds as their reader sees them: who said what, how it counts, and who dissented."""

from __future__ import annotations

from licensing.acts.signoff import positions
from licensing.choices import PositionChoice
from tests.admin.conftest import At, page_of, text_of
from tests.world import World, object_to


def test_page_keeps_dissent_and_shows_the_decision(world: World, at: At) -> None:
    case = world.with_need()
    for member in (world.rhea, world.greta):
        positions.sign_case(case, member, positions.PositionInput(PositionChoice.APPROVE), version=1)
    positions.sign_case(case, world.mira, object_to("A neighbour would worry."), version=1)

    page = text_of(at(world.dora).get(page_of(case)))

    assert "Dissent" in page
    assert "A neighbour would worry." in page
