"""A governed list written as a sheet is what a seed file is, and a sheet that was sent is read as strictly."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from licensing.acts.reference.lists import LISTS
from licensing.acts.reference.seed_files import SeedReader, get_natural_key
from licensing.acts.reference.sheets import SheetFault, read_list, write_differences, write_list
from licensing.errors import Invalid
from licensing.models import ChangeLine, Country
from tests.by_hand import by_hand

pytestmark = pytest.mark.django_db

UNITS = "code,name_en,name_uk,decimals\n"


def test_every_list_is_read_back_as_it_is_and_by_seed_too() -> None:
    for name, seed in LISTS.items():
        written = write_list(name)
        present = {get_natural_key(seed, vars(one)): vars(one) for one in seed.model._default_manager.all()}

        sheet = read_list(name, written)
        by_seed = SeedReader(Path(f"{name}.csv"), seed).read_text(written.decode("utf-8-sig"))

        assert list(sheet.faults) == [], name
        assert [row for row in sheet.rows if not row.items() <= present[get_natural_key(seed, row)].items()] == []
        assert (len(sheet.rows), list(sheet.rows)) == (len(present), by_seed)


def test_a_text_like_a_formula_is_guarded_and_read_back() -> None:
    with by_hand():
        Country.objects.filter(pk="EE").update(note="=1+1")

    written = write_list("countries")

    assert b"'=1+1" in written
    assert [row["note"] for row in read_list("countries", written).rows if row["code"] == "EE"] == ["=1+1"]


@pytest.mark.parametrize(
    ("content", "encoding", "separator"),
    [
        ((UNITS + "ZZZ,x,штуки,0\n").encode(), "utf-8-sig", ","),
        ((UNITS + "ZZZ,x,штуки,0\n").replace(",", ";").encode("cp1251"), "cp1251", ";"),
        ((UNITS + "ZZZ,x,штуки,0\n,,,\n").replace(",", "\t").encode("utf-16"), "utf-16", "\t"),
    ],
)
def test_what_spreadsheet_programs_write_is_recognised(content: bytes, encoding: str, separator: str) -> None:
    sheet = read_list("units", content)

    assert (sheet.encoding, sheet.separator, list(sheet.faults)) == (encoding, separator, [])
    assert sheet.rows == [{"code": "ZZZ", "names": {"en": "x", "uk": "штуки"}, "decimals": 0}]


def test_all_faults_are_told_at_once_and_no_row_is_given() -> None:
    sheet = read_list("units", (UNITS + "ZZZZ,x,х,0\nYYY,,х,many\nXXX,x,х,1\n").encode())

    assert sheet.rows == []
    assert [(one.line, one.column) for one in sheet.faults] == [(2, "code"), (3, "name_en"), (3, "decimals")]


@pytest.mark.parametrize(
    ("content", "refusal"),
    [(b"%PDF-1.7", "This is a PDF file."), (b"PK\x03\x04", "This is a workbook. Save the sheet as CSV and send that.")],
)
def test_what_is_no_text_in_rows_is_refused_by_its_name(content: bytes, refusal: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_list("units", content)

    assert [str(gap.sentence) for gap in refused.value.gaps] == [refusal]


def test_a_quotation_that_is_not_closed_is_a_fault_of_the_file() -> None:
    [fault] = read_list("units", (UNITS + 'ZZZ,"x,х,0\n').encode()).faults

    assert fault == SheetFault(2, "", "The row is broken: a quotation is not closed, or open.")


def test_a_change_set_leaves_as_a_sheet_with_every_column_of_every_row() -> None:
    before = {"code": "EE", "tier": "europe", "names": {"en": "Estonia"}}
    lines = [
        ChangeLine(list="countries", key="EE", action="put", before=before, after=before | {"tier": "=excluded"}),
        ChangeLine(list="holidays", key="UA:2026-01-01", action="end", before={"kind": "off"}),
    ]

    rows = list(csv.reader(io.StringIO(write_differences(lines).decode("utf-8-sig"))))

    assert rows == [
        ["list", "row", "action", "column", "before", "after", "changes"],
        ["countries", "EE", "put", "code", "EE", "EE", ""],
        ["countries", "EE", "put", "tier", "europe", "'=excluded", "yes"],
        ["countries", "EE", "put", "names", '{"en": "Estonia"}', '{"en": "Estonia"}', ""],
        ["holidays", "UA:2026-01-01", "end", "kind", "off", "", "yes"],
    ]
