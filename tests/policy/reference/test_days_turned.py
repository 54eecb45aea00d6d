"""What is asked on the days that turn is asked of every day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as some

from licensing.policy.reference.days_turned import find_days_turned
from licensing.policy.reference.governed import GOVERNED
from licensing.policy.reference.routing_rows import DatedRow, DecisionTable
from licensing.policy.signoff.routing import RouteRow

TODAY = date(2026, 11, 29)
# Beyond the last day of any row below nothing turns any more.
WINDOW = [TODAY + timedelta(days=number) for number in range(14)]
DAYS = some.sampled_from([TODAY - timedelta(days=3), *WINDOW[:12]])
KINDS = ["single_permit", "transit"]
ROWS = some.lists(
    some.fixed_dictionaries(
        {
            "priority": some.sampled_from([1, 9]),
            "procedure_code": some.sampled_from(["", "fast", "slow"]),
            "kind": some.sampled_from([[], *([kind] for kind in KINDS)]),
            "valid_from": DAYS,
            "retired_on": some.none() | DAYS,
        }
    ),
    max_size=6,
)
PROCEDURES = some.dictionaries(some.sampled_from(["fast", "slow"]), DAYS)


def _build(rows: Sequence[dict[str, Any]], procedures: dict[str, date]) -> DecisionTable:
    dated = [
        DatedRow(
            RouteRow(str(number), row["priority"], row["procedure_code"], {"kind": row["kind"]} if row["kind"] else {}),
            row["valid_from"],
            row["retired_on"],
        )
        for number, row in enumerate(rows)
    ]
    return DecisionTable(dated, procedures)


def _find_uncovered_by_hand(rows: Sequence[dict[str, Any]], procedures: dict[str, date], kind: str, day: date) -> bool:
    """The decision table in the plainest words, without a tier or a form, which no row above asks for."""
    begun = [one for one in enumerate(rows) if one[1]["valid_from"] <= day]
    present = [(number, row) for number, row in begun if row["retired_on"] is None or day < row["retired_on"]]
    naming = [(number, row) for number, row in present if row["procedure_code"] and kind in (row["kind"] or KINDS)]
    best = min(naming, key=lambda one: (-one[1]["priority"], str(one[0])), default=None)
    return best is None or procedures.get(best[1]["procedure_code"], date.max) > day


@settings(max_examples=60)
@given(ROWS, PROCEDURES)
def test_the_days_that_turn_find_what_each_day_finds(rows: list[dict[str, Any]], procedures: dict[str, date]) -> None:
    table = _build(rows, procedures)
    begun = [("procedures", {"valid_from": day}) for day in procedures.values()]

    days = find_days_turned([*(("routing", row) for row in rows), *begun], since=TODAY)

    found = {kind: next((day for day in days if kind in table.find_uncovered([kind], day)), None) for kind in KINDS}
    assert found == {
        kind: next((day for day in WINDOW if _find_uncovered_by_hand(rows, procedures, kind, day)), None) for kind in KINDS
    }


def test_each_day_is_told_once_and_none_before_the_first() -> None:
    rows = [
        ("routing", {"valid_from": "2026-12-01", "retired_on": "2027-01-01"}),
        ("routing", {"valid_from": "2024-01-01", "retired_on": None}),
        ("procedures", {"code": "fast", "version": 2, "valid_from": "2026-12-01"}),
        ("rates", {"currency": "USD", "on": "2026-12-05", "to_eur": "1"}),
        ("countries", {"code": "EE", "tier": "europe"}),
    ]

    assert find_days_turned(rows, since=TODAY) == [TODAY, date(2026, 12, 1), date(2026, 12, 5), date(2027, 1, 1)]
    assert find_days_turned([], since=TODAY) == [TODAY]


def test_every_list_says_which_of_its_columns_are_days() -> None:
    turning = {code: one.turns for code, one in GOVERNED.items() if one.turns}

    assert turning == {
        "control_entries": ("valid_from",),
        "rates": ("on",),
        "holidays": ("on",),
        "procedures": ("valid_from",),
        "routing": ("valid_from", "retired_on"),
    }
