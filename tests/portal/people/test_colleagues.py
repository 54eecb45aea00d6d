"""My colleagues."""

from __future__ import annotations

from tests.portal.visiting import Visitor, text_of
from tests.world import World


def test_a_person_without_an_organisation_sees_nothing_but_why(world: World) -> None:
    world.filed(title="Not for strangers")
    stella = Visitor(world.stella)

    assert "Not for strangers" not in text_of(stella.open("home"))
    assert "does not belong to an organisation yet" in text_of(stella.open("colleagues"))
    assert "but not prepare new ones" in text_of(stella.open("new"))


def test_administrators_see_how_to_reach_their_colleagues(world: World, paula: Visitor, pavlo: Visitor) -> None:
    for_admin, for_preparer = text_of(paula.open("colleagues")), text_of(pavlo.open("colleagues"))

    assert "pavlo@example.org" in for_admin
    assert "Paula Administrator" in for_preparer
    assert "paula@example.org" not in for_preparer
    assert "Rita" not in for_admin
