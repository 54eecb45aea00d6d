"""The tally against the acceptance vectors of the field, and what holds whatever the rule, seats and positions."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from licensing.choices import Abstention, PositionChoice, RuleKind, Silence, StageOutcome, Tie
from licensing.messages import TranslatedText
from licensing.policy.signoff.rules import Rule
from licensing.policy.signoff.tally import tally, was_decisive
from licensing.policy.signoff.tally_types import PASSING, SeatPosition, Tally, TallySeat, Why
from tests.languages import render
from tests.policy.ballots import (
    CONDITIONS,
    ESCALATED,
    FAILED,
    PASSED,
    PENDING,
    Round,
    outcome,
    rounds,
    say,
    seats,
)

GENERAL_STAFF = TranslatedText({"en": "General Staff", "uk": "Генеральний штаб"})


# The vectors


def test_v1_unanimity_ignores_an_abstention_unless_it_counts_against():
    places = seats(5, mandatory=True)

    result = tally(Rule(RuleKind.UNANIMITY), places, say(places, "A A C A B"), closed=False)
    assert (result.outcome, result.numbers.needed, result.numbers.base) == (CONDITIONS, 4, 5)
    assert render(result.text, "en") == (
        "4 for, 0 against; 4 of 5 seats must agree, since the rest take no side. "
        "Abstained: 1 (present but not counted). Passed with conditions."
    )
    assert outcome(Rule(RuleKind.UNANIMITY, abstention=Abstention.AGAINST), places, "A A C A B") == FAILED


def test_v2_consensus_needs_only_that_nobody_objects():
    assert outcome(Rule(RuleKind.CONSENSUS), seats(5), "A A B B B") == PASSED
    assert outcome(Rule(RuleKind.CONSENSUS), seats(5), "A A B B O") == FAILED


def test_v4_silence_after_the_deadline_is_no_objection_and_recorded():
    places = seats(7)
    rule = Rule(RuleKind.MAJORITY_CAST, quorum=5, silence=Silence.NO_OBJECTION)

    result = tally(rule, places, say(places, "A A O O - - -"), closed=True)

    assert (result.outcome, result.numbers.votes_for, result.numbers.votes_against) == (PASSED, 5, 2)
    assert result.deemed == tuple((code, PositionChoice.APPROVE) for code in ("s5", "s6", "s7"))
    assert render(result.text, "en") == (
        "5 for, 2 against of 7 cast; more than half (4) is needed. "
        "The quorum of 5 out of 7 is met: 7 present. "
        "3 silent seats are taken as no objection: Seat 5, Seat 6, Seat 7. "
        "Passed."
    )
    assert render(result.text, "uk") == (
        "За — 5, проти — 2, усього подано голосів: 7; потрібно більше половини (4). "
        "Кворум (5 із 7) є: присутніх — 7. "
        "Мовчання 3 місць зараховано як відсутність заперечень: Seat 5, Seat 6, Seat 7. "
        "Рішення: погоджено."
    )


def test_v5_a_tie_waits_for_a_casting_vote_beside_the_chairs_own():
    places = seats(6)
    places[2] = replace(places[2], chair=True)
    rule = Rule(RuleKind.MAJORITY_CAST, tie=Tie.CHAIR)
    spoken = say(places, "A A A O O O")

    waiting = tally(rule, places, spoken, closed=True)
    cast = tally(rule, places, [*spoken, SeatPosition("s3", PositionChoice.APPROVE, casting=True)], closed=True)

    assert (waiting.outcome, waiting.missing, waiting.all_spoken, waiting.can_pass) == (PENDING, ("s3",), False, True)
    assert render(waiting.text, "en").endswith("The votes are equal. The chair's casting vote is awaited. Not decided yet.")
    assert (cast.outcome, cast.numbers.votes_for, cast.numbers.votes_against) == (PASSED, 3, 3)
    assert cast.numbers.casting == PositionChoice.APPROVE
    assert render(cast.text, "uk").endswith("Голоси розділилися порівну; вирішальний голос голови — за. Рішення: погоджено.")


WEIGHED = [
    TallySeat(code, code, weight=weight)
    for code, weight in {"MoD": 3, "GS": 2, "MFA": 2, "SBU": 2, "econ": 1, "intel": 1, "SSECU": 1}.items()
]


@pytest.mark.parametrize("silence", [Silence.ABSTAIN, Silence.OBJECTION])
def test_v7_and_v8_a_weighted_threshold_is_reached_or_missed_by_one(silence):
    rule = Rule(RuleKind.WEIGHTED, threshold=Decimal(8), silence=silence)

    short = tally(rule, WEIGHED, say(WEIGHED, "A O A A - - -"), closed=True)
    enough = tally(rule, WEIGHED, say(WEIGHED, "A O A A - - C"), closed=True)

    assert (short.outcome, short.numbers.weight_for, short.numbers.base) == (FAILED, Decimal(7), Decimal(12))
    assert (enough.outcome, enough.numbers.weight_for) == (CONDITIONS, Decimal(8))


def test_v11_the_chair_decides_alone_after_hearing_all():
    places = seats(5)
    places[4] = replace(places[4], chair=True)
    rule = Rule(RuleKind.SINGLE, early_close=True)

    assert outcome(rule, places, "A O O O A") == PASSED
    unheard = tally(rule, places, say(places, "- O O O A"), closed=False)
    assert (unheard.outcome, unheard.settled, unheard.missing) == (PENDING, False, ("s1",))
    assert outcome(rule, places, "- O O O A", closed=True) == PASSED


def test_dl10_a_silent_explicit_seat_is_referred_up_and_never_deemed():
    places = [*seats(3), TallySeat("gs", GENERAL_STAFF, explicit=True)]
    rule = Rule(RuleKind.MAJORITY_CAST, silence=Silence.NO_OBJECTION)

    result = tally(rule, places, say(places, "A A - -"), closed=True)

    assert (result.outcome, result.why, result.missing) == (ESCALATED, Why.SILENCE, ("gs",))
    assert result.deemed == (("s3", PositionChoice.APPROVE),)
    assert "silence does not count for them: General Staff." in render(result.text, "en")
    assert render(result.text, "uk").endswith(
        "До кінця строку не висловилися, а мовчання їм не зараховується: Генеральний штаб. "
        "Рішення: передано на вищий рівень через мовчання."
    )


def test_a_late_recusal_matters_only_if_the_seat_was_decisive():
    places = seats(5)
    rule = Rule(RuleKind.MAJORITY_CAST)

    assert not was_decisive("s1", rule, places, say(places, "A A A A O"))
    assert not was_decisive("s5", rule, places, say(places, "A A A O O"))
    assert was_decisive("s1", rule, places, say(places, "A A A O O"))


# Whatever the rule, the seats and the positions


def verdict_of(result: Tally) -> StageOutcome:
    """Conditions may always be added; they do not turn a pass."""
    return StageOutcome.PASSED if result.outcome in PASSING else result.outcome


SILENT = None


def completions(round_: Round, *, or_silence: bool = False) -> Iterator[Round]:
    """Every way in which the silent seats may speak (or stay silent); seats that are alike are not distinguished."""
    alike: dict[TallySeat, list[str]] = {}
    for seat in round_.silent:
        alike.setdefault(replace(seat, code="", name=""), []).append(seat.code)
    choices = [choice for choice in PositionChoice if choice != PositionChoice.CONDITIONS]
    said = [*choices, SILENT] if or_silence else choices
    spoken = (
        [list(zip(codes, picked, strict=True)) for picked in itertools.combinations_with_replacement(said, len(codes))]
        for codes in alike.values()
    )
    for combined in itertools.product(*spoken):
        pairs = itertools.chain.from_iterable(combined)
        yield round_.with_said(SeatPosition(code, choice) for code, choice in pairs if choice is not SILENT)


@given(rounds(), st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_seats_and_positions_never_matters(round_, closed, random):
    places, positions = list(round_.seats), list(round_.positions)
    random.shuffle(places)
    random.shuffle(positions)

    there = round_.tally(closed=closed)
    here = replace(round_, seats=tuple(places), positions=tuple(positions)).tally(closed=closed)

    assert (here.outcome, here.why, here.settled, here.can_pass, here.numbers) == (
        there.outcome,
        there.why,
        there.settled,
        there.can_pass,
        there.numbers,
    )
    assert set(here.missing) == set(there.missing)
    assert set(here.deemed) == set(there.deemed)


@given(rounds(), st.booleans(), st.data())
def test_one_more_approval_never_turns_a_pass_into_a_failure(round_, closed, data):
    """Under every rule, open or closed, whether the seat was silent before or had said anything else."""
    places = [seat for seat in round_.seats if seat.is_asked]
    if not places:
        return
    seat = data.draw(st.sampled_from(places))
    others = tuple(said for said in round_.positions if said.casting or said.seat != seat.code)

    before = round_.tally(closed=closed)
    after = replace(round_, positions=(*others, SeatPosition(seat.code, PositionChoice.APPROVE))).tally(closed=closed)

    event(f"{before.outcome} -> {after.outcome}")
    if before.outcome in PASSING:
        assert after.outcome in PASSING
    if before.can_pass:
        assert after.can_pass


@given(rounds(), st.data())
def test_changing_to_an_objection_never_turns_a_failure_into_a_pass(round_, data):
    """Only in place of a vote: an objection that completes a quorum or a tie may let the others, or the tie, decide."""
    without_vote = {PositionChoice.ABSTAIN, PositionChoice.NO_VIEW}
    spoken = [said for said in round_.positions if not said.casting and said.choice not in without_vote]
    if not spoken:
        return
    said = data.draw(st.sampled_from(spoken))
    others = tuple(other for other in round_.positions if other != said)

    before = round_.tally(closed=True)
    after = replace(round_, positions=(*others, replace(said, choice=PositionChoice.OBJECT))).tally(closed=True)

    # An adjournment may give way to a vote when its asker votes instead, so it is no failure.
    if after.outcome in PASSING:
        assert before.outcome in PASSING or before.outcome == StageOutcome.ADJOURNED


def test_an_objection_may_complete_the_tie_for_a_pass():
    """An exception to the property above: of all seats there is a tie only when half of them are for and half against."""
    places = seats(2)
    rule = Rule(RuleKind.MAJORITY_SEATS, tie=Tie.LOWER_STANDS)

    unsaid = tally(rule, places, say(places, "A N"), closed=True, lower=StageOutcome.PASSED)
    tied = tally(rule, places, say(places, "A O"), closed=True, lower=StageOutcome.PASSED)

    assert (unsaid.outcome, tied.outcome) == (StageOutcome.NOT_PASSED, StageOutcome.PASSED)


def test_an_objection_may_complete_the_quorum_for_a_pass():
    """The other exception, which every quorum has."""
    places = seats(5)
    rule = Rule(RuleKind.K_OF_N, k=2, quorum=3, silence=Silence.ESCALATE)

    absent = tally(rule, places, say(places, "A A - - -"), closed=True)
    present = tally(rule, places, say(places, "A A O - -"), closed=True)

    assert (absent.outcome, present.outcome) == (StageOutcome.ESCALATED, StageOutcome.PASSED)


@given(rounds(most_silent=4))
def test_what_is_settled_is_never_contradicted_by_any_completion(round_):
    """Exhaustive: every seat that is still silent says every thing it may say, or says nothing until the end."""
    now = round_.tally(closed=False)
    ends = [full.tally(closed=False) for full in completions(round_)]

    event(f"settled: {now.settled}, silent: {len(round_.silent)}")
    if now.settled:
        outcomes = {verdict_of(end) for end in ends}
        outcomes |= {verdict_of(part.tally(closed=True)) for part in completions(round_, or_silence=True)}
        assert len(outcomes) == 1
        assert now.outcome == StageOutcome.PENDING or verdict_of(now) in outcomes
    assert now.can_pass == any(end.can_pass for end in ends)


@given(rounds(most_silent=4))
def test_settled_is_found_as_early_as_can_be(round_):
    """The other half: where neither words nor silence can change anything, and nobody must be heard, it is settled."""
    now = round_.tally(closed=False)
    if now.settled or round_.rule.kind == RuleKind.SINGLE or any(seat.must_speak for seat in round_.silent):
        return
    ends = {verdict_of(full.tally(closed=False)) for full in completions(round_)}
    absent = replace(round_, rule=replace(round_.rule, silence=Silence.ESCALATE))
    ends.add(verdict_of(absent.tally(closed=True)))

    assert len(ends) > 1 or ends == {StageOutcome.PENDING}


MOST_TRIED = 2000


@pytest.mark.walk
@given(rounds(most_seats=7, most_silent=7), st.randoms(use_true_random=False))
def test_seven_seats_and_all_they_may_say(round_, random):
    """As above with any number silent, whatever their weights and vetoes; of too many completions some are tried."""
    now = round_.tally(closed=False)
    event(f"settled: {now.settled}, silent: {len(round_.silent)}")
    if not now.settled:
        return
    tried = list(itertools.islice(completions(round_, or_silence=True), MOST_TRIED))
    tried += [_any_completion(round_, random) for _ in range(MOST_TRIED if len(tried) == MOST_TRIED else 0)]

    assert len({verdict_of(full.tally(closed=True)) for full in tried}) == 1


def _any_completion(round_: Round, random: Random) -> Round:
    said = [(seat.code, random.choice([*PositionChoice, SILENT])) for seat in round_.silent]
    return round_.with_said(SeatPosition(code, choice) for code, choice in said if choice is not SILENT)


@given(rounds())
def test_a_closed_round_stays_open_only_for_silence_that_blocks(round_):
    result = round_.tally(closed=True)

    if result.outcome == StageOutcome.PENDING and result.why is not Why.RESOLUTION:
        assert result.missing
        assert round_.rule.silence == Silence.BLOCK
