"""What must hold of every tally whatever the rule, the seats and the positions."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from random import Random

from hypothesis import event, given
from hypothesis import strategies as st

from licensing.choices import PositionChoice, RuleKind, Silence, StageOutcome
from licensing.policy.signoff.ballot import PASSING, SeatPosition, Tally, TallySeat, Why
from licensing.policy.signoff.rules import Rule
from licensing.policy.signoff.tally import tally
from tests.languages import render
from tests.policy.ballots import Round, rounds, rules, say, seats


def counted(round_: Round, *, closed: bool) -> Tally:
    return tally(round_.rule, round_.seats, round_.positions, closed=closed, absolute=round_.absolute, lower=round_.lower)


def verdict_of(result: Tally) -> StageOutcome:
    """Conditions may always be added; they do not turn a pass."""
    return StageOutcome.PASSED if result.outcome in PASSING else result.outcome


SILENT = None


def completions(round_: Round, *, or_silence: bool = False) -> Iterator[Round]:
    """Every way in which the silent seats may speak (or stay silent); seats that are alike are not told apart."""
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

    there = counted(round_, closed=closed)
    here = counted(replace(round_, seats=tuple(places), positions=tuple(positions)), closed=closed)

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

    before = counted(round_, closed=closed)
    after = counted(replace(round_, positions=(*others, SeatPosition(seat.code, PositionChoice.APPROVE))), closed=closed)

    event(f"{before.outcome} -> {after.outcome}")
    if before.outcome in PASSING:
        assert after.outcome in PASSING
    if before.can_pass:
        assert after.can_pass


@given(rounds(), st.data())
def test_an_objection_in_place_of_another_word_never_turns_a_failure_into_a_pass(round_, data):
    """Only in place of a word that was present: an objection that completes a quorum may let the others decide."""
    spoken = [said for said in round_.positions if not said.casting and said.choice != PositionChoice.ABSTAIN]
    if not spoken:
        return
    said = data.draw(st.sampled_from(spoken))
    others = tuple(other for other in round_.positions if other != said)

    before = counted(round_, closed=True)
    after = counted(replace(round_, positions=(*others, replace(said, choice=PositionChoice.OBJECT))), closed=True)

    # An adjournment may give way to a vote when its asker votes instead, so it is no failure.
    if after.outcome in PASSING:
        assert before.outcome in PASSING or before.outcome == StageOutcome.ADJOURNED


def test_an_objection_may_complete_the_quorum_that_lets_the_others_pass_it():
    """The exception to the property above, which every quorum has."""
    places = seats(5)
    rule = Rule(RuleKind.K_OF_N, k=2, quorum=3, silence=Silence.ESCALATE)

    absent = tally(rule, places, say(places, "A A - - -"), closed=True)
    present = tally(rule, places, say(places, "A A O - -"), closed=True)

    assert (absent.outcome, present.outcome) == (StageOutcome.ESCALATED, StageOutcome.PASSED)


@given(rounds(most_silent=4))
def test_what_is_settled_is_never_contradicted_by_any_completion(round_):
    """Exhaustive: every seat that is still silent says every thing it may say, or says nothing until the end."""
    now = counted(round_, closed=False)
    ends = [counted(full, closed=False) for full in completions(round_)]

    event(f"settled: {now.settled}, silent: {len(round_.silent)}")
    if now.settled:
        outcomes = {verdict_of(end) for end in ends}
        outcomes |= {verdict_of(counted(part, closed=True)) for part in completions(round_, or_silence=True)}
        assert len(outcomes) == 1
        assert now.outcome == StageOutcome.PENDING or verdict_of(now) in outcomes
    assert now.can_pass == any(end.can_pass for end in ends)


@given(rounds(most_silent=4))
def test_settled_is_found_as_early_as_can_be(round_):
    """The other half: where neither words nor silence can change anything, and nobody must be heard, it is settled."""
    now = counted(round_, closed=False)
    if now.settled or round_.rule.kind == RuleKind.SINGLE or any(seat.must_speak for seat in round_.silent):
        return
    ends = {verdict_of(counted(full, closed=False)) for full in completions(round_)}
    absent = replace(round_, rule=replace(round_.rule, silence=Silence.ESCALATE))
    ends.add(verdict_of(counted(absent, closed=True)))

    assert len(ends) > 1 or ends == {StageOutcome.PENDING}


MOST_TRIED = 2000


@given(rounds(most_seats=7, most_silent=7), st.randoms(use_true_random=False))
def test_seven_seats_and_all_they_may_say(round_, random):
    """As above with any number silent, whatever their weights and vetoes; of too many completions some are tried."""
    now = counted(round_, closed=False)
    event(f"settled: {now.settled}, silent: {len(round_.silent)}")
    if not now.settled:
        return
    tried = list(itertools.islice(completions(round_, or_silence=True), MOST_TRIED))
    tried += [_any_completion(round_, random) for _ in range(MOST_TRIED if len(tried) == MOST_TRIED else 0)]

    assert len({verdict_of(counted(full, closed=True)) for full in tried}) == 1


def _any_completion(round_: Round, random: Random) -> Round:
    said = [(seat.code, random.choice([*PositionChoice, SILENT])) for seat in round_.silent]
    return round_.with_said(SeatPosition(code, choice) for code, choice in said if choice is not SILENT)


@given(rounds(), st.booleans())
def test_the_figures_add_up(round_, closed):
    result = counted(round_, closed=closed)
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


@given(rounds())
def test_a_closed_round_stays_open_only_for_silence_that_blocks(round_):
    result = counted(round_, closed=True)

    if result.outcome == StageOutcome.PENDING and result.why is not Why.RESOLUTION:
        assert result.missing
        assert round_.rule.silence == Silence.BLOCK


@given(rules())
def test_a_rule_survives_being_written_down(rule):
    assert type(rule).parse(rule.as_data()) == rule
