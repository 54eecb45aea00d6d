"""Every abuse that must not be possible has its test: here, elsewhere by name, or a reason why it has to wait."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

IDS = [
    "A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A10",
    "A11", "A12", "A13", "A14", "A15", "A16", "A17", "A18", "A19", "A20",
    "A21", "A22", "A23", "A24", "A25", "A26", "A27", "A28", "A29", "A30",
    "A31", "A32", "A33", "A34", "A35", "A36", "A37", "A38", "A39", "A40",
    "A41", "A42", "A43", "A44", "A45", "A46", "A47", "A48", "A49", "A50",
]  # fmt: skip

# Proved where their subject is at home; a copy here would prove nothing more.
ELSEWHERE = {
    "A19": [
        "tests/races/test_races.py::test_a_decision_is_recorded_once",
        "tests/races/test_races.py::test_the_last_two_votes_close_the_round_once",
    ],
    "A20": [
        "tests/races/test_races.py::test_withdrawing_against_deciding_has_one_winner",
        "tests/races/test_races.py::test_voting_against_amending_never_counts_on_what_was_not_signed",
        "tests/races/test_races.py::test_suspending_against_drawing_has_a_clear_order",
    ],
    "A22": [
        "tests/races/test_races.py::test_customs_never_draws_more_than_is_left",
        "tests/races/test_races.py::test_one_customs_message_sent_twice_at_once_is_one_entry",
        "tests/api/licences/test_ledger.py::test_a_quantity_that_cannot_be_drawn_is_refused",
    ],
}
# Rows of which nothing can hold before a part is built.
WAITING = {
    "A10": "positions are signed by a digest and a session; there are no certificates to revoke, expire or distrust yet",
    "A46": "requirements are pinned by version, not by hash; there is no bill of materials and no audit in CI yet",
    "A50": "the checker of the faults shares no code with `verify`, but the two are not set against each other yet",
}
# What the tests of a row do not show yet, because a part of it is not built.
IN_PART = {
    "A1": "row-level security under the scope of the querysets",
    "A8": "the certificate of a signature",
    "A9": "the digest of the page as it was shown",
    "A15": "a scanner: a file that nobody has scanned is handed out, as a file to save",
    "A24": "the first moment of a draft, which is still the web server's",
    "A39": "the desk's scripts evaluate expressions, so its policy still says unsafe-eval",
    "A45": "a quota of each organisation",
}


def rows_here() -> set[str]:
    names = (re.match(r"test_a(\d\d)_", one.name) for one in HERE.glob("test_a*.py"))
    return {f"A{int(name[1])}" for name in names if name}


@pytest.mark.parametrize("row", IDS)
def test_a_row_has_its_test_or_its_reason_to_wait(row: str) -> None:
    proved = row in rows_here() or row in ELSEWHERE

    assert proved != (row in WAITING)


@pytest.mark.parametrize(("row", "name"), [(row, name) for row, names in ELSEWHERE.items() for name in names])
def test_what_is_proved_elsewhere_is_there(row: str, name: str) -> None:
    file, _, wanted = name.partition("::")
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))

    assert wanted in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_no_row_is_made_up() -> None:
    assert len(IDS) == 50
    assert rows_here() | set(ELSEWHERE) | set(WAITING) | set(IN_PART) <= set(IDS)
    assert set(IN_PART) & set(WAITING) == set()
