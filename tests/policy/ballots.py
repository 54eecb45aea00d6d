"""Rounds for the tally tests: written as in the acceptance vectors, or drawn at random."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from licensing.choices import (
    Abstention,
    PositionChoice,
    QuorumBase,
    RuleKind,
    SeatRole,
    Silence,
    StageOutcome,
    Tie,
    Veto,
    VoteBase,
    VoteBound,
    VoteCounted,
    VoteMeasure,
)
from licensing.policy.signoff.rules import Rule
from licensing.policy.signoff.several.vote_tests import SeatGroup, VoteTest
from licensing.policy.signoff.tally import tally
from licensing.policy.signoff.tally_types import SeatPosition, Tally, TallySeat

PASSED, CONDITIONS = StageOutcome.PASSED, StageOutcome.PASSED_WITH_CONDITIONS
FAILED, ESCALATED, PENDING = StageOutcome.NOT_PASSED, StageOutcome.ESCALATED, StageOutcome.PENDING
ADJOURNED = StageOutcome.ADJOURNED

LETTERS = {
    "A": PositionChoice.APPROVE,
    "C": PositionChoice.CONDITIONS,
    "O": PositionChoice.OBJECT,
    "B": PositionChoice.ABSTAIN,
    "N": PositionChoice.NO_VIEW,
    "J": PositionChoice.ADJOURN,
}


def seats(count: int, **common: object) -> list[TallySeat]:
    return [TallySeat(f"s{index}", f"Seat {index}", **common) for index in range(1, count + 1)]  # type: ignore[arg-type]


def say(places: Sequence[TallySeat], letters: str) -> list[SeatPosition]:
    """`A A O -` as in the vectors: one letter per seat, a dash for silence."""
    spoken = zip(places, letters.split(), strict=True)
    return [SeatPosition(seat.code, LETTERS[letter]) for seat, letter in spoken if letter != "-"]


def outcome(rule: Rule, places: list[TallySeat], letters: str, *, closed: bool = False, **more: object) -> StageOutcome:
    """What a round comes to whose positions are written as letters."""
    return tally(rule, places, say(places, letters), closed=closed, **more).outcome  # type: ignore[arg-type]


@dataclass(frozen=True)
class Round:
    rule: Rule
    seats: tuple[TallySeat, ...]
    positions: tuple[SeatPosition, ...]
    absolute: tuple[str, ...] = ()
    lower: StageOutcome | None = None

    @property
    def silent(self) -> list[TallySeat]:
        spoken = {said.seat for said in self.positions if not said.casting}
        return [seat for seat in self.seats if seat.is_asked and seat.code not in spoken]

    def tally(self, *, closed: bool) -> Tally:
        return tally(self.rule, self.seats, self.positions, closed=closed, absolute=self.absolute, lower=self.lower)

    def with_said(self, said: Iterable[SeatPosition]) -> Round:
        return Round(self.rule, self.seats, (*self.positions, *said), self.absolute, self.lower)


def enum(choices: type) -> st.SearchStrategy:
    return st.sampled_from(list(choices))


GROUP = "few"
_SHARES = [Fraction(1, 2), Fraction(2, 3), Fraction(1, 3), Fraction(55, 100), Fraction(1), Fraction(1, 4)]


@st.composite
def vote_tests(draw: st.DrawFn, counted: Sequence[VoteCounted]) -> VoteTest:
    """Any test that can be written: a floor of what helps, or a ceiling of what harms."""
    what, measure = draw(st.sampled_from(counted)), draw(enum(VoteMeasure))
    ceiling = what in (VoteCounted.AGAINST, VoteCounted.NOT_FOR)
    share = draw(st.none() | st.sampled_from(_SHARES))
    number = draw(st.integers(1, 6).map(Decimal) | st.just(Decimal("2.5"))) if share is None else None
    of_quorum = what in (VoteCounted.SPOKE, VoteCounted.PRESENT)
    return VoteTest(
        what,
        draw(st.sampled_from([one for one in VoteBound if one.is_floor != ceiling])),
        share=share,
        number=number if number is None or measure == VoteMeasure.WEIGHT else Decimal(int(number)),
        measure=measure,
        base=draw(st.sampled_from([VoteBase.ALL, VoteBase.ELIGIBLE] if of_quorum else list(VoteBase))),
        group=draw(st.sampled_from(["", "", GROUP])),
        way=draw(st.sampled_from([1, 1, 2, 3])),
    )


@st.composite
def several_tests(draw: st.DrawFn, rule: Rule) -> Rule:
    """The rule with tests of the votes, and perhaps with tests of its quorum."""
    votes = [VoteCounted.FOR, VoteCounted.AGAINST, VoteCounted.NOT_FOR]
    quorum = [VoteCounted.SPOKE, VoteCounted.PRESENT]
    return replace(
        rule,
        quorum=None,
        quorum_base=QuorumBase.ELIGIBLE,
        quorum_of_spoken=False,
        tests=tuple(draw(st.lists(vote_tests(votes), min_size=1, max_size=4))),
        quorum_tests=tuple(draw(st.lists(vote_tests(quorum), max_size=2))),
        groups=(SeatGroup(GROUP, ("s1", "s2", "s3")),),
    )


@st.composite
def rules(draw: st.DrawFn, kinds: Sequence[RuleKind] = tuple(RuleKind)) -> Rule:
    kind = draw(st.sampled_from(kinds))
    denominator = draw(st.integers(1, 6))
    rule = Rule(
        kind=kind,
        numerator=draw(st.integers(1, denominator)) if kind == RuleKind.QUALIFIED else None,
        denominator=denominator if kind == RuleKind.QUALIFIED else None,
        of_seats=kind == RuleKind.QUALIFIED and draw(st.booleans()),
        strict=kind == RuleKind.QUALIFIED and draw(st.booleans()),
        somebody_for=kind == RuleKind.CONSENSUS and draw(st.booleans()),
        quorum_of_spoken=draw(st.booleans()),
        k=draw(st.integers(1, 7)) if kind == RuleKind.K_OF_N else None,
        threshold=draw(st.integers(1, 12).map(Decimal)) if kind == RuleKind.WEIGHTED else None,
        quorum=draw(st.none() | st.integers(1, 7) | st.sampled_from([Fraction(1, 2), Fraction(2, 3), Fraction(1)])),
        quorum_base=draw(enum(QuorumBase)),
        abstention=draw(enum(Abstention)),
        tie=draw(enum(Tie)),
        silence=draw(enum(Silence)),
        early_close=draw(st.booleans()),
        sitting_quorum=draw(st.none() | st.integers(1, 7) | st.sampled_from([Fraction(1, 2), Fraction(2, 3)])),
    )
    return draw(several_tests(rule)) if kind == RuleKind.TESTS else rule


_ROLES = st.sampled_from([SeatRole.DELIBERATIVE] * 6 + [SeatRole.CONSULTATIVE, SeatRole.OBSERVER])
_VETOES = st.sampled_from([Veto.NONE] * 8 + [Veto.SUSPENSIVE, Veto.ABSOLUTE])
_RARELY = st.sampled_from([False] * 5 + [True])


@st.composite
def rounds(draw: st.DrawFn, most_seats: int = 7, most_silent: int = 7, kinds: Sequence[RuleKind] = tuple(RuleKind)) -> Round:
    """Any round: up to seven seats of every role, any rule, any part of them having spoken."""
    count = draw(st.integers(1, most_seats))
    chair = draw(st.integers(0, count))
    places = tuple(
        TallySeat(
            code=f"s{index}",
            name=f"Seat {index}",
            role=SeatRole.DELIBERATIVE if index == chair else draw(_ROLES),
            weight=draw(st.integers(0, 4)),
            veto=draw(_VETOES),
            mandatory=draw(_RARELY),
            explicit=draw(_RARELY),
            chair=index == chair,
            recused=draw(_RARELY),
        )
        for index in range(1, count + 1)
    )
    silent = draw(st.permutations(places))[: draw(st.integers(0, min(count, most_silent)))]
    positions = [SeatPosition(seat.code, draw(enum(PositionChoice))) for seat in places if seat.is_asked and seat not in silent]
    if chair and draw(_RARELY):
        choice = draw(st.sampled_from([PositionChoice.APPROVE, PositionChoice.CONDITIONS, PositionChoice.OBJECT]))
        positions.append(SeatPosition(f"s{chair}", choice, casting=True))
    return Round(
        rule=draw(rules(kinds)),
        seats=places,
        positions=tuple(positions),
        absolute=("EU1",) if draw(st.sampled_from([False] * 9 + [True])) else (),
        lower=draw(st.none() | enum(StageOutcome)),
    )
