"""Rules checked against their seats before they are published."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from licensing.choices import RuleKind, SeatRole, Tie, Veto
from licensing.policy.signoff.procedures.satisfiability import check_satisfiable
from licensing.policy.signoff.rules import Rule
from tests.policy.ballots import seats


def faults(rule: Rule, places: list) -> list[tuple[str, str]]:
    return [(gap.code, gap.path) for gap in check_satisfiable(rule, places)]


def test_a_rule_that_can_be_met_has_no_fault():
    places = [replace(seats(1)[0], chair=True), *seats(5)[1:]]

    assert faults(Rule(RuleKind.MAJORITY_CAST, quorum=Fraction(2, 3), tie=Tie.CHAIR), places) == []
    assert faults(Rule(RuleKind.SINGLE), places) == []


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Rule(RuleKind.K_OF_N, k=4), [("k_out_of_reach", "k")]),
        (Rule(RuleKind.WEIGHTED, threshold=Decimal("3.5")), [("threshold_out_of_reach", "threshold")]),
        (Rule(RuleKind.CONSENSUS, quorum=4), [("quorum_out_of_reach", "quorum")]),
        (Rule(RuleKind.SINGLE), [("no_chair", "seats")]),
        (Rule(RuleKind.MAJORITY_CAST, tie=Tie.CHAIR), [("no_chair_for_tie", "tie")]),
        (Rule(RuleKind.QUALIFIED, numerator=1, denominator=0), [("share_missing", "denominator")]),
    ],
)
def test_a_rule_its_three_seats_can_never_meet(rule, expected):
    assert faults(rule, seats(3)) == expected


def test_seats_that_contradict_themselves():
    first, second = seats(2, chair=True)
    places = [
        first,
        second,
        replace(first, chair=False, weight=-1),
        replace(seats(4)[3], role=SeatRole.CONSULTATIVE, veto=Veto.ABSOLUTE),
        replace(seats(5)[4], role=SeatRole.OBSERVER, explicit=True),
    ]

    assert faults(Rule(RuleKind.CONSENSUS), places) == [
        ("seat_twice", "seats.2.code"),
        ("weight_negative", "seats.2.weight"),
        ("veto_without_vote", "seats.3.veto"),
        ("cannot_speak", "seats.4.mandatory"),
        ("two_chairs", "seats"),
    ]


def test_a_stage_without_a_vote_says_only_that():
    assert faults(Rule(RuleKind.K_OF_N, k=3), seats(2, role=SeatRole.CONSULTATIVE)) == [("no_voting_seat", "seats")]
