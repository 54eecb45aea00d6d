"""What the authority found may send a case another way than what was typed: all who weigh it read so."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.acts.acting import now
from licensing.acts.obstacles.listing import list_obstacles
from licensing.models import Case, RoutingRow
from tests.acts.assessment.assessed import record, waiting_case
from tests.by_hand import by_hand
from tests.world import World

TOLD = "It is the seeker of a missile."


def notes(case: Case) -> list[str]:
    return [str(one.message) for one in list_obstacles(case, at=now()) if one.code == "routed_otherwise"]


def case_with_row(world: World, **row: Any) -> Case:
    case = waiting_case(world)
    with by_hand():
        given = {"code": "rockets", "reasons": {"en": "Rockets"}, "when": {"goods": ["ML4"]}, "valid_from": "2024-01-01"}
        RoutingRow.objects.create(**given | {"priority": 30_000} | row)
    return case


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"procedure_code": "national-military"}, "another procedure follows: Military goods: national procedure (sample)."),
        ({"procedure_code": "", "extra_seats": ["SBU"]}, "further bodies are heard: "),
    ],
)
def test_another_way_is_named_once_goods_are_classified_otherwise(world: World, row: dict[str, Any], said: str) -> None:
    case = case_with_row(world, **row)
    assert notes(case) == []

    record(case, world.mira, result="changed", entries={2: ["ML4"]}, told=TOLD)

    [note] = notes(case)
    assert said in note


def test_other_entries_that_change_no_way_say_nothing(world: World) -> None:
    case = case_with_row(world, procedure_code="national-military")

    record(case, world.mira, result="changed", entries={2: ["ML5"]}, told="It has a sight.")

    assert notes(case) == []
