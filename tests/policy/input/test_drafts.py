"""A draft may hold anything, and is read all the same."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from licensing.policy.input.drafts import get_part, get_terms, list_rows, read_day


@pytest.mark.parametrize("value", [None, 7, "text", [], {"a": 1}])
def test_what_has_another_shape_is_read_as_empty(value: Any) -> None:
    assert list_rows({"items": value}, "items") == []
    assert get_part({"terms": [value]}, "terms") == get_terms({"terms": [value]}) == {}


def test_a_row_without_fields_keeps_its_place() -> None:
    assert list_rows({"items": [None, {"name": "UAV"}]}, "items") == [{}, {"name": "UAV"}]


@pytest.mark.parametrize(
    ("text", "day"), [("2026-11-28", date(2026, 11, 28)), ("28.11.2026", None), ("2026-02-30", None), (7, None)]
)
def test_a_day_is_read_as_documents_write_it(text: Any, day: date | None) -> None:
    assert read_day(text) == day
