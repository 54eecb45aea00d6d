"""The input of a tally (seats, positions) and its result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from licensing.choices import PositionChoice, SeatRole, StageOutcome, Veto
from licensing.messages import Text
from licensing.policy.signoff.several.vote_tests import MeasuredTest, are_met

PASSING = frozenset({StageOutcome.PASSED, StageOutcome.PASSED_WITH_CONDITIONS})
FOR = frozenset({PositionChoice.APPROVE, PositionChoice.CONDITIONS})
DECISIVE = FOR | {PositionChoice.OBJECT}


class Why(StrEnum):
    """What an outcome rests on; part of the record, so never rename one."""

    VOTES = "votes"
    ABSOLUTE = "absolute"  # a criterion that nobody can out-vote
    VETO = "veto"
    QUORUM = "quorum"
    TIE = "tie"
    ADJOURNED = "adjourned"
    SILENCE = "silence"
    NO_SEATS = "no_seats"  # every seat with a vote is recused
    RESOLUTION = "resolution"  # the stage has no seat with a vote; the resolution itself decides
    NO_CHAIR = "no_chair"
    CHAIR_UNDECIDED = "chair_undecided"
    LIMIT = "limit"  # nothing that was said decides: the procedure says what follows when the legal limit passes
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class TallySeat:
    """A body's place in a round, as frozen when the round opened.

    `explicit` seats must speak themselves (silence never counts for them), so they are mandatory too.
    """

    code: str
    name: Text
    role: SeatRole = SeatRole.DELIBERATIVE
    weight: Decimal | int = 1
    veto: Veto = Veto.NONE
    mandatory: bool = False
    explicit: bool = False
    chair: bool = False
    recused: bool = False

    @property
    def votes(self) -> bool:
        """Whether its position counts, by its role; a consultative seat is heard and never counted."""
        return self.role.votes

    @property
    def is_asked(self) -> bool:
        """Whether it may speak in this round: not recused, and of a role that takes positions."""
        return not self.recused and self.role.speaks

    @property
    def must_speak(self) -> bool:
        """Whether the stage cannot pass over its silence."""
        return self.mandatory or self.explicit


@dataclass(frozen=True, slots=True)
class SeatPosition:
    """The live position of a seat; a casting vote is a second one of the chair and counts only in a tie."""

    seat: str
    choice: PositionChoice
    casting: bool = False

    def __post_init__(self) -> None:
        if self.casting and self.choice not in DECISIVE:
            raise ValueError("a casting vote is for or against")


@dataclass(frozen=True, slots=True)
class TallyNumbers:
    """The arithmetic of a tally. What was said by silence is counted under `deemed` and in the votes it became."""

    seats: int  # deliberative seats of the stage, recused ones included
    recused: int
    approvals: int  # spoken, without conditions
    conditions: int
    objections: int
    abstentions: int
    no_views: int
    adjourns: int
    silent: int  # deliberative seats that have not spoken
    deemed: int
    votes_for: int
    votes_against: int
    weight_for: Decimal
    weight_against: Decimal
    base: Decimal  # what the votes for are measured against
    needed: Decimal | None  # votes, seats or weight for a pass; None where the rule has no number
    quorum_base: int
    quorum_needed: int | None
    quorum_present: int
    tied: bool
    casting: PositionChoice | None
    tests: tuple[MeasuredTest, ...] = ()  # of a rule of several tests alone
    quorum_tests: tuple[MeasuredTest, ...] = ()

    @property
    def cast(self) -> int:
        """The votes for and against, with those that silence or an abstention was taken for."""
        return self.votes_for + self.votes_against

    @property
    def has_quorum(self) -> bool:
        """Whether enough seats are present; without a quorum in the rule, any number is enough."""
        return (self.quorum_needed is None or self.quorum_present >= self.quorum_needed) and are_met(self.quorum_tests)

    def as_data(self) -> dict[str, Any]:
        """The numbers as JSON, as they are kept and published; weights are exact text."""
        data: dict[str, Any] = asdict(self)
        for name in ("weight_for", "weight_against", "base", "needed"):
            # "f", so that what is kept never holds an exponent.
            data[name] = None if data[name] is None else format(data[name], "f")
        # What older rules do not have is left out of their data, which then stays as it was.
        for name, measured in (("tests", self.tests), ("quorum_tests", self.quorum_tests)):
            del data[name]
            if measured:
                data[name] = [one.as_data() for one in measured]
        return data | {"cast": self.cast, "has_quorum": self.has_quorum}


@dataclass(frozen=True, slots=True)
class Tally:
    """The outcome of a round at one moment, with the arithmetic and the words that explain it.

    `settled` means that nothing the remaining seats may say can change it (only add conditions); the outcome itself
    stays pending until the round may end under its rule.
    """

    outcome: StageOutcome
    why: Why
    settled: bool
    can_pass: bool
    all_spoken: bool
    numbers: TallyNumbers
    missing: tuple[str, ...] = ()
    deemed: tuple[tuple[str, PositionChoice], ...] = ()
    vetoes: tuple[str, ...] = ()
    dissent: tuple[str, ...] = ()  # seats that objected, for the record kept with the decision
    absolute: Sequence[str] = ()
    text: Text = ""

    @property
    def passed(self) -> bool:
        return self.outcome in PASSING

    @property
    def awaits_casting_vote(self) -> bool:
        """Whether everybody has spoken, the votes are equal, and the chair is to break the tie."""
        return self.outcome == StageOutcome.PENDING and self.why is Why.TIE

    def as_data(self) -> dict[str, Any]:
        """The tally as it is kept and published, but for its explanation, which is rendered in every language for that."""
        return {
            "outcome": str(self.outcome),
            "why": str(self.why),
            "settled": self.settled,
            "can_pass": self.can_pass,
            "all_spoken": self.all_spoken,
            "numbers": self.numbers.as_data(),
            "missing": list(self.missing),
            "deemed": [[seat, str(choice)] for seat, choice in self.deemed],
            "vetoes": list(self.vetoes),
            "dissent": list(self.dissent),
            "absolute": list(self.absolute),
        }
