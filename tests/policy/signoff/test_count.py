"""Who is asked, who is present, and what the positions add up to."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.choices import Abstention, PositionChoice, QuorumBase, RuleKind, SeatRole, Silence, Tie, Veto
from licensing.policy.signoff.rules import Rule
from licensing.policy.signoff.tally import tally
from licensing.policy.signoff.tally_types import SeatPosition, TallySeat
from tests.languages import render
from tests.policy.ballots import (
    ESCALATED,
    FAILED,
    PASSED,
    PENDING,
    outcome,
    rounds,
    say,
    seats,
)


def test_unanimity_says_how_many_of_those_who_take_a_side_must_agree():
    places = seats(3, mandatory=True)

    passed = tally(Rule(RuleKind.UNANIMITY), places, say(places, "A N N"), closed=False)
    waiting = tally(Rule(RuleKind.UNANIMITY), places, say(places, "A N -"), closed=False)
    against = tally(Rule(RuleKind.UNANIMITY, abstention=Abstention.AGAINST), places, say(places, "A A B"), closed=False)

    assert [(one.outcome, one.numbers.needed) for one in (passed, waiting, against)] == [(PASSED, 1), (PENDING, 2), (FAILED, 3)]
    assert render(passed.text, "en").startswith("1 for, 0 against; 1 of 3 seats must agree, since the rest take no side.")
    assert render(passed.text, "uk").startswith(
        "За — 1, проти — 0; потрібна згода: 1 із 3, бо решта не висловилася ні за, ні проти."
    )


def test_a_casting_vote_counts_for_nothing_without_a_tie():
    places = [TallySeat("c", "Chair", chair=True), *seats(2)]
    spoken = [*say(places, "A O O"), SeatPosition("c", PositionChoice.APPROVE, casting=True)]

    result = tally(Rule(RuleKind.MAJORITY_CAST, tie=Tie.CHAIR), places, spoken, closed=False)

    assert (result.outcome, result.numbers.votes_for, result.numbers.casting) == (FAILED, 1, None)


@pytest.mark.parametrize(
    ("abstention", "expected"),
    [(Abstention.IGNORED, PASSED), (Abstention.AGAINST, FAILED), (Abstention.ABSENT, ESCALATED)],
)
def test_whether_an_abstention_makes_the_quorum_depends_on_the_rule(abstention, expected):
    rule = Rule(RuleKind.MAJORITY_CAST, quorum=3, abstention=abstention)

    assert outcome(rule, seats(4), "A B B B") == expected


@pytest.mark.parametrize(("base", "needed"), [(QuorumBase.ELIGIBLE, 3), (QuorumBase.ALL_SEATS, 5)])
def test_a_quorum_is_counted_over_the_base_that_recusal_leaves(base, needed):
    places = [replace(seat, recused=index >= 4) for index, seat in enumerate(seats(7))]
    rule = Rule(RuleKind.MAJORITY_CAST, quorum=Fraction(2, 3), quorum_base=base)

    result = tally(rule, places, say(places, "A A A O - - -"), closed=False)

    assert (result.numbers.quorum_needed, result.numbers.quorum_present, result.numbers.recused) == (needed, 4, 3)
    assert result.outcome == (PASSED if base == QuorumBase.ELIGIBLE else ESCALATED)
    assert "Recused and left out: Seat 5, Seat 6, Seat 7." in render(result.text, "en")


def test_a_majority_of_seats_follows_the_same_base():
    places = [replace(seat, recused=index >= 3) for index, seat in enumerate(seats(6))]

    assert outcome(Rule(RuleKind.MAJORITY_SEATS), places, "A A O - - -") == PASSED
    assert outcome(Rule(RuleKind.MAJORITY_SEATS, quorum_base=QuorumBase.ALL_SEATS), places, "A A O - - -") == FAILED


def test_a_recused_seat_counts_for_nothing_even_if_it_had_spoken():
    places = [*seats(2), TallySeat("r", "Recused", recused=True, veto=Veto.ABSOLUTE, mandatory=True)]

    result = tally(Rule(RuleKind.CONSENSUS), places, say(places, "A A O"), closed=False)

    assert (result.outcome, result.dissent, result.vetoes) == (PASSED, (), ())


def test_advisers_are_heard_but_not_counted_and_observers_are_neither():
    places = [
        *seats(2),
        TallySeat("c", "Adviser", role=SeatRole.CONSULTATIVE),
        TallySeat("o", "Observer", role=SeatRole.OBSERVER),
        TallySeat("s", "Secretary", role=SeatRole.SECRETARY),
    ]
    rule = Rule(RuleKind.CONSENSUS)

    waiting = tally(rule, places, say(places, "A A - - -"), closed=False)
    heard = tally(rule, places, say(places, "A A O O O"), closed=False)

    assert (waiting.outcome, waiting.missing) == (PENDING, ("c",))
    assert (heard.outcome, heard.dissent, heard.numbers.objections) == (PASSED, ("c",), 0)
    assert outcome(rule, places, "A A - - -", closed=True) == PASSED


@pytest.mark.parametrize(
    ("places", "positions"),
    [
        (seats(2) + seats(1), []),
        (seats(2), [SeatPosition("s1", PositionChoice.APPROVE), SeatPosition("s1", PositionChoice.OBJECT)]),
        (seats(2), [SeatPosition("nobody", PositionChoice.APPROVE)]),
        (seats(2), [SeatPosition("s1", PositionChoice.APPROVE, casting=True)]),
    ],
)
def test_tally_refuses_what_the_database_would_never_hold(places, positions):
    with pytest.raises(ValueError):  # noqa: PT011 - the act has its own sentence; this is a fault of the caller
        tally(Rule(RuleKind.CONSENSUS), places, positions, closed=False)


@given(rounds(), st.booleans())
def test_the_figures_add_up(round_, closed):
    result = round_.tally(closed=closed)
    numbers = result.numbers
    said = sum(
        (
            numbers.approvals,
            numbers.conditions,
            numbers.objections,
            numbers.abstentions,
            numbers.no_views,
            numbers.adjourns,
        )
    )

    assert said + numbers.silent + numbers.recused == numbers.seats
    assert numbers.deemed <= numbers.silent
    assert numbers.votes_for + numbers.votes_against <= numbers.seats
    assert numbers.quorum_present <= numbers.seats
    assert not (result.passed and not result.can_pass)
    assert render(result.text, "en")
    assert render(result.text, "uk")
    assert "Why" not in render(result.text, "en")
    assert "None" not in render(result.text, "en") + render(result.text, "uk")


VECTOR_4 = Rule(RuleKind.MAJORITY_CAST, quorum=5, silence=Silence.NO_OBJECTION)


@pytest.mark.parametrize(
    ("letters", "of_all", "of_spoken"),
    [
        ("A A O O - - -", PASSED, ESCALATED),
        ("A - - - - - -", PASSED, ESCALATED),
        ("O O O - - - -", PASSED, ESCALATED),
        ("A A A O O - -", PASSED, PASSED),
        ("O O O A A - -", PASSED, PASSED),
        ("O O O O A - -", FAILED, FAILED),
    ],
)
def test_whether_silence_fills_the_quorum_is_said_by_the_rule(letters, of_all, of_spoken):
    places = seats(7)

    assert outcome(VECTOR_4, places, letters, closed=True) == of_all
    assert outcome(replace(VECTOR_4, quorum_of_spoken=True), places, letters, closed=True) == of_spoken


def test_a_quorum_of_those_who_spoke_says_so():
    rule = replace(VECTOR_4, quorum_of_spoken=True)

    result = tally(rule, seats(7), say(seats(7), "A - - - - - -"), closed=True)

    assert (result.numbers.quorum_present, result.numbers.votes_for) == (1, 7)
    assert "is not met: 1 present. Seats that have not spoken are not present." in render(result.text, "en")


@pytest.mark.parametrize(
    ("letters", "at_least", "more_than"),
    [("A A A A O O", PASSED, FAILED), ("A A A A A O", PASSED, PASSED), ("A A A O O O", FAILED, FAILED)],
)
def test_a_strict_majority_is_more_than_its_share(letters, at_least, more_than):
    rule = Rule(RuleKind.QUALIFIED, numerator=2, denominator=3)
    strict = replace(rule, strict=True)

    assert outcome(rule, seats(6), letters) == at_least
    assert outcome(strict, seats(6), letters) == more_than
    assert tally(strict, seats(6), say(seats(6), letters), closed=False).numbers.needed == 5


@pytest.mark.parametrize(
    ("letters", "silence", "anybody", "somebody"),
    [
        ("B B B", Silence.BLOCK, PASSED, FAILED),
        ("B B N", Silence.BLOCK, PASSED, FAILED),
        ("A B B", Silence.BLOCK, PASSED, PASSED),
        ("B B -", Silence.NO_OBJECTION, PASSED, PASSED),
        ("B B -", Silence.ABSTAIN, PASSED, FAILED),
    ],
)
def test_a_consensus_may_need_somebody_who_is_for_it(letters, silence, anybody, somebody):
    rule = Rule(RuleKind.CONSENSUS, silence=silence)

    assert outcome(rule, seats(3), letters, closed=True) == anybody
    assert outcome(replace(rule, somebody_for=True), seats(3), letters, closed=True) == somebody
