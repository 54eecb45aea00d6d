"""Headings as people write them, and the row in which they stand."""

from __future__ import annotations

import pytest

from licensing.policy.requests.sheets.cells import Book, Row, Sheet, read_text_cell
from licensing.policy.requests.sheets.headings import COLUMNS, NEEDED, choose_sheet, find_headings, identify_heading
from tests.policy.requests.sheets.books import LANGUAGE

NAMES = LANGUAGE.headings


def sheet(*rows: list[str], hidden: bool = False) -> Sheet:
    return Sheet("s", [Row(number, [read_text_cell(text) for text in row]) for number, row in enumerate(rows, 1)], hidden)


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("name", "name"),
        ("  UNIT PRICE *", "unit_price"),
        ("Unit_price", "unit_price"),
        ("Найменування товару", "name"),
        ("К-сть", "quantity"),
        ("Кіл-сть, шт.", "quantity"),
        ("Од. вим.", "unit"),
        ("Ціна за од. (EUR)", "unit_price"),
        ("Name / Назва", "name"),
        ("Код УКТЗЕД", "uktzed"),
        ("Qty\n(pcs)", "quantity"),
        ("HS code", "uktzed"),
        ("Країна походження", "origin"),
        ("№", ""),
        ("Сума", ""),
        ("Amount", ""),
        ("Remarks", ""),
        ("Price / Quantity", ""),
    ],
)
def test_a_heading_is_recognised_by_its_words(heading: str, name: str) -> None:
    assert identify_heading(heading, NAMES) == name


@pytest.mark.parametrize(
    "heading",
    ["Ціна (тис. грн)", "Кількість, тис. шт", "Price (total)", "Price (per 100 pcs)", "Price / 100", "Name (not for export)"],
)
def test_a_heading_that_says_more_than_we_know_is_left_to_whoever_imports(heading: str) -> None:
    found = find_headings(sheet([heading, "Unit", "Model"]), NAMES)

    assert (list(found.columns), list(found.undecided)) == ([1, 2], [0])


@pytest.mark.parametrize(
    "heading",
    ["Price (EUR)", "Ціна, грн", "Ціна (шт.)", "Quantity, kg", "Кількість (шт)", "Name / Назва", "Name (required)", "Qty (%)"],
)
def test_a_currency_a_measure_or_another_language_changes_nothing(heading: str) -> None:
    assert find_headings(sheet([heading, "Unit", "Model"]), NAMES).undecided == {}


def test_every_column_is_recognised_by_the_name_that_we_give_out() -> None:
    assert [identify_heading(name, NAMES) for name in COLUMNS] == list(COLUMNS)
    assert NEEDED == ("name", "quantity", "unit")


def test_the_row_of_headings_is_found_below_titles_and_only_once() -> None:
    found = find_headings(sheet(["Annex 1, unit 7"], ["name", "quantity"], ["a", "1"], ["name", "quantity"]), NAMES)

    assert (found.row, found.columns) == (2, {0: "name", 1: "quantity"})


def test_a_row_with_one_word_of_ours_is_no_row_of_headings() -> None:
    assert find_headings(sheet(["unit", "7"], ["a", "1"]), NAMES).row == 0


def test_a_sheet_in_sight_is_chosen_before_a_hidden_one() -> None:
    heads = ["name", "quantity", "unit"]

    assert choose_sheet(Book([sheet(heads, hidden=True), sheet(["notes"]), sheet(heads)]), NAMES) == 2
    assert choose_sheet(Book([sheet(heads, hidden=True), sheet(["notes"])]), NAMES) == 1
    assert choose_sheet(Book([sheet(), sheet(hidden=True)]), NAMES) == 0
    assert choose_sheet(Book([sheet(heads, hidden=True), sheet()]), NAMES) == 1
