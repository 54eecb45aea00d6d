"""The tests of a rule as rows of the page that tries it."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

from licensing.admin.signoff.trial_tests import build_trial_tests, list_filled_tests, list_typed_tests, write_tests
from licensing.policy.signoff.rules import Rule

BODIES = Path(__file__).resolve().parents[3] / "seeds/example/bodies"


def _load(body: str) -> Rule:
    return Rule.parse(tomllib.loads((BODIES / f"{body}.toml").read_text(encoding="utf-8"))["rule"])


def test_the_tests_of_a_rule_are_typed_and_written_back_but_for_their_names() -> None:
    for body in sorted(BODIES.glob("*.toml")):
        rule = _load(body.stem)
        rows = build_trial_tests(list_typed_tests(rule), 6)

        again = Rule.parse({"kind": "tests", **write_tests(rows)})

        assert [replace(one, group="", names=()) for one in again.tests] == [
            replace(one, group="", names=()) for one in rule.tests
        ]
        assert [group.seats for group in again.groups] == [group.seats for group in rule.groups]


def test_a_row_that_counts_nothing_is_left_out_and_what_is_no_number_is_left_to_the_rule() -> None:
    typed = {"test-0-share": "1/2", "test-1-counted": "for", "test-1-number": "many", "test-1-way": "one"}
    rows = build_trial_tests(typed, 3)

    assert {name: len(found) for name, found in list_filled_tests(rows).items()} == {"tests": 1, "quorum_tests": 0}
    test = {"counted": "for", "measure": "seats", "bound": "at_least", "base": "eligible", "number": "many", "way": "one"}
    assert write_tests(rows) == {"tests": [test]}
