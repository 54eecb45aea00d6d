"""A13: no spreadsheet of ours carries a formula, and none that is given to us is calculated."""

from __future__ import annotations

import csv
import io
from typing import Any

from openpyxl import Workbook, load_workbook

from licensing.models import ControlEntry, Currency, Unit
from licensing.portal.forms.spreadsheet import read_items
from tests.abuse.hostile import walked, walked_together
from tests.abuse.walking import signed_in
from tests.world import World

FORMULAS = ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1", "=HYPERLINK('//evil')"]
_SHEETS = ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def cells(content: bytes) -> list[Any]:
    if content[:2] == b"PK":
        return [cell for sheet in load_workbook(io.BytesIO(content)) for row in sheet.iter_rows() for cell in row]
    return [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]


def is_formula(cell: Any) -> bool:
    return cell[:1] in tuple("=+-@\t\r\x00") if isinstance(cell, str) else cell.data_type == "f"


@walked_together
def test_no_sheet_that_is_handed_out_holds_a_formula(world: World) -> None:
    sheets = [page for page in walked(world) if page.headers.get("Content-Type", "").startswith(_SHEETS)]

    assert {page.path for page in sheets if any(map(is_formula, cells(page.content)))} == set()
    assert {page.path for page in sheets} >= {"/items.csv", "/items.xlsx"}


def test_a_code_that_reads_like_a_formula_is_none(world: World) -> None:
    Unit.objects.create(pk="=1", names={"en": "=1+1", "uk": "=1+1"})
    Currency.objects.create(pk="=A1", names={"en": "=1+1", "uk": "=1+1"})
    ControlEntry.objects.create(pk="=B1", titles={"en": "=1+1", "uk": "=1+1"})

    content = signed_in(world.paula).get("/items.xlsx").content

    assert not any(map(is_formula, cells(content)))


def test_a_formula_in_a_sheet_that_is_given_is_a_text_or_nothing() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["name", "quantity", "unit"])
    for formula in FORMULAS:
        sheet.append([formula.replace("\r", ""), "1", "NAR"])
    out = io.BytesIO()
    book.save(out)

    lines = read_items("items.xlsx", out.getvalue())
    text = "name,quantity,unit\n" + "".join(f'"{formula}",1,NAR\n' for formula in FORMULAS)
    plain = read_items("items.csv", text.encode())

    given = {line.get("name") for line in lines.items}
    assert given == {None, "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", "=1"}
    assert [line["name"] for line in plain.items] == [formula.strip() for formula in FORMULAS]
