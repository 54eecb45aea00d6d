"""Files as they were sent to us, each with what it must become; and what the person who imports decides about them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from licensing.errors import Invalid
from licensing.policy.requests.sections import MOST_ITEMS
from licensing.policy.requests.sheets.reading import UNDECIDED
from tests.policy.requests.sheets.books import FILES, HEADS, items, read, told, workbook
from tests.policy.requests.sheets.hostile import Hostile, find_differences, hostile_files, to_xlsx

SOVA = {"name": "Sova", "quantity": "3", "unit": "NAR", "currency": "EUR", "control_entries": ["ML10"], "uktzed": "8806"}
RECON = SOVA | {"name": "Recon drone Sova-7", "unit_price": "80000"}
NOT_A_NUMBER = "This is not a number. Write it in digits, such as 40 or 12.5."
NO_VALUE = "This cell holds a formula without a value. Open the file in your spreadsheet program, save it, and send it again."

# What is read without a question, with what stands on the first line.
READ: dict[str, tuple[int, dict[str, Any]]] = {
    "c05_sep_line.csv": (1, SOVA | {"unit_price": "80000.5"}),
    "c07_cp1251_semicolon.csv": (1, SOVA | {"name": "БпЛА «Сова»", "unit_price": "80000.5"}),
    "c08d_semicolon_in_quoted_comma_csv.csv": (1, {"name": "Kit; rotor; mast; box; bag; cable; spare; tool"}),
    "c09e_nbsp.csv": (1, {"quantity": "1000", "unit_price": "1250.75"}),
    "c26d_300_lines_spaced.csv": (300, {"name": "Line 1"}),
    "x01_hs_leading_zero_numeric.xlsx": (1, {"uktzed": "102290500"}),
    "x01c_hs_with_spaces.xlsx": (1, {"uktzed": "8806 22 90 00"}),
    "x01d_hs_dotted.xlsx": (1, {"uktzed": "8806.22"}),
    "x02_hidden_first_sheet.xlsx": (1, RECON),
    "x04_float_noise.xlsx": (1, {"quantity": "0.3", "unit_price": "57.7"}),
    "x04b_float_noise_raw.xlsx": (1, {"quantity": "0.3", "unit_price": "57.7"}),
    "x13_title_rows.xlsx": (1, RECON),
    "x20_ukrainian_headings.xlsx": (1, {"name": "Сова", "quantity": "3", "unit": "NAR"}),
    "x20b_english_words.xlsx": (1, {"name": "Sova", "quantity": "3", "unit": "NAR"}),
    "x24_jpy_decimals.xlsx": (1, {"unit_price": "100.5", "currency": "JPY"}),
    "x24c_fraction_price.xlsx": (1, {"unit_price": "0.1425"}),
    "x25_extra_own_column.xlsx": (1, RECON),
    "x25b_extra_remarks.xlsx": (1, RECON),
    "x26_formatted_empty_rows.xlsx": (1, RECON),
    "x26b_line_after_gap.xlsx": (2, RECON),
    "x26c_300_lines_spaced.xlsx": (300, {"name": "Line 1"}),
    "x28_scripts.xlsx": (1, {"name": "无人机 طائرة 🚁 Ґанок з’ясування"}),
    # Both are text; the gate of the request refuses them when the lines are checked.
    "c10_scientific_hs.csv": (1, {"uktzed": "8.80623E+09"}),
    "x23b_bidi_name.xlsx": (1, {"name": "Drone\u202egnp.exe"}),
}
# What is asked about or refused, cell by cell.
ASKED = {
    "c09_german_thousands_quantity.csv": ["B2: “1.000” may mean 1000 or 1. Write 1000 or 1."],
    "c09f_thousands_kg.csv": ["B2: “1.500” may mean 1500 or 1.5. Write 1500 or 1.5."],
    "c10b_scientific_qty.csv": [f"B2: {NOT_A_NUMBER}"],
    "c12_totals_row.csv": ["Say which of these rows are lines: 4."],
    "c12b_totals_row_bare.csv": ["Say which of these rows are lines: 3."],
    "x03_formula_no_cache.xlsx": [f"B2: {NO_VALUE}"],
    "x03b_formula_no_cache_optional.xlsx": [f"D2: {NO_VALUE}"],
    "x16_hidden_row.xlsx": ["Say which of these rows are lines: 3."],
    "x18b_error_name.xlsx": ["A2: This cell shows an error, #N/A."],
    "x19_bool.xlsx": ["A2: This cell holds the logical value TRUE and no text or number."],
    "x24b_kwd.xlsx": ["D2: “1.250” may mean 1250 or 1.25. Write 1250 or 1.25."],
}
REFUSED = {
    "x15_xls_renamed.xlsx": "This is a workbook of the old Excel format (XLS), whatever its name says. "
    "Open it in your spreadsheet program and save it as XLSX or CSV.",
    "x15b_password_protected.xlsx": "This file is protected by a password. "
    "Take the protection off, save it, and send it again.",
}


def test_every_file_that_was_sent_has_its_result() -> None:
    assert {file.name for file in FILES.iterdir()} == READ.keys() | ASKED.keys() | REFUSED.keys()


@pytest.mark.parametrize("name", READ)
def test_a_file_is_read_as_a_person_sees_it(name: str) -> None:
    count, first = READ[name]

    reading = read((FILES / name).read_bytes())

    assert told(reading) == []
    assert len(reading.lines) == count
    assert items(reading)[0].items() >= first.items()


@pytest.mark.parametrize("name", ASKED)
def test_what_may_be_meant_otherwise_is_asked_about(name: str) -> None:
    assert told(read((FILES / name).read_bytes())) == ASKED[name]


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_sheet_is_called_what_it_is(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        read((FILES / name).read_bytes())

    assert [gap.sentence for gap in refused.value.gaps] == [REFUSED[name]]


def test_a_row_that_is_asked_about_is_left_out_or_kept() -> None:
    content = (FILES / "x16_hidden_row.xlsx").read_bytes()

    skipped, kept = read(content, rows={3: "skip"}), read(content, rows={3: "keep"})

    assert (told(skipped), [line.row for line in skipped.lines]) == ([], [2, 4])
    assert (told(kept), [line.row for line in kept.lines]) == ([], [2, 3, 4])


def test_another_sheet_can_be_chosen() -> None:
    reading = read((FILES / "x02_hidden_first_sheet.xlsx").read_bytes(), sheet=0)

    assert [item["name"] for item in items(reading)] == ["OLD TEMPLATE LINE"]


def test_columns_of_any_name_can_be_chosen() -> None:
    content = workbook([["Ware", "Menge", "ME"], ["Drone", 3, "pcs"]])

    unread, chosen = read(content), read(content, head_row=1, columns={0: "name", 1: "quantity", 2: "unit"})

    assert [problem.split(",")[0] for problem in told(unread)][:3] == [
        "No column is read as “Name”",
        "No column is read as “Quantity”",
        "No column is read as “Unit”",
    ]
    assert (told(chosen), items(chosen)) == ([], [{"name": "Drone", "quantity": "3", "unit": "NAR"}])


def test_a_sheet_without_headings_loses_no_line() -> None:
    reading = read(workbook([["Drone", 3, "NAR"], ["Mast", 4, "NAR"]]), columns={0: "name", 1: "quantity", 2: "unit"})

    assert [item["name"] for item in items(reading)] == ["Drone", "Mast"]


def test_two_columns_of_one_name_are_asked_about() -> None:
    content = workbook([["name", "quantity", "unit", "Qty"], ["Drone", 3, "NAR", 4]])

    both = read(content)
    open_still = read(content, columns={0: "name", 1: "quantity", 2: "unit", 3: UNDECIDED})
    decided = read(content, columns={0: "name", 1: "", 2: "unit", 3: "quantity"})
    twice = read(content, columns={0: "name", 1: "quantity", 2: "unit", 3: "quantity"})

    assert told(both) == [f"Column {column}: say whether it is to be read as “Quantity”." for column in "BD"]
    assert told(open_still) == ["Column D: say whether it is to be read as “Quantity”."]
    assert (told(decided), items(decided)[0]["quantity"]) == ([], "4")
    assert told(twice) == ["Columns B, D are all to be read as “Quantity”: choose one."]


def test_a_hidden_column_is_asked_about() -> None:
    def hide(sheet: Any) -> None:
        sheet.column_dimensions["D"].hidden = True

    reading = read(workbook([HEADS[:4], ["Drone", 3, "NAR", 7]], hide))

    assert told(reading) == ["Column D: say whether it is to be read as “Price of one”."]


def test_a_sheet_of_headings_alone_holds_no_lines() -> None:
    assert told(read(workbook([HEADS]))) == ["There are no lines under the headings."]


def test_lines_are_counted_and_never_cut() -> None:
    head, line = "name,quantity,unit\n", "Drone,1,NAR\n"

    fits = read((head + (line + "\n\n") * MOST_ITEMS).encode())
    beyond = read((head + line * (MOST_ITEMS + 1)).encode())

    assert (told(fits), len(fits.lines)) == ([], MOST_ITEMS)
    assert told(beyond) == ["At most 5000 lines at a time; there are 5001."]


@settings(max_examples=40, deadline=None)
@given(hostile_files(4))
def test_what_is_read_is_what_a_person_sees(file: Hostile) -> None:
    # Many more of them, and longer ones, behind `./run fuzz`.
    assert find_differences(file, read(to_xlsx(file))) == []
