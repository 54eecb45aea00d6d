"""What is filled in for a parameter of a condition at the desk."""

from __future__ import annotations

import pytest

from licensing.admin.licences.condition_slots import build_slot, parse_parameter

UNITS = [("KGM", "kilogram"), ("NAR", "piece")]
MEASURE = {"name": "measure", "kind": "unit", "label_en": "Unit of quantity"}


def test_a_unit_is_chosen_and_what_was_written_before_is_kept() -> None:
    chosen, old = (build_slot(MEASURE, {"measure": one}, UNITS) for one in ("NAR", "pieces"))

    assert (chosen.value, list(chosen.options)) == ("NAR", [("", "–"), *UNITS])
    assert (old.value, old.options[-1]) == ("pieces", ("pieces", "pieces"))
    assert build_slot({"name": "days", "kind": "integer"}, {"days": 5}, UNITS).options == ()


@pytest.mark.parametrize(
    ("typed", "kind", "read"), [(" 5 ", "integer", 5), ("1 000,5", "decimal", "1000.5"), ("pl, ee", "countries", ["PL", "EE"])]
)
def test_what_is_typed_is_read_as_the_library_asks_for_it(typed: str, kind: str, read: object) -> None:
    assert parse_parameter(typed, kind) == read
