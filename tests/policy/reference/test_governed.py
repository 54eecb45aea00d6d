"""Every governed list is declared once: what its rows are called, and how they end."""

from __future__ import annotations

from datetime import date

import pytest

from licensing.choices import ChangeAction
from licensing.policy.reference.governed import GOVERNED, Ending, RowChange, build_path

DAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("code", "row", "key"),
    [
        ("countries", {"code": "EE"}, "EE"),
        ("holidays", {"calendar": "UA", "on": "2026-01-01"}, "UA:2026-01-01"),
        ("requirements", {"kind": None, "code": "title"}, "*:title"),
    ],
)
def test_a_row_is_called_by_its_key(code: str, row: dict[str, str | None], key: str) -> None:
    assert GOVERNED[code].build_key(row) == key


def test_a_row_ends_as_its_list_says() -> None:
    assert GOVERNED["case_kinds"].retire({"active": True}, on=DAY) == {"active": False}
    assert GOVERNED["routing"].retire({"retired_on": None}, on=DAY) == {"retired_on": "2026-12-01"}
    assert GOVERNED["holidays"].retire({"kind": "off"}, on=DAY) is None


def test_what_is_declared_of_a_list_are_columns_of_it() -> None:
    for governed in GOVERNED.values():
        named = {*governed.fixed, *governed.texts, *governed.words, *filter(None, (governed.dated, governed.ending_column))}
        assert named <= set(governed.columns), governed.code
        assert not set(governed.decides) & set(governed.wording), governed.code
        assert bool(governed.ending_column) == (governed.ending in (Ending.INACTIVE, Ending.ON_DAY)), governed.code


def test_each_column_that_decides_is_looked_at_by_trials_or_says_why_not() -> None:
    for governed in GOVERNED.values():
        changeable = set(governed.decides) - {*governed.key, *governed.fixed}
        tried = changeable - governed.untried.keys()
        assert governed.untried.keys() <= changeable, governed.code
        assert bool(governed.looks) == bool(tried or governed.dated), governed.code


def test_a_mistake_is_placed_by_list_row_and_column() -> None:
    change = RowChange("countries", "EE", ChangeAction.PUT)

    assert build_path(change.list, change.key, "tier") == "countries/EE/tier"
    assert build_path(change.list, change.key) == "countries/EE"
