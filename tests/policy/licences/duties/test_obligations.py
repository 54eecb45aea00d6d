"""What binds the holder of a licence after the grant: days on which conditions are due, and reports that can be true."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from licensing.choices import ReportKind, ReportOutcome
from licensing.policy.licences.duties.obligations import (
    ReportedLine,
    describe_due_rule,
    find_due_day_after_delivery,
    find_due_days,
    find_report_gaps,
)

LINES = (ReportedLine(1, Decimal(40), decimals=0), ReportedLine(2, Decimal("12.5"), decimals=1))
LIVES = {"issued_on": date(2026, 3, 31), "valid_until": date(2026, 9, 30)}


@pytest.mark.parametrize(
    ("rule", "parameters", "days"),
    [
        ("on 2026-05-01", {}, [date(2026, 5, 1)]),
        ("on {day}", {"day": "2026-05-01"}, [date(2026, 5, 1)]),
        ("every 3m", {}, [date(2026, 6, 30), date(2026, 9, 30)]),
        ("every {months}m", {"months": 6}, [date(2026, 9, 30)]),
        ("every {months}m", {}, []),
        ("every 0m", {}, []),
        ("before_export", {}, []),
    ],
)
def test_a_condition_is_due_on_its_day_or_each_time(rule: str, parameters: dict[str, Any], days: list[date]) -> None:
    assert find_due_days(rule, parameters, **LIVES) == days


def test_a_delivery_is_proved_within_the_days_that_are_asked() -> None:
    delivered = date(2026, 12, 20)

    assert find_due_day_after_delivery("after_delivery+{days}d", {"days": 30}, delivered_on=delivered) == date(2027, 1, 19)
    assert find_due_day_after_delivery("every 3m", {}, delivered_on=delivered) is None


def gaps(*rows: dict[str, Any], kind: ReportKind = ReportKind.USE, outcome: ReportOutcome = ReportOutcome.IN_FULL) -> Any:
    return [(gap.code, gap.path) for gap in find_report_gaps(kind, outcome, rows, LINES)]


def used(line: int, quantity: str, actual_use: str = "Training") -> dict[str, Any]:
    return {"line": line, "quantity": quantity, "actual_use": actual_use}


def test_a_report_that_can_be_true_has_no_gap() -> None:
    assert gaps(used(1, "40"), used(2, "12.5")) == []
    assert gaps(used(1, "0", ""), used(2, "0", ""), outcome=ReportOutcome.NOT_AT_ALL) == []


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([used(1, "40")], ("required", "lines")),
        ([used(1, "40"), used(2, "1"), used(3, "1")], ("unknown", "lines.2.line")),
        ([used(1, "41"), used(2, "1")], ("invalid", "lines.0.quantity")),
        ([used(1, "0.5"), used(2, "1")], ("invalid", "lines.0.quantity")),
        ([used(1, "40", " "), used(2, "1")], ("required", "lines.0.actual_use")),
        ([used(1, "0"), used(2, "0")], ("invalid", "outcome")),
    ],
)
def test_each_fault_of_a_report_is_named_where_it_is(rows: list[dict[str, Any]], expected: tuple[str, str]) -> None:
    assert gaps(*rows) == [expected]


def test_a_line_reported_twice_is_named_both_times() -> None:
    assert gaps(used(1, "1"), used(1, "1"), used(2, "1")) == [("unknown", "lines.0.line"), ("unknown", "lines.1.line")]


def test_not_at_all_goes_with_no_quantity() -> None:
    assert gaps(used(1, "1"), used(2, "0"), outcome=ReportOutcome.NOT_AT_ALL) == [("invalid", "outcome")]


@pytest.mark.parametrize(
    ("cleared", "outcome", "found"),
    [
        (Decimal(0), ReportOutcome.IN_FULL, [("contradicts_ledger", "lines.0.quantity")]),
        (Decimal(1), ReportOutcome.IN_FULL, []),
        (None, ReportOutcome.IN_FULL, []),
        (Decimal(0), ReportOutcome.IN_PART, []),
    ],
)
def test_nothing_left_in_full_of_which_customs_cleared_nothing(cleared, outcome, found):
    lines = [ReportedLine(1, Decimal(100), 0, cleared=cleared)]
    rows = [{"line": 1, "quantity": "100", "actual_use": "As declared."}]

    assert [(gap.code, gap.path) for gap in find_report_gaps(ReportKind.USE, outcome, rows, lines)] == found


def test_a_holder_may_report_as_much_as_customs_says_has_left():
    beyond = [ReportedLine(1, Decimal(10), 0, cleared=Decimal(12))]

    def found(quantity: str) -> list[str]:
        rows = [{"line": 1, "quantity": quantity, "actual_use": "As declared."}]
        return [gap.path for gap in find_report_gaps(ReportKind.USE, ReportOutcome.IN_FULL, rows, beyond)]

    assert (found("12"), found("13")) == ([], ["lines.0.quantity"])


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("after_delivery+{days}d", "so many calendar days after each delivery"),
        ("before_shipment-{days}d", "so many days before each shipment"),
        ("before_shipment", "before each shipment"),
        ("every {months}m", "every so many months"),
        ("on {date}", "on a day that the decision names"),
        ("", ""),
    ],
)
def test_a_due_rule_is_read_in_words(rule: str, words: str) -> None:
    assert str(describe_due_rule(rule)) == words
