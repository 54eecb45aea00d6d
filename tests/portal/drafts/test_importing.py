"""Item lines from a spreadsheet: all or none, every fault with its row and column."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from licensing.models import Case
from licensing.models.requests.composition import build_request_document
from licensing.portal.forms.spreadsheet import COLUMNS, NEEDED
from tests.portal.visiting import Visitor, summary_of, text_of
from tests.world import World

HEADS = "name,quantity,unit,unit_price,currency,control_entries,origin\n"
GOOD = "Drone,40,NAR,80000,EUR,ML10;ML11,UA\n"


def sheet(text: str, encoding: str = "utf-8") -> SimpleUploadedFile:
    return SimpleUploadedFile("items.csv", text.encode(encoding), "text/csv")


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


def test_unknown_codes_are_told_by_row(world: World, paula: Visitor) -> None:
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


def test_a_sheet_as_ukrainian_programs_write_it_is_read(world: World, paula: Visitor) -> None:
    case = world.draft(items=[])
    text = "name;quantity;unit;unit_price;currency;name_uk\nDrone;12,5;KGM;3 200 000,50;EUR;Безпілотник\n"

    paula.send("import_items", case.pk, file=sheet(text, "cp1251"))

    item = items_of(case)[0]
    assert (item["quantity"], item["unit_price"], item["name_uk"]) == ("12.5", "3200000.50", "Безпілотник")


def test_an_xlsx_is_read_and_whole_numbers_stay_whole(world: World, paula: Visitor) -> None:
    case = world.draft(items=[])
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["Name", "Quantity", "Unit", "Unit price", "Currency"])
    page.append(["Drone", 40.0, "NAR", 12.5, "EUR"])
    out = io.BytesIO()
    book.save(out)

    paula.send("import_items", case.pk, file=SimpleUploadedFile("items.xlsx", out.getvalue()))

    item = items_of(case)[0]
    assert (item["quantity"], item["unit_price"]) == ("40", "12.50")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "The file is empty."),
        (HEADS.encode(), "There are no lines under the headings."),
        (b"name,quantity,unit,colour\na,1,NAR,red\n", "There is no column “colour”."),
        (b"name,quantity\na,1\n", "The column “unit” is missing."),
        (b"name,name,quantity,unit\na,b,1,NAR\n", "The column “name” stands there twice."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "This is not a CSV or XLSX file that we can read."),
        (b"PK\x03\x04 not a zip at all", "This is not a CSV or XLSX file that we can read."),
        ((HEADS + GOOD * 501).encode(), "At most 500 lines at a time."),
        (b"x" * (2 * 1024 * 1024 + 1), "The file is larger than 2 MB."),
    ],
)
def test_what_is_not_a_sheet_is_refused_in_words(world: World, paula: Visitor, content: bytes, told: str) -> None:
    case = world.draft(items=[])

    page = paula.send("import_items", case.pk, file=SimpleUploadedFile("items.csv", content))

    assert page.status_code == 422
    assert told in summary_of(page) or told in text_of(page)
    assert items_of(case) == []


def test_the_columns_stand_in_the_order_in_which_people_fill_them_in() -> None:
    first = ["name", "quantity", "unit", "unit_price", "currency", "control_entries", "origin"]

    assert list(COLUMNS[:7]) == first
    assert NEEDED == ("name", "quantity", "unit")


def test_the_empty_sheets_hold_the_columns(world: World, paula: Visitor) -> None:
    csv = paula.open("empty_sheet", "csv")
    xlsx = paula.open("empty_sheet", "xlsx")

    assert csv.content.decode("utf-8-sig").strip().split(",") == list(COLUMNS)
    book = load_workbook(io.BytesIO(xlsx.content))
    assert [cell.value for cell in book["items"][1]] == list(COLUMNS)
    assert [row[0].value for row in book["columns"].iter_rows(min_row=2)] == list(COLUMNS)
