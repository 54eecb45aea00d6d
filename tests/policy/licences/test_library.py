"""A condition of the library says only what somebody can fill in, and is due by a rule that something reads."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.policy.licences.library import find_library_gaps

DAYS = {"name": "days", "kind": "integer", "label_en": "Days"}


def _row(**changed: Any) -> dict[str, Any]:
    fit = {"texts": {"en": "Within {days} days."}, "parameters": [DAYS], "due_rule": "after_delivery+{days}d"}
    return fit | changed


@pytest.mark.parametrize("rule", ["", "standing", "before_shipment-14d", "every 6m", "on 2027-01-01", "on_notice+{days}d"])
def test_a_condition_that_can_be_filled_in_is_fit(rule: str) -> None:
    assert list(find_library_gaps(_row(due_rule=rule))) == []


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"parameters": ["days"]}, "parameters"),
        ({"parameters": [DAYS | {"kind": "colour"}]}, "parameters"),
        ({"parameters": [DAYS | {"name": "The days"}]}, "parameters"),
        ({"parameters": [DAYS, DAYS]}, "parameters"),
        ({"texts": {"en": "Within {days} days.", "uk": "{weeks} тижнів"}}, "parameters"),
        ({"due_rule": "sometime"}, "due_rule"),
        ({"due_rule": "every {months}m"}, "due_rule"),
    ],
)
def test_what_nobody_could_fill_in_or_reads_is_named(changed: dict[str, Any], column: str) -> None:
    assert [where for where, _why in find_library_gaps(_row(**changed))] == [column]
