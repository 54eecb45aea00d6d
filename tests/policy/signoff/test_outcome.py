"""What a round comes to: each rule, parameter, silence, veto and tie in turn."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensing.choices import Abstention, PositionChoice, RuleKind, SeatRole, Silence, Tie, Veto
from licensing.policy.signoff.rules import Rule
from licensing.policy.signoff.tally import tally
from licensing.policy.signoff.tally_types import PASSING, SeatPosition, TallySeat, Why
from tests.languages import render
from tests.policy.ballots import (
    ADJOURNED,
    CONDITIONS,
    ESCALATED,
    FAILED,
    PASSED,
    PENDING,
    outcome,
    rounds,
    say,
    seats,
)


def test_a_tie_of_no_votes_at_all_is_the_chairs_to_break_too():
    places = [TallySeat("c", "Chair", chair=True), *seats(1)]
    rule = Rule(RuleKind.MAJORITY_CAST, tie=Tie.CHAIR, silence=Silence.ABSTAIN)

    assert tally(rule, places, [], closed=True).missing == ("c",)
    assert outcome(rule, places, "- -", closed=True) == FAILED


@pytest.mark.parametrize(
    ("rule", "letters", "expected"),
    [
        (Rule(RuleKind.UNANIMITY), "A A A A", PASSED),
        (Rule(RuleKind.UNANIMITY), "A A A N", PASSED),
        (Rule(RuleKind.UNANIMITY), "A A A O", FAILED),
        (Rule(RuleKind.UNANIMITY), "B B B B", FAILED),
        (Rule(RuleKind.CONSENSUS), "B B N N", PASSED),
        (Rule(RuleKind.CONSENSUS, abstention=Abstention.AGAINST), "A A A B", FAILED),
        (Rule(RuleKind.MAJORITY_CAST), "A B B B", PASSED),
        (Rule(RuleKind.MAJORITY_CAST), "A A O B", PASSED),
        (Rule(RuleKind.MAJORITY_CAST, abstention=Abstention.AGAINST), "A A O B", FAILED),
        (Rule(RuleKind.MAJORITY_SEATS), "A A B B", FAILED),
        (Rule(RuleKind.MAJORITY_SEATS), "A A C B", CONDITIONS),
        (Rule(RuleKind.QUALIFIED, numerator=2, denominator=3), "A A O B", PASSED),
        (Rule(RuleKind.QUALIFIED, numerator=2, denominator=3), "A A O O", FAILED),
        (Rule(RuleKind.QUALIFIED, numerator=2, denominator=3, of_seats=True), "A A O B", FAILED),
        (Rule(RuleKind.QUALIFIED, numerator=2, denominator=3, of_seats=True), "A A A B", PASSED),
        (Rule(RuleKind.QUALIFIED, numerator=1, denominator=2), "B B B B", FAILED),
        (Rule(RuleKind.K_OF_N, k=2), "A A O O", PASSED),
        (Rule(RuleKind.K_OF_N, k=2), "A O O O", FAILED),
        (Rule(RuleKind.WEIGHTED, threshold=Decimal("2.5")), "A A O O", FAILED),
        (Rule(RuleKind.WEIGHTED, threshold=Decimal("2.5")), "A A A O", PASSED),
    ],
)
def test_each_rule_when_all_have_spoken(rule, letters, expected):
    assert outcome(rule, seats(4), letters) == expected


def test_unanimity_needs_mandatory_seats_and_counts_every_objection():
    places = [*seats(2, mandatory=True), TallySeat("x", "Other")]

    assert outcome(Rule(RuleKind.UNANIMITY), places, "A A B") == PASSED
    assert outcome(Rule(RuleKind.UNANIMITY), places, "A A O") == FAILED


@pytest.mark.parametrize(
    ("letter", "expected"),
    [("A", PASSED), ("C", CONDITIONS), ("O", FAILED), ("B", ESCALATED), ("N", ESCALATED), ("J", ADJOURNED)],
)
def test_a_single_chairs_word_is_the_outcome(letter, expected):
    places = [TallySeat("c", "Chair", chair=True), *seats(2)]

    assert outcome(Rule(RuleKind.SINGLE), places, f"{letter} C O") == expected


def test_a_single_chairs_decision_is_never_read_out_of_silence():
    places = [TallySeat("c", "Chair", chair=True), *seats(2)]

    result = tally(Rule(RuleKind.SINGLE, silence=Silence.NO_OBJECTION), places, say(places, "- A A"), closed=True)

    assert (result.outcome, result.missing) == (ESCALATED, ("c",))


@pytest.mark.parametrize(
    ("tie", "lower", "expected"),
    [
        (Tie.REFUSE, None, FAILED),
        (Tie.ESCALATE, None, ESCALATED),
        (Tie.LOWER_STANDS, None, FAILED),
        (Tie.LOWER_STANDS, PASSED, PASSED),
        (Tie.LOWER_STANDS, FAILED, FAILED),
        (Tie.LOWER_STANDS, ESCALATED, FAILED),
        (Tie.LOWER_STANDS, PENDING, FAILED),
        (Tie.CHAIR, None, ESCALATED),
    ],
)
@pytest.mark.parametrize("kind", [RuleKind.MAJORITY_CAST, RuleKind.MAJORITY_SEATS])
def test_a_tie_goes_where_the_rule_says_and_up_where_no_chair_is_left(kind, tie, lower, expected):
    assert outcome(Rule(kind, tie=tie), seats(4), "A C O O", lower=lower) == expected


def test_equal_votes_are_no_tie_of_seats_while_others_abstain():
    assert outcome(Rule(RuleKind.MAJORITY_SEATS, tie=Tie.ESCALATE), seats(4), "A O B B") == FAILED
    assert outcome(Rule(RuleKind.MAJORITY_CAST, tie=Tie.ESCALATE), seats(4), "A O B B") == ESCALATED


def test_the_chair_may_cast_against_or_with_conditions():
    places = [TallySeat("c", "Chair", chair=True), *seats(1)]
    rule, split = Rule(RuleKind.MAJORITY_CAST, tie=Tie.CHAIR), say(places, "A O")

    against = tally(rule, places, [*split, SeatPosition("c", PositionChoice.OBJECT, casting=True)], closed=False)
    conditions = tally(rule, places, [*split, SeatPosition("c", PositionChoice.CONDITIONS, casting=True)], closed=False)

    assert (against.outcome, conditions.outcome) == (FAILED, CONDITIONS)


@pytest.mark.parametrize(
    ("silence", "expected"),
    [
        (Silence.BLOCK, PENDING),
        (Silence.NO_OBJECTION, PASSED),
        (Silence.ABSTAIN, FAILED),
        (Silence.OBJECTION, FAILED),
        (Silence.ESCALATE, ESCALATED),
    ],
)
def test_silence_at_the_end_means_what_the_rule_says(silence, expected):
    rule = Rule(RuleKind.MAJORITY_SEATS, silence=silence)

    assert outcome(rule, seats(4), "A A O -", closed=True) == expected
    assert outcome(rule, seats(4), "A A O -") == PENDING


@pytest.mark.parametrize("silence", [Silence.BLOCK, Silence.ESCALATE])
def test_silence_holds_nothing_up_once_it_could_change_nothing(silence):
    rule = Rule(RuleKind.MAJORITY_SEATS, silence=silence)

    assert outcome(rule, seats(5), "A A A O -", closed=True) == PASSED
    assert outcome(rule, seats(5), "O O O A -", closed=True) == FAILED


@pytest.mark.parametrize(("silence", "expected"), [(Silence.BLOCK, PENDING), (Silence.ESCALATE, ESCALATED)])
def test_a_stage_never_passes_over_a_silent_mandatory_seat(silence, expected):
    places = [*seats(3), TallySeat("m", "Ministry", mandatory=True)]
    rule = Rule(RuleKind.K_OF_N, k=2, silence=silence, early_close=True)

    running = tally(rule, places, say(places, "A A A -"), closed=False)

    assert (running.outcome, running.settled, running.can_pass, running.missing) == (PENDING, False, True, ("m",))
    assert outcome(rule, places, "A A A -", closed=True) == expected


def test_silence_is_deemed_for_mandatory_seats_but_not_explicit_ones():
    mandatory = [*seats(2), TallySeat("m", "Ministry", mandatory=True)]
    explicit = [*seats(2), TallySeat("m", "Ministry", explicit=True)]
    rule = Rule(RuleKind.MAJORITY_CAST, silence=Silence.NO_OBJECTION)

    assert outcome(rule, mandatory, "A A -", closed=True) == PASSED
    assert outcome(rule, explicit, "A A -", closed=True) == ESCALATED


@pytest.mark.parametrize(
    ("silence", "expected"),
    [(Silence.NO_OBJECTION, PASSED), (Silence.BLOCK, PENDING), (Silence.ESCALATE, ESCALATED)],
)
def test_a_mandatory_adviser_must_speak_unless_silence_is_an_answer(silence, expected):
    places = [*seats(2), TallySeat("c", "Adviser", role=SeatRole.CONSULTATIVE, mandatory=True)]

    assert outcome(Rule(RuleKind.CONSENSUS, silence=silence), places, "A A -", closed=True) == expected


def test_silence_taken_as_objection_is_no_veto():
    places = [*seats(3), TallySeat("v", "Veto", veto=Veto.ABSOLUTE)]

    assert outcome(Rule(RuleKind.MAJORITY_CAST, silence=Silence.OBJECTION), places, "A A A -", closed=True) == PASSED


def test_the_missing_are_named_with_the_mandatory_ones_first():
    places = [TallySeat("a", "A"), TallySeat("b", "B", role=SeatRole.CONSULTATIVE), TallySeat("m", "M", mandatory=True)]

    assert tally(Rule(RuleKind.CONSENSUS), places, [], closed=False).missing == ("m", "a", "b")


def test_a_suspensive_veto_refers_up_and_an_absolute_one_refuses():
    for veto, expected in ((Veto.SUSPENSIVE, ESCALATED), (Veto.ABSOLUTE, FAILED)):
        places = [*seats(4), TallySeat("v", "Security Service", veto=veto)]
        result = tally(Rule(RuleKind.MAJORITY_CAST), places, say(places, "A A A A O"), closed=False)
        assert (result.outcome, result.why, result.vetoes) == (expected, Why.VETO, ("v",))
        assert "Security Service objects and holds a veto." in render(result.text, "en")


def test_an_absolute_criterion_cannot_be_out_voted():
    places = seats(3)

    result = tally(Rule(RuleKind.UNANIMITY), places, say(places, "A A A"), closed=False, absolute=["EU1 Arms embargo"])

    assert (result.outcome, result.why, result.can_pass) == (FAILED, Why.ABSOLUTE, False)
    assert "no vote can override it: EU1 Arms embargo." in render(result.text, "en")


@pytest.mark.parametrize(
    ("kind", "letters", "expected"),
    [
        (RuleKind.CONSENSUS, "A A A J", ADJOURNED),
        (RuleKind.CONSENSUS, "A A O J", FAILED),
        (RuleKind.UNANIMITY, "A A A J", ADJOURNED),
        (RuleKind.MAJORITY_CAST, "A J J J", ADJOURNED),
        (RuleKind.MAJORITY_CAST, "A A J J", PASSED),
    ],
)
def test_one_request_adjourns_unanimity_but_a_majority_needs_most(kind, letters, expected):
    assert outcome(Rule(kind), seats(4), letters) == expected


def test_a_settled_round_closes_early_only_where_its_rule_says_so():
    places = seats(5)
    spoken = say(places, "A A A - -")

    early = tally(Rule(RuleKind.MAJORITY_SEATS, early_close=True), places, spoken, closed=False)
    patient = tally(Rule(RuleKind.MAJORITY_SEATS), places, spoken, closed=False)

    assert (early.outcome, early.settled) == (PASSED, True)
    assert (patient.outcome, patient.settled, patient.missing) == (PENDING, True, ("s4", "s5"))
    assert render(patient.text, "en").endswith(
        "Still to speak: Seat 4, Seat 5. Not closed yet, but nothing still to be said can change the outcome."
    )


def test_a_round_can_be_past_passing_before_it_is_settled():
    places = seats(4)

    result = tally(Rule(RuleKind.MAJORITY_CAST, tie=Tie.ESCALATE), places, say(places, "O O A -"), closed=False)

    assert (result.outcome, result.settled, result.can_pass) == (PENDING, False, False)
    assert render(result.text, "en").endswith("Not decided yet; it can no longer pass.")


def test_nothing_is_settled_while_the_quorum_may_still_fail():
    places = seats(7)
    rule = Rule(RuleKind.K_OF_N, k=2, quorum=5, early_close=True)

    assert not tally(rule, places, say(places, "A A - - - - -"), closed=False).settled
    assert tally(rule, places, say(places, "A A O O O - -"), closed=False).settled


def test_a_suspensive_veto_beside_an_absolute_one_keeps_it_unsettled():
    places = [
        *seats(3),
        TallySeat("s", "Suspensive", veto=Veto.SUSPENSIVE),
        TallySeat("a", "Absolute", veto=Veto.ABSOLUTE),
    ]

    result = tally(Rule(RuleKind.K_OF_N, k=3), places, say(places, "O O O - -"), closed=False)

    assert (result.settled, result.can_pass) == (False, False)


@pytest.mark.parametrize(
    ("letters", "at_limit", "expected", "why"),
    [
        ("- - -", PASSED, PASSED, Why.LIMIT),
        ("- - -", FAILED, FAILED, Why.LIMIT),
        ("- - -", ESCALATED, ESCALATED, Why.LIMIT),
        ("C - -", PASSED, CONDITIONS, Why.LIMIT),
        ("O - -", PASSED, PASSED, Why.LIMIT),
        ("O O -", PASSED, FAILED, Why.VOTES),
        ("A A -", FAILED, PASSED, Why.VOTES),
        ("A A -", ESCALATED, PASSED, Why.VOTES),
    ],
)
def test_at_the_legal_limit_what_was_said_decides_and_silence_is_taken_for_nothing(letters, at_limit, expected, why):
    places = seats(3)
    rule = Rule(RuleKind.MAJORITY_SEATS, silence=Silence.NO_OBJECTION, early_close=False)

    result = tally(rule, places, say(places, letters), closed=False, at_limit=at_limit)

    assert (result.outcome, result.why, result.deemed, result.missing) == (expected, why, (), ())


@given(rounds(), st.sampled_from([PASSED, FAILED, ESCALATED]))
def test_whatever_was_said_the_legal_limit_ends_a_round_and_turns_no_objection_round(round_, at_limit):
    heard = {"closed": False, "absolute": round_.absolute, "lower": round_.lower, "at_limit": at_limit}

    result = tally(round_.rule, round_.seats, round_.positions, **heard)

    assert result.outcome != PENDING
    if result.why is Why.LIMIT and result.outcome in PASSING:
        assert (result.absolute, result.vetoes, result.can_pass) == ((), (), True)


def test_an_outcome_at_the_legal_limit_says_that_nobody_signed_it():
    places = seats(2)
    rule = Rule(RuleKind.UNANIMITY)

    deemed = tally(rule, places, say(places, "A -"), closed=False, at_limit=PASSED)
    referred = tally(rule, places, say(places, "A -"), closed=False, at_limit=ESCALATED)

    assert render(deemed.text, "en").endswith("The procedure deems the outcome; nobody signed it. Passed.")
    assert render(referred.text, "en").endswith("Referred up because the legal time limit passed.")
