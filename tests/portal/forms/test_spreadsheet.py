"""What is wrong in a sheet, in the words of the form; and the explanation of its columns."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from licensing.policy.requests.sheets.headings import COLUMNS
from licensing.portal.forms.code_lists import Lists
from licensing.portal.forms.spreadsheet import build_sheet_response, build_xlsx, describe_cell_fault
from tests.world import World

NEUTRAL = {"en": "As the schema says it.", "uk": "Як каже схема."}


@pytest.mark.parametrize(
    ("name", "code", "value", "sentence"),
    [
        ("name", "required", None, "This cell must not be empty."),
        ("currency", "required", None, NEUTRAL["en"]),
        ("uktzed", "wrong_form", "88", "Write 4, 6, 8 or 10 digits."),
        (
            "name",
            "wrong_form",
            "Drone\u202egnp",
            "Character 6 (U+202E) cannot be seen and may change how the text reads. Take it out.",
        ),
        ("unit", "wrong_form", "ЯРД", "“ЯРД” is none of the codes of this column."),
        ("condition", "unknown_code", "broken", "“broken” is none of the codes of this column."),
        ("quantity", "too_small", "0", NEUTRAL["en"]),
        ("", "unreadable", None, NEUTRAL["en"]),
    ],
)
def test_a_fault_is_told_in_the_words_of_the_form(name: str, code: str, value: Any, sentence: str) -> None:
    item = {} if value is None else {name: value}

    assert describe_cell_fault({"field": name, "code": code, "message": NEUTRAL}, item) == sentence


def test_the_columns_are_explained_beside_the_items(world: World) -> None:
    book = load_workbook(io.BytesIO(build_xlsx([{"name": "Drone", "quantity": "40", "unit": "NAR"}], Lists())))

    assert [cell.value for cell in book["items"][2]][:3] == ["Drone", 40, "NAR"]
    assert [row[0].value for row in book["columns"].iter_rows(min_row=2)] == list(COLUMNS)


def test_a_sheet_is_saved_under_its_name_and_kept_by_no_cache() -> None:
    response = build_sheet_response(b"a,b", "перелік.csv")

    assert response.content == b"a,b"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''%D0%BF%D0%B5%D1%80%D0%B5%D0%BB%D1%96%D0%BA.csv"
    assert response["Cache-Control"] == "private, no-store"
