"""A list of tests that can never pass, never fail, or speaks of nobody, is refused with the count that shows it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from licensing.choices import PositionChoice, RuleKind, Silence
from licensing.policy.signoff.rules import Rule
from licensing.policy.signoff.several.reaching import find_test_gaps
from licensing.policy.signoff.tally import tally
from licensing.policy.signoff.tally_types import PASSING, SeatPosition, TallySeat
from tests.languages import render
from tests.policy.ballots import Round, rounds, seats


def gaps_of(*tests: dict[str, Any], places: list[TallySeat] | None = None, **rule: Any) -> list[tuple[str, str, str]]:
    parsed = Rule.parse({"kind": "tests", "tests": list(tests), **rule})
    found = find_test_gaps(parsed, places or seats(4))
    return [(gap.code, gap.path, render(gap.message, "en")) for gap in found]


def ask(counted: str, bound: str, **more: Any) -> dict[str, Any]:
    return {"counted": counted, "bound": bound, **more}


def test_a_list_that_can_never_pass_is_refused_with_its_best_count():
    assert gaps_of(ask("for", "at_least", number=5)) == [
        (
            "never_passes",
            "tests",
            "No votes could ever pass it. With every seat for: seats for – 4 of 4, at least 5 needed: not met.",
        )
    ]
    assert [code for code, *_rest in gaps_of(ask("for", "more_than", share="1/1"))] == ["never_passes"]


def test_two_tests_that_exclude_each_other_are_refused():
    heavy = [TallySeat("A", "A", weight=3), TallySeat("B", "B", weight=1)]
    both = ask("for", "at_least", number=5, measure="weight"), ask("for", "at_least", number=1)

    assert [code for code, *_rest in gaps_of(*both, places=heavy)] == ["never_passes"]


def test_a_list_that_can_never_fail_is_refused_with_its_worst_count():
    assert gaps_of(ask("against", "at_most", share="1/1")) == [
        (
            "never_fails",
            "tests",
            (
                "It would pass whatever is said. With every seat against: "
                "seats against – 4 of 4 (100 %), at most 100 % allowed: met."
            ),
        )
    ]


def test_a_way_that_nobody_could_go_is_refused():
    found = gaps_of(ask("for", "at_least", number=2), ask("for", "at_least", number=9, way=2))

    assert [(code, path) for code, path, _words in found] == [("way_never_passes", "tests.1.way")]


def test_a_quorum_that_can_never_be_there_is_refused():
    found = gaps_of(ask("for", "at_least", number=2), quorum_tests=[ask("spoke", "at_least", number=5)])

    assert [(code, path) for code, path, _words in found] == [("quorum_out_of_reach", "quorum_tests")]


@pytest.mark.parametrize(
    ("group", "expected"),
    [
        (["s1", "s2"], []),
        (["x", "y"], [("group_without_seats", "groups.0.seats")]),
        (["s1", "y"], [("group_seat_without_vote", "groups.0.seats")]),
    ],
)
def test_a_group_is_of_seats_that_vote_in_the_stage(group, expected):
    found = gaps_of(ask("for", "at_least", share="1/2", group="p"), groups=[{"code": "p", "seats": group}])

    assert [(code, path) for code, path, _words in found] == expected


def test_a_group_that_is_not_there_and_one_that_no_test_counts_are_refused():
    unknown = gaps_of(ask("for", "at_least", number=1, group="p"))
    idle = gaps_of(ask("for", "at_least", number=1), groups=[{"code": "p", "seats": ["s1"]}])

    assert [(code, path) for code, path, _words in unknown] == [("unknown_group", "tests.0.group")]
    assert [(code, path) for code, path, _words in idle] == [("idle", "groups.0.code")]


@pytest.mark.walk
@given(rounds(kinds=[RuleKind.TESTS], most_seats=4))
def test_a_list_is_refused_exactly_when_no_votes_or_all_votes_pass_it(round_: Round):
    """Held against every vote of every seat; the group of the drawn rules may have seats that are not there."""
    rule = Rule.parse(round_.rule.as_data() | {"silence": Silence.BLOCK.value})
    places = [TallySeat(seat.code, seat.name, weight=seat.weight) for seat in round_.seats]
    known = {seat.code for seat in places}
    if not all(known >= set(group.seats) for group in rule.groups):
        return
    codes = {gap.code for gap in find_test_gaps(rule, places)} - {"idle", "way_never_passes"}
    choices = [PositionChoice.APPROVE, PositionChoice.OBJECT, PositionChoice.ABSTAIN]
    ends = set[bool]()
    for number in range(3 ** len(places)):
        said = [SeatPosition(seat.code, choices[number // 3**at % 3]) for at, seat in enumerate(places)]
        counted = tally(rule, places, said, closed=True)
        if counted.numbers.has_quorum:
            ends.add(counted.outcome in PASSING)

    if "quorum_out_of_reach" in codes:
        assert not ends
    else:
        assert ("never_passes" in codes, "never_fails" in codes) == (True not in ends, False not in ends)
