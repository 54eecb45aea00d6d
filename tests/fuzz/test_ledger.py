"""The ledger beside a second one, kept by plain rules, under many sequences of messages: ./run fuzz."""

from __future__ import annotations

import os

from hypothesis import Phase

from licensing.choices import ClearanceRefusal
from tests.acts.licences.ledger_model import run_ledger_machine
from tests.world import World

SEQUENCES = int(os.environ.get("FUZZ_SEQUENCES", "40"))
STEPS = int(os.environ.get("FUZZ_STEPS", "25"))
PHASES = (Phase.generate, Phase.shrink) if "FUZZ_SHRINK" in os.environ else (Phase.generate,)


def test_whatever_arrives_in_whatever_order_the_ledger_is_the_models(world: World) -> None:
    outcomes = run_ledger_machine(world, sequences=SEQUENCES, steps=STEPS, phases=PHASES)

    print(dict(outcomes))
    answers = {*ClearanceRefusal} - {ClearanceRefusal.TOO_LARGE} | {"message_reused", "reversed", "repeated", "entered"}
    made = {"regular", "irregular", "late", "beyond", "reversal"}
    if "FUZZ_SEQUENCES" not in os.environ:
        # Which answers a bounded run meets is chance, but for these; all of them are asked of a long one.
        answers, made = {"repeated", "entered", "reversed"}, {"regular", "irregular", "reversal"}
    assert sorted((answers | made) - {one for one, times in outcomes.items() if times}) == []
