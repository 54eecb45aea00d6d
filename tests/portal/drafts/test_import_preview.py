"""The choices that a preview is sent with, as they are kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict

from licensing.models import ItemImport
from licensing.portal.drafts.import_preview import has_new_layout, read_choices

COLUMN = {"letters": "A", "heading": "", "undecided": "", "hidden": False, "examples": []}
READING: dict[str, Any] = {
    "sheet": 0,
    "encoding": "cp1251",
    "separator": ";",
    "head_row": 1,
    "columns": [COLUMN | {"field": "name"}, COLUMN | {"field": "", "undecided": "quantity"}],
    "odd_rows": [{"row": 5, "oddity": "total", "text": "Total"}],
}
SENT = "sheet=0&encoding=cp1251&separator=%3B&head_row=1&column-0=name&column-1=%3F"


def choices(sent: str, **before: Any) -> dict[str, Any]:
    return read_choices(QueryDict(sent), ItemImport(reading=READING, choices=before))


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (SENT, {"rows": {}}),
        ("", {"rows": {}}),
        (f"{SENT}&row-5=skip", {"rows": {"5": "skip"}}),
        (f"{SENT}&row-5=perhaps", {"rows": {}}),
        (SENT.replace("%3F", "quantity"), {"columns": {"0": "name", "1": "quantity"}, "rows": {}}),
        (SENT.replace("=name", "="), {"columns": {"0": "", "1": "?"}, "rows": {}}),
    ],
)
def test_what_was_changed_is_kept(sent: str, kept: dict[str, Any]) -> None:
    assert choices(sent) == kept


@pytest.mark.parametrize(
    ("changed", "kept"),
    [
        (("cp1251", "koi8_u"), {"sheet": 0, "encoding": "koi8_u", "separator": ";", "head_row": None}),
        (("head_row=1", "head_row=3"), {"sheet": 0, "encoding": "cp1251", "separator": ";", "head_row": 3}),
        (("sheet=0", "sheet=2"), {"sheet": 2, "encoding": "cp1251", "separator": ";", "head_row": None}),
    ],
)
def test_of_another_text_the_columns_are_recognised_again(changed: tuple[str, str], kept: dict[str, Any]) -> None:
    sent = SENT.replace(*changed) + "&row-5=skip"

    assert choices(sent, columns={"0": "model"}, rows={"5": "keep"}) == kept


@pytest.mark.parametrize("sent", ["head_row=x", "head_row=-1", "head_row=99999999999", "sheet=\u0661"])
def test_a_number_that_is_none_changes_nothing(sent: str) -> None:
    assert choices(sent) == {"rows": {}}


def test_answers_about_rows_are_no_new_layout() -> None:
    assert not has_new_layout({}, {"rows": {"5": "keep"}})
    assert has_new_layout({}, {"columns": {"0": "name"}})


def test_many_rows_of_one_kind_can_be_answered_one_by_one() -> None:
    rows = [{"row": number, "oddity": "hidden", "text": f"Line {number}"} for number in range(2, 42)]
    kept = ItemImport(reading=READING | {"odd_rows": rows}, choices={})

    kept.choices = read_choices(QueryDict("rows-hidden=each"), kept)
    answered = read_choices(QueryDict("row-2=keep&row-3=skip"), kept)

    assert kept.choices["rows"] == {}
    assert answered["rows"] == {"2": "keep", "3": "skip"}
    assert answered["apart"] == ["hidden"]
