"""A13: no spreadsheet of ours carries a formula, and none that is given to us is calculated."""

from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from licensing.models import ControlEntry, Currency, Unit
from tests.abuse.hostile import walked, walked_together
from tests.abuse.walking import signed_in
from tests.policy.requests.sheets.books import read
from tests.world import World

FORMULAS = ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1", "=HYPERLINK('//evil')"]
_SHEETS = ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def cells(content: bytes) -> list[Any]:
    if content[:2] == b"PK":
        return [cell for sheet in load_workbook(io.BytesIO(content)) for row in sheet.iter_rows() for cell in row]
    return [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row]


def is_formula(cell: Any) -> bool:
    if not isinstance(cell, str):
        return bool(cell.data_type == "f")
    # A plain number below nought is what it says.
    return cell[:1] in tuple("=+-@\t\r\x00") and not re.fullmatch(r"-[0-9]+(\.[0-9]+)?", cell)


@pytest.mark.walk
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


def test_a_formula_in_a_sheet_that_is_given_is_a_text_or_a_fault() -> None:
    book = Workbook()
    sheet: Any = book.active
    sheet.append(["name", "quantity", "unit"])
    for formula in FORMULAS:
        sheet.append([formula.replace("\r", ""), "1", "NAR"])
    out = io.BytesIO()
    book.save(out)

    lines = read(out.getvalue()).lines
    text = "name,quantity,unit\n" + "".join(f'"{formula}",1,NAR\n' for formula in FORMULAS)
    plain = read(text.encode()).lines

    # A formula of theirs is never calculated: without the value that their program showed last, it is a fault of its cell.
    given = {line.item.get("name") for line in lines}
    assert given == {None, "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", "=1"}
    assert all(line.faults for line in lines if "name" not in line.item)
    assert [line.item["name"] for line in plain] == [formula.strip() for formula in FORMULAS]


def test_items_that_read_like_formulas_are_handed_out_as_texts(world: World) -> None:
    rows = [{"name": formula.strip(), "quantity": "1", "unit": "NAR"} for formula in FORMULAS]
    case = world.draft(items=rows)

    for kind in ("csv", "xlsx"):
        content = signed_in(world.paula).get(f"/cases/{case.pk}/draft/items/export.{kind}").content

        assert not any(map(is_formula, cells(content)))
        assert [line.item["name"] for line in read(content).lines] == [row["name"] for row in rows]
