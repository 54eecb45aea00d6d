"""The tally against the acceptance vectors of the field, and against each rule and parameter in turn."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from licensing.choices import Abstention, PositionChoice, QuorumBase, RuleKind, SeatRole, Silence, StageOutcome, Tie, Veto
from licensing.messages import TranslatedText
from licensing.models.signoff.round import serialize_tally
from licensing.policy.signoff.ballot import SeatPosition, TallySeat, Why
from licensing.policy.signoff.rules import Rule, may_need_casting_vote
from licensing.policy.signoff.tally import tally, was_decisive
from tests.languages import render
from tests.policy.ballots import say, seats

PASSED, CONDITIONS = StageOutcome.PASSED, StageOutcome.PASSED_WITH_CONDITIONS
FAILED, ESCALATED, PENDING = StageOutcome.NOT_PASSED, StageOutcome.ESCALATED, StageOutcome.PENDING
ADJOURNED = StageOutcome.ADJOURNED
GENERAL_STAFF = TranslatedText({"en": "General Staff", "uk": "Генеральний штаб"})


def outcome(rule: Rule, places: list[TallySeat], letters: str, *, closed: bool = False, **more: object) -> StageOutcome:
    return tally(rule, places, say(places, letters), closed=closed, **more).outcome  # type: ignore[arg-type]


# The vectors


def test_v1_unanimity_passes_over_an_abstention_unless_it_counts_against():
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


def test_v4_silence_after_the_deadline_counts_as_no_objection_and_is_logged():
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


def test_v5_a_tie_waits_for_the_chairs_casting_vote_beside_the_ordinary_one():
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


@pytest.mark.parametrize(
    ("silence", "expected", "words"),
    [
        (Silence.BLOCK, PENDING, "The votes are equal. The chair's casting vote is awaited. Not decided yet."),
        (
            Silence.ESCALATE,
            ESCALATED,
            "The votes are equal. The chair gave no casting vote in time. Referred up because of the tie.",
        ),
        (Silence.NO_OBJECTION, FAILED, "The votes are equal. The chair gave no casting vote in time. Not passed."),
        (Silence.ABSTAIN, FAILED, "The votes are equal. The chair gave no casting vote in time. Not passed."),
        (Silence.OBJECTION, FAILED, "The votes are equal. The chair gave no casting vote in time. Not passed."),
    ],
)
def test_a_casting_vote_that_nobody_gave_is_the_chairs_silence_and_never_breaks_the_tie(silence, expected, words):
    places = [TallySeat("c", "Chair", chair=True), *seats(1)]
    rule, split = Rule(RuleKind.MAJORITY_CAST, tie=Tie.CHAIR, silence=silence), say(places, "A O")

    running = tally(rule, places, split, closed=False)
    over = tally(rule, places, split, closed=True)

    assert (running.outcome, running.awaits_casting_vote, running.missing) == (PENDING, True, ("c",))
    assert (over.outcome, over.why, over.missing, over.all_spoken) == (expected, Why.TIE, ("c",), False)
    assert render(over.text, "en").endswith(words)


def test_a_tie_of_no_votes_at_all_is_the_chairs_to_break_too():
    places = [TallySeat("c", "Chair", chair=True), *seats(1)]
    rule = Rule(RuleKind.MAJORITY_CAST, tie=Tie.CHAIR, silence=Silence.ABSTAIN)

    assert tally(rule, places, [], closed=True).missing == ("c",)
    assert outcome(rule, places, "- -", closed=True) == FAILED


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Rule(RuleKind.MAJORITY_CAST, tie=Tie.CHAIR), True),
        (Rule(RuleKind.MAJORITY_SEATS, tie=Tie.CHAIR), True),
        (Rule(RuleKind.MAJORITY_CAST, tie=Tie.REFUSE), False),
        (Rule(RuleKind.CONSENSUS, tie=Tie.CHAIR), False),
        (Rule(RuleKind.SINGLE, tie=Tie.CHAIR), False),
    ],
)
def test_only_a_rule_whose_ties_the_chair_breaks_takes_a_casting_vote(rule, expected):
    assert may_need_casting_vote(rule) == expected


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


# Rules


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


def test_unanimity_asks_only_the_mandatory_seats_but_hears_every_objection():
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


@pytest.mark.parametrize("lower", [None, PENDING, ESCALATED, ADJOURNED])
def test_where_no_stage_below_decided_nothing_is_said_to_stand(lower):
    places = seats(2)
    rule, split = Rule(RuleKind.MAJORITY_CAST, tie=Tie.LOWER_STANDS), say(places, "A O")

    decided = tally(rule, places, split, closed=False, lower=FAILED)
    undecided = tally(rule, places, split, closed=False, lower=lower)

    assert render(decided.text, "en").endswith("so the decision of the stage below stands. Not passed.")
    assert render(undecided.text, "en").endswith("there is no decision of a stage below that could stand. Not passed.")
    assert render(undecided.text, "uk").endswith(
        "Голоси розділилися порівну, а рішення попереднього етапу, яке лишилося б чинним, немає. Рішення: не погоджено."
    )


def test_equal_votes_are_no_tie_of_the_seats_while_others_withheld_theirs():
    assert outcome(Rule(RuleKind.MAJORITY_SEATS, tie=Tie.ESCALATE), seats(4), "A O B B") == FAILED
    assert outcome(Rule(RuleKind.MAJORITY_CAST, tie=Tie.ESCALATE), seats(4), "A O B B") == ESCALATED


def test_the_chair_may_cast_against_or_with_conditions():
    places = [TallySeat("c", "Chair", chair=True), *seats(1)]
    rule, split = Rule(RuleKind.MAJORITY_CAST, tie=Tie.CHAIR), say(places, "A O")

    against = tally(rule, places, [*split, SeatPosition("c", PositionChoice.OBJECT, casting=True)], closed=False)
    conditions = tally(rule, places, [*split, SeatPosition("c", PositionChoice.CONDITIONS, casting=True)], closed=False)

    assert (against.outcome, conditions.outcome) == (FAILED, CONDITIONS)


def test_a_casting_vote_counts_for_nothing_without_a_tie():
    places = [TallySeat("c", "Chair", chair=True), *seats(2)]
    spoken = [*say(places, "A O O"), SeatPosition("c", PositionChoice.APPROVE, casting=True)]

    result = tally(Rule(RuleKind.MAJORITY_CAST, tie=Tie.CHAIR), places, spoken, closed=False)

    assert (result.outcome, result.numbers.votes_for, result.numbers.casting) == (FAILED, 1, None)


# Quorum and recusal


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


def test_a_round_in_which_every_seat_is_recused_is_referred_up():
    result = tally(Rule(RuleKind.CONSENSUS), seats(2, recused=True), [], closed=False)

    assert (result.outcome, result.why) == (ESCALATED, Why.NO_SEATS)
    assert render(result.text, "uk").endswith(
        "Відведено, до розгляду не залучено: Seat 1, Seat 2. "
        "Рішення: передано на вищий рівень, бо всі місця з правом голосу відведено."
    )


@pytest.mark.parametrize("closed", [False, True])
def test_where_no_seat_has_a_vote_the_resolution_decides(closed):
    places = [TallySeat("o", "Observer", role=SeatRole.OBSERVER), TallySeat("c", "Adviser", role=SeatRole.CONSULTATIVE)]

    empty = tally(Rule(RuleKind.CONSENSUS), [], [], closed=closed)
    advised = tally(Rule(RuleKind.CONSENSUS), places, say(places, "- O"), closed=closed)
    barred = tally(Rule(RuleKind.CONSENSUS), [], [], closed=closed, absolute=["EU1 Arms embargo"])

    assert [(one.outcome, one.why, one.can_pass, one.missing) for one in (empty, advised, barred)] == [
        (PENDING, Why.RESOLUTION, True, ()),
        (PENDING, Why.RESOLUTION, True, ()),
        (FAILED, Why.ABSOLUTE, False, ()),
    ]
    assert render(empty.text, "en") == "Nobody votes here; the resolution decides. Not decided yet."
    assert render(empty.text, "uk") == "Тут ніхто не голосує: справу вирішує рішення уряду. Рішення ще немає."


def test_a_recusal_found_late_matters_only_if_the_result_hung_on_that_seat():
    places = seats(5)
    rule = Rule(RuleKind.MAJORITY_CAST)

    assert not was_decisive("s1", rule, places, say(places, "A A A A O"))
    assert not was_decisive("s5", rule, places, say(places, "A A A O O"))
    assert was_decisive("s1", rule, places, say(places, "A A A O O"))


# Silence, mandatory seats


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


def test_a_silent_mandatory_seat_may_be_deemed_but_an_explicit_one_may_not():
    mandatory = [*seats(2), TallySeat("m", "Ministry", mandatory=True)]
    explicit = [*seats(2), TallySeat("m", "Ministry", explicit=True)]
    rule = Rule(RuleKind.MAJORITY_CAST, silence=Silence.NO_OBJECTION)

    assert outcome(rule, mandatory, "A A -", closed=True) == PASSED
    assert outcome(rule, explicit, "A A -", closed=True) == ESCALATED


@pytest.mark.parametrize(
    ("silence", "expected"),
    [(Silence.NO_OBJECTION, PASSED), (Silence.BLOCK, PENDING), (Silence.ESCALATE, ESCALATED)],
)
def test_a_mandatory_adviser_must_be_heard_unless_silence_is_an_answer(silence, expected):
    places = [*seats(2), TallySeat("c", "Adviser", role=SeatRole.CONSULTATIVE, mandatory=True)]

    assert outcome(Rule(RuleKind.CONSENSUS, silence=silence), places, "A A -", closed=True) == expected


def test_silence_taken_as_objection_is_no_veto():
    places = [*seats(3), TallySeat("v", "Veto", veto=Veto.ABSOLUTE)]

    assert outcome(Rule(RuleKind.MAJORITY_CAST, silence=Silence.OBJECTION), places, "A A A -", closed=True) == PASSED


def test_the_missing_are_named_with_the_mandatory_ones_first():
    places = [TallySeat("a", "A"), TallySeat("b", "B", role=SeatRole.CONSULTATIVE), TallySeat("m", "M", mandatory=True)]

    assert tally(Rule(RuleKind.CONSENSUS), places, [], closed=False).missing == ("m", "a", "b")


# Vetoes, absolute criteria, adjournment, roles


def test_a_suspensive_veto_refers_up_and_an_absolute_one_refuses_whatever_the_majority():
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
def test_one_request_adjourns_where_all_must_agree_and_most_must_ask_elsewhere(kind, letters, expected):
    assert outcome(Rule(kind), seats(4), letters) == expected


def test_consultative_seats_are_heard_and_never_counted_and_observers_neither():
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


# Before the end


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


def test_a_suspensive_veto_hidden_behind_an_absolute_one_keeps_the_round_open():
    places = [
        *seats(3),
        TallySeat("s", "Suspensive", veto=Veto.SUSPENSIVE),
        TallySeat("a", "Absolute", veto=Veto.ABSOLUTE),
    ]

    result = tally(Rule(RuleKind.K_OF_N, k=3), places, say(places, "O O O - -"), closed=False)

    assert (result.settled, result.can_pass) == (False, False)


# What is no round at all


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


def test_a_casting_vote_is_for_or_against():
    with pytest.raises(ValueError, match="for or against"):
        SeatPosition("s1", PositionChoice.ABSTAIN, casting=True)


def test_a_kept_tally_is_plain_json_in_every_language():
    places = seats(2)

    data = serialize_tally(tally(Rule(RuleKind.K_OF_N, k=1), places, say(places, "A O"), closed=False))

    assert data == {
        "outcome": "passed",
        "why": "votes",
        "settled": True,
        "can_pass": True,
        "all_spoken": True,
        "numbers": {
            "seats": 2,
            "recused": 0,
            "approvals": 1,
            "conditions": 0,
            "objections": 1,
            "abstentions": 0,
            "no_views": 0,
            "adjourns": 0,
            "silent": 0,
            "deemed": 0,
            "votes_for": 1,
            "votes_against": 1,
            "weight_for": "1",
            "weight_against": "1",
            "base": "2",
            "needed": "1",
            "quorum_base": 2,
            "quorum_needed": None,
            "quorum_present": 2,
            "tied": False,
            "casting": None,
            "cast": 2,
            "has_quorum": True,
        },
        "missing": [],
        "deemed": [],
        "vetoes": [],
        "dissent": ["s2"],
        "absolute": [],
        "explanation": {
            "en": "1 for, 1 against of 2 seats; 1 for are needed. Passed.",
            "uk": "За — 1, проти — 1, усього місць: 2; голосів за потрібно щонайменше 1. Рішення: погоджено.",
        },
    }
