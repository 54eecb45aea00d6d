from __future__ import annotations

import ast
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.sources import IN_ONE_PROCESS, list_nodes
from tests.waiting import MARGIN, is_before_midnight, wait_past_midnight, wait_until

pytestmark = IN_ONE_PROCESS


TESTS = Path(__file__).resolve().parent
# Clients that pause as people do and a killer that chooses its moments; somebody who types as slowly as drafts are kept.
PACED = frozenset({"faults", "test_portal_script.py"})


def test_no_test_waits_by_sleeping() -> None:
    found = [
        f"{file.relative_to(TESTS)}:{node.lineno}"
        for file in sorted(TESTS.rglob("*.py"))
        if file.name != "waiting.py" and not PACED & {*file.parts}
        for node in list_nodes(file)
        if isinstance(node, ast.Call) and _name_called(node.func) in {"sleep", "wait_for_timeout"}
    ]

    assert found == []


def _name_called(called: ast.expr) -> str:
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""


@pytest.mark.parametrize(
    ("moment", "is_late"),
    [
        (datetime(2026, 2, 28, 21, 59, 55, tzinfo=UTC), True),  # Kyiv, in winter
        (datetime(2026, 6, 30, 20, 59, 55, tzinfo=UTC), True),  # Kyiv, in summer
        (datetime(2027, 12, 31, 23, 59, 51, tzinfo=UTC), True),
        (datetime(2026, 2, 28, 22, 0, 0, tzinfo=UTC), False),
        (datetime(2026, 2, 28, 21, 59, 49, tzinfo=UTC), False),
    ],
)
def test_a_day_that_is_about_to_end_is_let_pass(moment: datetime, is_late: bool) -> None:
    moments = iter([moment, moment + MARGIN])

    assert is_before_midnight(moment) == is_late
    wait_past_midnight(lambda: next(moments))


def test_waiting_ends_when_something_holds_or_when_patience_does() -> None:
    looks = iter([False, False, True])

    assert wait_until(lambda: next(looks))
    assert not wait_until(lambda: False, seconds=0.05)
