"""What ships changes no row that has begun: it ends, and another takes its place."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

import pytest

from licensing.choices import ChangeAction
from licensing.policy.reference.governed import GOVERNED, RowChange
from licensing.policy.reference.superseding import find_free_code, fit_shipped_change, split_code

TODAY = date(2026, 11, 29)
ROW = {
    "code": "all",
    "priority": 1,
    "procedure_code": "fast",
    "when": {},
    "extra_seats": [],
    "flags": [],
    "valid_from": "2024-01-01",
    "retired_on": None,
    "reasons": {"en": "Every case"},
}
FRESH = ROW | {"code": "all-3", "valid_from": "2026-11-29"}
COMING = ROW | {"valid_from": "2027-01-01"}
PUT, END = ChangeAction.PUT, ChangeAction.END


def _fit(code: str, key: str, before: Any, /, **values: Any) -> list[tuple[ChangeAction, str, Any]]:
    change = RowChange(code, key, PUT, values)
    find_code = partial(find_free_code, taken={"all", "all-2"})
    found = fit_shipped_change(GOVERNED[code], change, before, on=TODAY, find_code=find_code)
    return [(one.action, one.key, dict(one.values)) for one in found]


@pytest.mark.parametrize(
    ("before", "values", "fitted"),
    [
        (None, ROW, [(PUT, "all", ROW | {"valid_from": "2026-11-29"})]),
        (None, ROW | {"valid_from": "2027-01-01"}, [(PUT, "all", ROW | {"valid_from": "2027-01-01"})]),
        (ROW, {"priority": 5}, [(END, "all", {}), (PUT, "all-3", FRESH | {"priority": 5})]),
        (ROW, {"reasons": {"en": "All"}}, [(PUT, "all", {"reasons": {"en": "All"}, "valid_from": "2024-01-01"})]),
        (ROW, {"retired_on": "2026-01-01"}, [(END, "all", {})]),
        (ROW, {"retired_on": "2027-01-01"}, [(PUT, "all", {"retired_on": "2027-01-01"})]),
        (ROW | {"retired_on": "2026-01-01"}, {"retired_on": None}, [(PUT, "all-3", FRESH)]),
        (COMING, {"priority": 5}, [(PUT, "all", {"priority": 5, "valid_from": "2027-01-01"})]),
    ],
)
def test_rows_of_the_decision_table_are_superseded(before: Any, values: Any, fitted: Any) -> None:
    assert _fit("routing", "all", before, **values) == fitted


def test_a_version_that_ships_begins_with_its_release() -> None:
    [(action, key, values)] = _fit("procedures", "fast", {"code": "fast", "version": 1}, version=2, valid_from="2025-01-01")

    assert (action, key, values["version"], values["valid_from"]) == (PUT, "fast", 2, "2026-11-29")


@pytest.mark.parametrize(("day", "is_left"), [("2026-11-28", False), ("2026-11-29", True)])
def test_days_off_that_have_passed_are_left_out(day: str, is_left: bool) -> None:
    key = f"UA:{day}"
    row = {"calendar": "UA", "on": day, "kind": "off", "names": {"en": "A day off"}}
    change, ended = RowChange("holidays", key, PUT, row), RowChange("holidays", key, END)

    for one, before in ((change, None), (ended, row)):
        fitted = list(fit_shipped_change(GOVERNED["holidays"], one, before, on=TODAY, find_code=str))
        assert bool(fitted) is is_left


def test_codes_are_numbered() -> None:
    assert split_code("all") == ("all", 1)
    assert split_code("all-12") == ("all", 12)
    assert find_free_code("all-2", {"all", "all-2"}) == "all-3"
    assert len(find_free_code("x" * 48, ())) <= 48
