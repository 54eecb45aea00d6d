"""A tally in sentences: what a reader is given as the grounds of an outcome."""

from __future__ import annotations

import pytest

from licensing.choices import RuleKind, SeatRole, Silence, Tie
from licensing.policy.signoff.rules import Rule
from licensing.policy.signoff.tally import tally
from licensing.policy.signoff.tally_types import TallySeat, Why
from tests.languages import render
from tests.policy.ballots import (
    ADJOURNED,
    ESCALATED,
    FAILED,
    PENDING,
    say,
    seats,
)


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
def test_a_missing_casting_vote_is_silence_and_never_breaks_the_tie(silence, expected, words):
    places = [TallySeat("c", "Chair", chair=True), *seats(1)]
    rule, split = Rule(RuleKind.MAJORITY_CAST, tie=Tie.CHAIR, silence=silence), say(places, "A O")

    running = tally(rule, places, split, closed=False)
    over = tally(rule, places, split, closed=True)

    assert (running.outcome, running.awaits_casting_vote, running.missing) == (PENDING, True, ("c",))
    assert (over.outcome, over.why, over.missing, over.all_spoken) == (expected, Why.TIE, ("c",), False)
    assert render(over.text, "en").endswith(words)


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
