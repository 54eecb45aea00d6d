"""Fields of a request by name: every path that the shipped procedures use has its boxes, and comes back from them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from licensing.admin.reference.procedures.request_fields import describe_paths, expand_path, join_paths, list_groups
from licensing.policy.requests.changes.reliance import find_idle_name, list_paths
from tests.world import World

pytestmark = pytest.mark.django_db

SHIPPED = sorted((Path(__file__).resolve().parents[4] / "seeds" / "procedures").glob("*.toml"))


def _list_shipped() -> list[str]:
    found: dict[str, None] = {}
    for file in SHIPPED:
        document: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
        found |= dict.fromkeys(row["pattern"] for row in document.get("thresholds", ()))
        seats = (seat for stage in document["stages"] for seat in stage.get("seats", ()))
        found |= dict.fromkeys(path for seat in seats for path in seat.get("depends_on", ()))
    return list(found)


def test_every_box_names_a_field_and_every_material_field_has_a_box(world: World) -> None:
    boxes = [box.path for group in list_groups() for box in group.boxes]
    fixed = {path.replace(".0", ".*") for path in list_paths()}

    assert len(boxes) == len(set(boxes)) > 300
    assert [path for path in boxes if find_idle_name(path)] == []
    without = {path for path in fixed - set(boxes) if not path.startswith("documents")}
    # Set by the service, or what the rows of a list are told apart by.
    assert {path.rpartition(".")[2] for path in without} == {"kind", "number", "role"}
    assert "kind" not in {path.rpartition(".")[2] for path in without - {"kind"}}


def test_the_paths_of_every_shipped_procedure_come_back_from_their_boxes(world: World) -> None:
    groups, shipped = list_groups(), _list_shipped()
    boxes = {box.path for group in groups for box in group.boxes}

    # The world of tests has few types of document; their paths stay as they are written.
    known = [path for path in shipped if set(expand_path(path)) <= boxes]
    assert len(known) > 60
    for path in known:
        assert sorted(one for joined in join_paths(expand_path(path), groups) for one in expand_path(joined)) == sorted(
            expand_path(path)
        )
        assert len(join_paths(expand_path(path), groups)) == 1, path


def test_paths_are_told_by_the_names_of_their_part_and_fields(world: World) -> None:
    paths = ["items.*.quantity|unit", "parties.end_user.*.name", "terms.joint_venture", "value", "items.*.colour"]

    assert describe_paths(paths) == [
        "Items: Quantity, Unit",
        "Parties / End user: Name",
        "Terms of co-operation / Joint venture: all of it",
        "The request itself: Total value",
        "items.*.colour",
    ]


def test_paths_that_grow_too_long_are_written_in_several(world: World) -> None:
    groups = list_groups()
    [venture] = [one for one in groups if one.boxes[0].path == "terms.joint_venture"]

    joined = join_paths([box.path for box in venture.boxes], groups)

    assert len(joined) > 1
    assert max(map(len, joined)) <= 300
