"""The ledger beside a second one, kept by plain rules, under many sequences of messages: ./run fuzz."""

from __future__ import annotations

import os

from hypothesis import Phase

from licensing.choices import ClearanceRefusal
from tests.acts.licences.ledger_model import run_ledger_machine
from tests.fuzz.conftest import Note
from tests.world import World

SEQUENCES = int(os.environ.get("FUZZ_SEQUENCES", "150"))
STEPS = int(os.environ.get("FUZZ_STEPS", "25"))
PHASES = (Phase.generate, Phase.shrink) if "FUZZ_SHRINK" in os.environ else (Phase.generate,)
# Every reason for which the policy refuses, every other answer to a message, every kind of entry that can come of one, and
# every state in which a licence that is not in force can be. In these sequences no measure of the state and no list of parties
# is in force, and no goods wait for a milestone, a later year or what a condition asks; that these stop a message is tried by
# tests/acts/obstacles, and caps under threads by tests/races. What is held back is said to holders alone, who do not draw.
ANSWERS = {*map(str, ClearanceRefusal), "message_reused", "reversed", "repeated", "entered"} - {
    "stopped_by_measure",
    "milestone_not_met",
    "before_its_year",
    "stopped_by_certificate",
    "stopped_by_screening",
    "condition_not_met",
    "held_back",
}
REVERSALS = {f"reversal: {one}" for one in ("entered", "repeated", "message_reused", "reversed", "invalid")}
ENTRIES = {"regular", "irregular", "late", "beyond", "reversal"}
STATES = {f"not_in_force: {one}" for one in ("issued", "suspended", "revoked", "surrendered", "expired")}


def test_whatever_arrives_in_whatever_order_the_ledger_is_the_models(world: World, note: Note) -> None:
    outcomes = run_ledger_machine(world, sequences=SEQUENCES, steps=STEPS, phases=PHASES)

    told = {str(one): times for one, times in sorted(outcomes.items())}
    note(f"Ledger: {SEQUENCES} sequences, {sum(told.get(one, 0) for one in ANSWERS)} messages, {told}")
    assert sorted((ANSWERS | REVERSALS | ENTRIES | STATES) - {one for one, times in told.items() if times}) == []
