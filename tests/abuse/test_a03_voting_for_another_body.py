"""A3: for whom a person speaks follows from the mandate, never from what they send."""

from __future__ import annotations

import pytest

from licensing.models import Position
from tests.api.calling import Caller, at, code_of
from tests.world import World


def test_naming_another_body_is_refused(world: World) -> None:
    case = world.with_need()

    refused = Caller(world.rhea).post(at(case, "positions/"), {"choice": "approve", "version": 1, "seat": "GS"})

    assert (code_of(refused), Position.objects.count()) == ((403, "no_mandate"), 0)


@pytest.mark.parametrize("field", ["body", "person", "person_id", "round", "speaks_as", "weight"])
def test_no_other_field_says_who_speaks(world: World, field: str) -> None:
    case = world.with_need()

    refused = Caller(world.rhea).post(at(case, "positions/"), {"choice": "approve", "version": 1, field: "GS"})

    assert (code_of(refused), Position.objects.count()) == ((400, "invalid"), 0)


@pytest.mark.parametrize("name", ["otto", "dora", "audra"])
def test_whoever_holds_no_mandate_speaks_for_nobody(world: World, name: str) -> None:
    case = world.with_need()

    refused = Caller(getattr(world, name)).post(at(case, "positions/"), {"choice": "approve", "version": 1})

    assert (refused.status_code, Position.objects.count()) == (403, 0)


def test_a_partner_reads_nothing_of_the_deliberation(world: World) -> None:
    case, paula = world.before_government(), Caller(world.paula)

    assert code_of(paula.get(at(case, "rounds/"))) == code_of(paula.get(at(case, "outlook/"))) == (403, "not_allowed")
    shown = paula.get(at(case)).content + paula.get(at(case, "history/?limit=100")).content
    for inside in (b"Rhea", b"Greta", b"Otto", b'"GS"', b"approve", b"figures", b"stock", b"position", b"seats", b"fired"):
        assert inside not in shown
