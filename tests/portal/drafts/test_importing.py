"""Item lines from a spreadsheet: all or none, every fault with its row and column."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from licensing.models import Case
from licensing.models.requests.composition import build_request_document
from licensing.portal.forms.spreadsheet import COLUMNS
from tests.portal.visiting import Visitor, summary_of, text_of
from tests.world import World

HEADS = "name,quantity,unit,unit_price,currency,control_entries,origin\n"
GOOD = "Drone,40,NAR,80000,EUR,ML10;ML11,UA\n"


def sheet(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("items.csv", text.encode(), "text/csv")


def items_of(case: Case) -> list[Any]:
    return build_request_document(Case.objects.get(pk=case.pk))["items"]


def test_forty_lines_are_imported_in_one_go(world: World, paula: Visitor) -> None:
    case = world.draft(items=[])

    answer = paula.send("import_items", case.pk, file=sheet(HEADS + GOOD * 40))

    assert (answer.status_code, answer.url) == (302, f"/cases/{case.pk}/draft/lists/items/")
    assert len(items_of(case)) == 40
    assert items_of(case)[0]["control_entries"] == ["ML10", "ML11"]


def test_faults_name_row_and_column_and_nothing_is_imported(world: World, paula: Visitor) -> None:
    case = world.draft()
    before = items_of(case)
    lines = GOOD * 3 + "Drone,many,NAR,80000,EUR,ML10,UA\n" + GOOD + ",5,NAR,1,EUR,ML10,UA\n"

    page = paula.send("import_items", case.pk, file=sheet(HEADS + lines))

    assert page.status_code == 422
    assert summary_of(page) == [
        "Row 5, column “quantity”: Write a number such as 40 or 12.5; at most 3 decimals.",
        "Row 7, column “name”: This cell must not be empty.",
    ]
    assert "6 lines were read, nothing was imported" in text_of(page)
    assert items_of(case) == before


def test_unknown_codes_are_named_by_row(world: World, paula: Visitor) -> None:
    case = world.draft(items=[])

    page = paula.send("import_items", case.pk, file=sheet(HEADS + GOOD + "Drone,1,XYZ,1,EUR,ML99,UA\n"))

    assert summary_of(page) == [
        "Row 3, column “control_entries”: There is no control entry “ML99”.",
        "Row 3, column “unit”: There is no unit “XYZ”.",
    ]


def test_lines_replace_what_is_there_only_when_asked(world: World, paula: Visitor) -> None:
    case = world.draft()

    paula.send("import_items", case.pk, file=sheet(HEADS + GOOD))
    added = len(items_of(case))
    paula.send("import_items", case.pk, file=sheet(HEADS + GOOD + GOOD), mode="replace")

    assert (added, len(items_of(case))) == (3, 2)


def test_a_file_that_is_no_sheet_imports_nothing(world: World, paula: Visitor) -> None:
    case = world.draft(items=[])

    page = paula.send("import_items", case.pk, file=SimpleUploadedFile("items.csv", b"\x89PNG\r\n\x1a\n\x00\x00"))

    assert page.status_code == 422
    assert summary_of(page) == ["This is not a CSV or XLSX file that we can read."]
    assert items_of(case) == []


def test_the_empty_sheets_hold_the_columns(world: World, paula: Visitor) -> None:
    csv = paula.open("empty_sheet", "csv")
    xlsx = paula.open("empty_sheet", "xlsx")

    assert csv.content.decode("utf-8-sig").strip().split(",") == list(COLUMNS)
    book = load_workbook(io.BytesIO(xlsx.content))
    assert [cell.value for cell in book["items"][1]] == list(COLUMNS)
    assert [row[0].value for row in book["columns"].iter_rows(min_row=2)] == list(COLUMNS)
