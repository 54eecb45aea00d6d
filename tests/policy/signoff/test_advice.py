"""Advice per item: what a stage comes to on each, by its own rule; and what is wrong with advice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.choices import ItemAdvice, ItemOutcome, PositionChoice, RuleKind, Silence, StageOutcome
from licensing.policy.signoff.advice import AdvisedRound, find_advice_gaps, read_advice
from licensing.policy.signoff.rules import Rule
from licensing.policy.signoff.tally import tally
from tests.languages import render
from tests.policy.ballots import Round, rounds, say, seats

A, P, R, N = ItemAdvice.APPROVE, ItemAdvice.PROVISO, ItemAdvice.REFUSE, ItemAdvice.NOT_REQUIRED


def find(letters: str, *advice: ItemAdvice | None, rule: Rule | None = None, closed: bool = True) -> ItemOutcome:
    """The outcome on item 1 of seats that say so, each with its advice on it."""
    places = seats(len(letters.split()))
    own = {seat.code: {1: one} for seat, one in zip(places, advice, strict=True) if one is not None}
    round = AdvisedRound(rule or Rule(RuleKind.CONSENSUS), places, say(places, letters), own, closed)
    return round.find_outcome(1)


# How the advice of two departments on one of the goods is combined, as the open code of a licensing service has it: approve and
# proviso are a proviso, approve and no licence required are no licence required, any other mix is conflicting. What is said for
# and against is settled here by the rule of the stage.
@pytest.mark.parametrize(
    ("advice", "expected"),
    [
        ((A, A), ItemOutcome.APPROVE),
        ((A, P), ItemOutcome.PROVISO),
        ((P, P), ItemOutcome.PROVISO),
        ((A, N), ItemOutcome.NOT_REQUIRED),
        ((N, N), ItemOutcome.NOT_REQUIRED),
        ((P, N), ItemOutcome.CONFLICTING),
        ((A, R), ItemOutcome.REFUSE),
        ((R, R), ItemOutcome.REFUSE),
        ((N, R), ItemOutcome.REFUSE),
        ((None, P), ItemOutcome.PROVISO),
        ((None, None), ItemOutcome.APPROVE),
    ],
)
def test_the_advice_of_two_seats_on_an_item_is_combined(advice, expected):
    assert find("A A", *advice) == expected


def test_an_item_may_come_out_otherwise_than_the_request():
    assert find("A A O", None, R, R) == ItemOutcome.REFUSE
    assert find("O O A", A, A, None) == ItemOutcome.APPROVE


def test_the_rule_of_the_stage_decides_on_each_item():
    majority = Rule(RuleKind.MAJORITY_CAST)

    assert find("A A A", R, A, A, rule=majority) == ItemOutcome.APPROVE
    assert find("A A A", R, R, A, rule=majority) == ItemOutcome.REFUSE
    assert find("A A -", None, None, None, rule=majority, closed=False) == ItemOutcome.OPEN
    silent = Rule(RuleKind.MAJORITY_CAST, silence=Silence.NO_OBJECTION)
    assert find("A - -", R, None, None, rule=silent) == ItemOutcome.APPROVE


@given(rounds(), st.booleans())
def test_without_advice_an_item_comes_out_as_the_request(round_: Round, closed: bool):
    advised = AdvisedRound(round_.rule, round_.seats, round_.positions, {}, closed, round_.lower)
    counted = tally(round_.rule, round_.seats, round_.positions, closed=closed, lower=round_.lower)

    expected = {
        StageOutcome.PASSED: ItemOutcome.APPROVE,
        StageOutcome.PASSED_WITH_CONDITIONS: ItemOutcome.PROVISO,
        StageOutcome.NOT_PASSED: ItemOutcome.REFUSE,
    }
    assert advised.find_outcome(1) == expected.get(counted.outcome, ItemOutcome.OPEN)


@pytest.mark.parametrize(
    ("rows", "choice", "gaps"),
    [
        ([{"item": 1, "advice": "refuse"}], PositionChoice.APPROVE, []),
        ([{"item": 9, "advice": "refuse"}], PositionChoice.APPROVE, [("unknown", "items.0.item")]),
        ([{"item": 1, "advice": "approve"}] * 2, PositionChoice.OBJECT, [("twice", "items.1.item")]),
        ([{"item": 1, "advice": "maybe"}], PositionChoice.APPROVE, [("unknown_choice", "items.0.advice")]),
        ([{"item": 1, "advice": "approve"}], PositionChoice.ABSTAIN, [("invalid", "items.0.advice")]),
        ([{"item": 1, "advice": "proviso"}], PositionChoice.APPROVE, [("invalid", "items.0.advice")]),
        ([{"item": 1, "advice": "proviso"}], PositionChoice.CONDITIONS, []),
    ],
)
def test_what_is_wrong_with_advice_is_named(rows, choice, gaps):
    found = list(find_advice_gaps(rows, choice, [1, 2]))

    assert [(gap.code, gap.path) for gap in found] == gaps
    assert all(render(gap.message, "uk") for gap in found)


def test_advice_is_read_by_the_number_of_its_item():
    assert read_advice([{"item": 2, "advice": "not_required"}]) == {2: N}
