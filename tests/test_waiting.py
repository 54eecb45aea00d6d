from __future__ import annotations

import ast
from pathlib import Path

from tests.sources import IN_ONE_PROCESS, list_nodes
from tests.waiting import wait_until

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
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"sleep", "wait_for_timeout"}
    ]

    assert found == []


def test_waiting_ends_when_something_holds_or_when_patience_does() -> None:
    looks = iter([False, False, True])

    assert wait_until(lambda: next(looks))
    assert not wait_until(lambda: False, seconds=0.05)
