"""The rule of a stage as data: how positions become one outcome."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from licensing.choices import Abstention, QuorumBase, RuleKind, Silence, Tie
from licensing.errors import Gap
from licensing.policy.ballot import TallySeat


@dataclass(frozen=True, slots=True)
class Rule:
    """How the positions of a stage become one outcome; only `weighted` counts weights, all others count seats."""

    kind: RuleKind
    numerator: int | None = None  # qualified
    denominator: int | None = None
    of_seats: bool = False  # qualified: of the seats rather than of the votes cast
    k: int | None = None
    threshold: Decimal | None = None
    quorum: Fraction | int | None = None  # a share of the base, or a number of seats
    quorum_base: QuorumBase = QuorumBase.ELIGIBLE
    abstention: Abstention = Abstention.IGNORED
    tie: Tie = Tie.REFUSE
    silence: Silence = Silence.BLOCK
    early_close: bool = False

    @classmethod
    def parse(cls, data: Mapping[str, Any], *, language: str = "en") -> Rule:
        """The rule written in `data`; ProcedureInvalid names every field that cannot be read.

        Keys are the fields above; `quorum` is a number of seats or a share such as "2/3"; qualified takes
        `numerator` and `denominator`.
        """
        raise NotImplementedError

    def as_data(self) -> dict[str, Any]:
        """The rule as JSON, with only what differs from the defaults; `Rule.parse` reads it back."""
        raise NotImplementedError


def check_satisfiable(rule: Rule, seats: Sequence[TallySeat], *, language: str = "en") -> list[Gap]:
    """Why this rule could never be met, or never be applied, by these seats."""
    raise NotImplementedError
