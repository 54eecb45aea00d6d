"""Item lines read from a spreadsheet, as Ukrainian and other programs write it, and the empty one to fill in."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from licensing.errors import Invalid
from licensing.portal.forms.spreadsheet import COLUMNS, NEEDED, read_items

HEADS = "name,quantity,unit,unit_price,currency,control_entries,origin\n"
GOOD = "Drone,40,NAR,80000,EUR,ML10;ML11,UA\n"


def test_a_csv_as_ukrainian_programs_write_it_is_read() -> None:
    text = "name;quantity;unit;unit_price;currency;name_uk\nDrone;12,5;KGM;3 200 000,50;EUR;Безпілотник\n"

    item = read_items("items.csv", text.encode("cp1251")).items[0]

    assert (item["quantity"], item["unit_price"], item["name_uk"]) == ("12.5", "3200000.5", "Безпілотник")


def test_an_xlsx_is_read_and_whole_numbers_stay_whole() -> None:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(["Name", "Quantity", "Unit", "Unit price", "Currency"])
    page.append(["Drone", 40.0, "NAR", 12.5, "EUR"])
    out = io.BytesIO()
    book.save(out)

    lines = read_items("items.xlsx", out.getvalue())

    assert (lines.items[0]["quantity"], lines.items[0]["unit_price"]) == ("40", "12.5")


def test_each_line_knows_the_row_of_the_sheet_it_came_from() -> None:
    lines = read_items("items.csv", (HEADS + GOOD + "\n,,,\n" + GOOD).encode())

    assert lines.rows == [2, 5]


@pytest.mark.parametrize(
    ("content", "refusal"),
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
def test_what_is_not_a_sheet_is_refused_in_words(content: bytes, refusal: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_items("items.csv", content)

    assert refusal in [gap.sentence for gap in refused.value.gaps]


def test_the_columns_are_in_the_order_people_fill_them_in() -> None:
    first = ["name", "quantity", "unit", "unit_price", "currency", "control_entries", "origin"]

    assert list(COLUMNS[:7]) == first
    assert NEEDED == ("name", "quantity", "unit")
