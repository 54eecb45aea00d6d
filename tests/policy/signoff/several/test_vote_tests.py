"""A test of votes by itself: when it is met, exactly, and how it is written down."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.choices import RuleKind, VoteBase, VoteBound, VoteCounted, VoteMeasure
from licensing.policy.signoff.rules import Rule
from licensing.policy.signoff.several.vote_tests import MeasuredTest, SeatGroup, VoteTest, are_met, split_ways
from tests.policy.ballots import rules


def measured(bound: VoteBound, value: str, base: str, *, share: Fraction | None = None, number: str = "") -> MeasuredTest:
    test = VoteTest(VoteCounted.FOR, bound, share=share, number=Decimal(number) if number else None)
    return MeasuredTest(test, Decimal(value), Decimal(base))


@pytest.mark.parametrize(
    ("bound", "met_at"),
    [
        (VoteBound.AT_LEAST, {"4", "5", "6"}),
        (VoteBound.MORE_THAN, {"5", "6"}),
        (VoteBound.AT_MOST, {"0", "3", "4"}),
        (VoteBound.LESS_THAN, {"0", "3"}),
    ],
)
def test_two_thirds_of_six_are_four(bound, met_at):
    values = ["0", "3", "4", "5", "6"]

    assert {value for value in values if measured(bound, value, "6", share=Fraction(2, 3)).is_met} == met_at
    assert {value for value in values if measured(bound, value, "6", number="4").is_met} == met_at


@pytest.mark.parametrize(
    ("bound", "met"),
    [
        (VoteBound.AT_LEAST, False),
        (VoteBound.MORE_THAN, False),
        (VoteBound.AT_MOST, True),
        (VoteBound.LESS_THAN, True),
    ],
)
def test_nothing_is_never_a_share_of_nothing(bound, met):
    assert measured(bound, "0", "0", share=Fraction(1, 2)).is_met is met


def test_a_share_is_compared_exactly_where_a_float_would_round():
    third = Fraction(1, 3)

    assert not measured(VoteBound.AT_LEAST, "0.3333333333333333", "1", share=third).is_met
    assert measured(VoteBound.AT_LEAST, "0.3333333333333334", "1", share=third).is_met
    assert not measured(VoteBound.AT_LEAST, "64.9999999999", "100", share=Fraction(65, 100)).is_met


@pytest.mark.parametrize(
    ("bound", "asked"),
    [(VoteBound.AT_LEAST, 4), (VoteBound.MORE_THAN, 4), (VoteBound.AT_MOST, 3), (VoteBound.LESS_THAN, 3)],
)
def test_the_number_of_seats_that_a_share_comes_to(bound, asked):
    assert measured(bound, "0", "7", share=Fraction(1, 2)).seats_asked == asked


@given(st.sampled_from(list(VoteBound)), st.integers(0, 9), st.fractions(0, 1, max_denominator=9) | st.integers(0, 9))
def test_the_number_of_seats_is_where_the_test_turns(bound, base, limit):
    share, number = (limit, "") if isinstance(limit, Fraction) else (None, str(limit))
    met = [value for value in range(11) if measured(bound, str(value), str(base), share=share, number=number).is_met]
    asked = measured(bound, "0", str(base), share=share, number=number).seats_asked

    assert asked == (min(met) if bound.is_floor else max(met)) or not met or met == [0]


def test_any_way_is_enough_and_a_way_is_all_of_its_tests():
    yes, no = measured(VoteBound.AT_LEAST, "5", "5", number="4"), measured(VoteBound.AT_LEAST, "3", "5", number="4")
    other = MeasuredTest(VoteTest(VoteCounted.FOR, VoteBound.AT_LEAST, number=Decimal(1), way=2), Decimal(1), Decimal(5))

    assert [are_met(one) for one in ([], [yes], [yes, no], [yes, no, other], [no])] == [True, True, False, True, False]
    assert list(split_ways([other, no, yes])) == [1, 2]


@given(rules([RuleKind.TESTS]))
def test_a_rule_of_several_tests_is_written_and_read_back(rule):
    assert Rule.parse(rule.as_data()) == rule


def test_what_is_as_usual_is_not_written_down():
    test = VoteTest(
        VoteCounted.AGAINST,
        VoteBound.AT_MOST,
        share=Fraction(1, 4),
        measure=VoteMeasure.WEIGHT,
        base=VoteBase.CAST,
        group="p",
        way=2,
        names=(("en", "Negative"),),
    )

    assert test.as_data() == {
        "way": 2,
        "counted": "against",
        "bound": "at_most",
        "share": "1/4",
        "measure": "weight",
        "base": "cast",
        "group": "p",
        "name_en": "Negative",
    }
    assert VoteTest(VoteCounted.FOR, VoteBound.AT_LEAST, number=Decimal(15)).as_data() == {
        "counted": "for",
        "bound": "at_least",
        "number": 15,
    }
    assert SeatGroup("p", ("A",)).as_data() == {"code": "p", "seats": ["A"]}
