"""A spreadsheet between being sent and being imported."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from licensing.acts.acting import at_time, now
from licensing.acts.requests import imports
from licensing.errors import Invalid, NotFound
from licensing.models import Case, ItemImport
from tests.policy.requests.sheets.books import FILES, HEADS, workbook
from tests.world import World

GOOD = ["Drone", 3, "шт.", 5, "EUR", "ML10", "8806"]


def receive(world: World, case: Case, content: bytes) -> ItemImport:
    return imports.receive_file(case, world.paula, file_name="items.xlsx", content=content)


def told(kept: ItemImport) -> list[tuple[int, str, str]]:
    return [(fault["line"], fault["field"], fault["code"]) for fault in (*kept.reading["faults"], *kept.faults)]


def test_a_file_is_kept_with_what_was_read_and_checked(world: World) -> None:
    case = world.draft()

    kept = receive(world, case, workbook([HEADS, GOOD, ["Mast", 1.5, "NAR", 5, "EUR", "ML99", "8806"]]))

    assert kept.reading["lines"][0] == {"row": 2, "item": kept.reading["lines"][0]["item"]}
    assert kept.reading["lines"][0]["item"]["unit"] == "NAR"
    assert (kept.checked, told(kept)) == (2, [(1, "control_entries", "unknown_code"), (1, "quantity", "too_precise")])
    assert kept.faults[0]["message"].keys() == {"en", "uk"}
    assert [one.pk for one in imports.list_imports(case, world.paula)] == [kept.pk]


@pytest.mark.parametrize(
    ("name", "faults"),
    [
        ("c10_scientific_hs.csv", [(0, "uktzed", "wrong_form")]),
        ("x01_hs_leading_zero_numeric.xlsx", [(0, "uktzed", "wrong_form")]),
        # A name with an override in it reads as another.
        ("x23b_bidi_name.xlsx", [(0, "name", "wrong_form")]),
        # What could not be read is told once, and not again as missing.
        ("x18b_error_name.xlsx", [(0, "name", "unreadable")]),
    ],
)
def test_what_the_request_refuses_is_told_with_what_could_not_be_read(
    world: World, name: str, faults: list[tuple[int, str, str]]
) -> None:
    kept = receive(world, world.draft(), (FILES / name).read_bytes())

    assert [fault for fault in told(kept) if fault[2] != "too_long"] == faults


def test_a_character_that_no_database_holds_is_a_fault_of_its_cell(world: World) -> None:
    rows = [["Mast_x0000_", *GOOD[1:], "B_xD800_"], ["_xDFFF_", *GOOD[1:]], GOOD]

    kept = receive(world, world.draft(), workbook([[*HEADS, "Ours_x0000_"], *rows]))

    assert told(kept) == [(0, "name", "unreadable"), (1, "name", "unreadable")]
    assert [line["item"].get("name") for line in kept.reading["lines"]] == [None, None, "Drone"]


def test_choices_that_cannot_be_read_by_leave_the_former_ones(world: World) -> None:
    kept = receive(world, world.draft(), b"name;quantity;unit\n\xca\xe0\xe1\xe5\xeb\xfc;1;NAR\n")

    with pytest.raises(Invalid):
        imports.choose_reading(kept, {"encoding": "utf-8-sig"})

    assert kept.choices == {}
    assert imports.load_import(kept.case, world.paula, kept.pk).reading["encoding"] == "cp1251"


def test_another_choice_is_read_and_checked_anew(world: World) -> None:
    kept = receive(world, world.draft(), workbook([["Ware", "n", "u"], ["Drone", 3, "шт"]]))

    imports.choose_reading(kept, {"head_row": 1, "columns": {"0": "name", "1": "quantity", "2": "unit"}})

    again = imports.load_import(kept.case, world.paula, kept.pk)
    assert [line["item"] for line in again.reading["lines"]] == [{"name": "Drone", "quantity": "3", "unit": "NAR"}]
    assert (again.checked, again.faults, again.reading["problems"]) == (1, [], [])


def test_nobody_else_sees_what_was_sent(world: World) -> None:
    case = world.draft()
    kept = receive(world, case, workbook([HEADS, GOOD]))

    for other, user in ((case, world.rita), (world.draft(), world.paula)):
        with pytest.raises(NotFound):
            imports.load_import(other, user, kept.pk)
        assert imports.list_imports(other, user) == []


def test_what_lies_too_long_is_forgotten(world: World) -> None:
    case = world.draft()
    with at_time(now() - imports.KEPT_FOR - timedelta(days=1)):
        old = receive(world, case, workbook([HEADS, GOOD]))
    new = receive(world, case, workbook([HEADS, GOOD]))
    gone = receive(world, case, workbook([HEADS, GOOD]))

    imports.discard_import(gone)

    assert old.pk != new.pk
    assert [one.pk for one in ItemImport.objects.all()] == [new.pk]


def test_words_are_recognised_in_every_language(world: World) -> None:
    words: dict[str, Any] = dict(imports.build_language().vocabulary)

    assert (words["unit"]["штуки"], words["unit"]["pieces"], words["unit"]["шт"]) == ("NAR", "NAR", "NAR")
    assert (words["origin"]["україна"], words["origin"]["ukraine"]) == ("UA", "UA")
    assert words["condition"]["new"] == "new"


def test_choices_survive_being_kept() -> None:
    choices = imports.parse_choices({"sheet": 1, "columns": {"3": "name"}, "rows": {"7": "skip"}})

    assert (choices.sheet, choices.head_row, choices.columns, choices.rows) == (1, None, {3: "name"}, {7: "skip"})
