"""What a request is compared with, and how a draft is read that may hold anything."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from licensing.policy.requests.advice.background import get_part, get_terms, list_rows, read_day
from tests.policy.requests.advice.requests import BACKGROUND


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


def test_what_has_no_name_is_called_by_its_code() -> None:
    assert (BACKGROUND.get_country("EE"), BACKGROUND.get_unit("NAR")) == ("EE", "NAR")
