"""Items that are written out and read again are the same, and no program takes one of them for a formula."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from licensing.policy.exact import format_decimal
from licensing.policy.requests.sheets.writing import write_csv, write_xlsx
from tests.policy.requests.sheets.books import items, read, told

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp", "Cf")), min_size=1, max_size=20)
WORDS = st.one_of(
    TEXTS,
    st.sampled_from(["=1+1", "+1", "-1", "@SUM(1)", "'=x", "''-x", "a;b", 'a"b', "0012", "1E5", "TRUE"]),
    # What is written for a character that XML cannot hold, and what a failed formula shows: here they are somebody's own words.
    st.sampled_from(["RX_x0041_B", "_x0041_x0042_", "_x0000_", "_x005F_", "#N/A", "'#N/A", "#REF!"]),
)
NUMBERS = st.decimals(min_value=Decimal("0.001"), max_value=10**14, places=3).map(format_decimal)
ITEMS = st.fixed_dictionaries(
    {"name": WORDS, "quantity": NUMBERS, "unit": st.sampled_from(["NAR", "KGM"])},
    optional={
        "unit_price": NUMBERS,
        "currency": st.just("EUR"),
        "model": WORDS,
        "serial_numbers": st.lists(WORDS, min_size=1, max_size=3).map("\n".join),
        "control_entries": st.lists(st.sampled_from(["ML1", "ML10", "ML22"]), min_size=1, unique=True),
        "uktzed": st.sampled_from(["0102290500", "8806"]),
        "condition": st.sampled_from(["new", "used"]),
    },
)


@given(st.lists(ITEMS, min_size=1, max_size=4))
def test_what_is_written_out_is_read_again_as_it_was(written: list[dict[str, Any]]) -> None:
    for content in (write_csv(written), write_xlsx(written)):
        reading = read(content, rows=dict.fromkeys(range(2, 7), "keep"))

        assert (told(reading), items(reading)) == ([], written)


@given(st.lists(ITEMS, min_size=1, max_size=4))
def test_no_cell_that_is_written_out_is_a_formula(written: list[dict[str, Any]]) -> None:
    lines = csv.reader(io.StringIO(write_csv(written).decode("utf-8-sig")))
    book = load_workbook(io.BytesIO(write_xlsx(written)))

    assert not any(cell.startswith(("=", "+", "-", "@")) for line in lines for cell in line)
    assert not any(cell.data_type == "f" for row in book.worksheets[0].iter_rows() for cell in row)


def test_a_number_of_more_digits_than_a_spreadsheet_keeps_is_text() -> None:
    item = {"name": "a", "quantity": "123456789012345.678", "unit": "KGM"}

    sheet = load_workbook(io.BytesIO(write_xlsx([item]))).worksheets[0]

    assert sheet["B2"].value == "123456789012345.678"
    assert items(read(write_xlsx([item]))) == [item]
