"""Questions look at nothing on which findings do not depend, and at the entries that the authority found."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from licensing.choices import AssessmentKind
from licensing.policy.assessment.classification import ClassifiedItem
from licensing.policy.assessment.criteria.looking import LOOKED_AT, find_asking_gaps, overlay_entries
from licensing.policy.assessment.dependence import find_voiding_changes
from licensing.policy.assessment.kinds import KINDS
from licensing.policy.reference.filters import is_met

SEEDS = Path(__file__).resolve().parents[4] / "seeds/reference"


@pytest.mark.parametrize("name", ["criterion_sets", "criterion_questions"])
def test_what_ships_looks_at_known_places_alone(name: str) -> None:
    with (SEEDS / f"{name}.csv").open() as file:
        rows = [one | {"applies_if": json.loads(one["applies_if"])} for one in csv.DictReader(file)]

    assert [gap for one in rows for gap in find_asking_gaps(one)] == []


@pytest.mark.parametrize("place", sorted(set(LOOKED_AT) - {"kind", "parties.role"}))
def test_a_change_of_a_place_that_is_looked_at_voids_the_findings(place: str) -> None:
    part, _dot, name = place.partition(".")
    before = {"items": [{"number": 1}], "parties": [{"role": "end_user", "name": "Depot"}], "end_use": {}}
    value = ["ML1"] if name == "control_entries" else "LV"
    match part:
        case "items":
            after = before | {"items": [{"number": 1, name: value}]}
        case "parties":
            after = before | {"parties": [{"role": "end_user", "name": "Depot", name: value}]}
        case "end_use":
            after = before | {"end_use": {name: value}}
        case _:
            after = before | {part: value}

    assert find_voiding_changes(before, after, KINDS[AssessmentKind.CRITERIA].depends_on)


def test_a_place_that_voids_nothing_and_a_version_that_reads_as_two_are_refused() -> None:
    row = {"applies_if": {"items.quantity": {"min": "5"}, "kind": "transit"}, "version": "2;EU=3"}

    assert [(column, str(words)) for column, words in find_asking_gaps(row)] == [
        ("applies_if", "Criteria do not look at “items.quantity”: an amendment of it would leave the findings standing."),
        ("version", "A version has no “;” and no “=”."),
    ]


def test_entries_that_the_authority_found_take_the_place_of_those_filed() -> None:
    items = [{"number": number, "control_entries": ["ML10"], "mtcr": "II"} for number in (1, 2, 3)]
    found = {1: ClassifiedItem(1, ("ML10",), ("ML4", "9A1")), 2: ClassifiedItem(2, ("ML10",), ("ML10",))}

    laid = overlay_entries({"items": items, "kind": "transit"}, found, {"9A1": "I", "ML4": "none"})

    first, second, third = laid["items"]
    assert (first["control_entries"], first["mtcr"]) == (["ML4", "9A1"], ["none", "I"])
    assert (second["control_entries"], second["mtcr"]) == (["ML10"], ["II"])
    assert third == items[2]
    assert is_met({"items.mtcr": ["I"], "items.control_entries": ["ML4"], "kind": ["transit"]}, laid)
    assert items[0]["control_entries"] == ["ML10"]
