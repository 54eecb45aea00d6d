"""Procedures, to be tried before they are published."""

from __future__ import annotations

from typing import Any, TypedDict

from licensing.api.operations import Ask, Door, Reply, does
from licensing.choices import StageOutcome
from licensing.errors import Invalid, ProcedureInvalid
from licensing.policy.shapes import FLAG, Schema, line, maybe, record, several
from licensing.policy.simulation import simulate

_FREE: Schema = {"type": "object", "maxProperties": 40}
SIMULATE = record(
    ("rule", "seats"),
    rule=_FREE | {"title": "as in a procedure file: kind, quorum, threshold, silence, tie ..."},
    seats=several(_FREE, 40),
    positions=several(_FREE, 80),
    closed=FLAG | {"title": "whether the deadline has passed"},
    absolute=several(line(40), 40),
    lower=maybe(line(40)),
)


class TallyView(TypedDict):
    """The outcome with its arithmetic, and an explanation in both languages."""

    outcome: StageOutcome
    why: str
    settled: bool
    can_pass: bool
    all_spoken: bool
    numbers: dict[str, Any]
    missing: list[str]
    deemed: list[list[str]]
    vetoes: list[str]
    dissent: list[str]
    absolute: list[str]
    explanation: dict[str, str]


class Simulate(Door):
    @does(
        TallyView,
        summary="Try a rule",
        takes=SIMULATE,
        keyed=False,
        refuses=(Invalid, ProcedureInvalid),
        example={
            "rule": {"kind": "majority_cast"},
            "seats": [{"code": "MOD"}, {"code": "GS"}, {"code": "MFA"}],
            "positions": [{"seat": "MOD", "choice": "approve"}, {"seat": "GS", "choice": "object"}],
            "closed": False,
        },
    )
    def post(self, ask: Ask) -> Reply:
        """The tally of any rule, seats and positions, with the words that would explain it. Nothing is kept."""
        return Reply(simulate(ask.body, language=ask.language).as_data())
