"""The arithmetic of the rules: what votes come to when nothing more is said."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from licensing.choices import Abstention, PositionChoice, QuorumBase, RuleKind, StageOutcome, Tie, Veto
from licensing.policy.ballot import FOR, PASSING, TallySeat, Why
from licensing.policy.rules import Rule

Votes = Mapping[str, PositionChoice]


class Finding(NamedTuple):
    outcome: StageOutcome
    why: Why


PASS = Finding(StageOutcome.PASSED, Why.VOTES)
FAIL = Finding(StageOutcome.NOT_PASSED, Why.VOTES)
CASTING_OWED = Finding(StageOutcome.PENDING, Why.TIE)
BY_RESOLUTION = Finding(StageOutcome.PENDING, Why.RESOLUTION)


@dataclass(frozen=True, slots=True)
class House:
    """Who votes under which rule, and what stands beside the votes. `voting` leaves out the recused."""

    rule: Rule
    seats: int
    voting: tuple[TallySeat, ...]
    chair: TallySeat | None
    casting: PositionChoice | None
    absolute: bool
    lower: StageOutcome | None

    @property
    def base(self) -> int:
        return self.seats if self.rule.quorum_base == QuorumBase.ALL_SEATS else len(self.voting)

    @property
    def required(self) -> tuple[TallySeat, ...]:
        """The seats that unanimity asks for: the mandatory ones, or all where none is."""
        return tuple(seat for seat in self.voting if seat.must_speak) or self.voting


@dataclass(frozen=True, slots=True)
class Count:
    """Votes counted as the rule counts them."""

    house: House
    votes: Votes
    votes_for: int
    votes_against: int
    weight_for: Decimal
    weight_against: Decimal
    present: int
    adjourns: int

    @property
    def is_tied(self) -> bool:
        even = self.votes_for == self.votes_against
        match self.house.rule.kind:
            case RuleKind.MAJORITY_CAST:
                return even
            case RuleKind.MAJORITY_SEATS:
                return even and self.votes_for * 2 == self.house.base
        return False

    @property
    def has_quorum(self) -> bool:
        return self.present >= (self.house.rule.quorum_needed(self.house.base) or 0)

    @property
    def measure(self) -> int:
        """What a qualified majority is a share of."""
        return self.house.base if self.house.rule.of_seats else self.votes_for + self.votes_against


def count(house: House, votes: Votes) -> Count:
    """Count the seats that have spoken or are taken to have; all others are absent."""
    against = {PositionChoice.OBJECT}
    if house.rule.abstention == Abstention.AGAINST:
        against.add(PositionChoice.ABSTAIN)
    absent = {PositionChoice.ABSTAIN} if house.rule.abstention == Abstention.ABSENT else set()
    cast = [(seat, votes[seat.code]) for seat in house.voting if seat.code in votes]
    return Count(
        house=house,
        votes=votes,
        votes_for=sum(choice in FOR for _, choice in cast),
        votes_against=sum(choice in against for _, choice in cast),
        weight_for=sum((Decimal(seat.weight) for seat, choice in cast if choice in FOR), Decimal()),
        weight_against=sum((Decimal(seat.weight) for seat, choice in cast if choice in against), Decimal()),
        present=sum(choice not in absent for _, choice in cast),
        adjourns=sum(choice == PositionChoice.ADJOURN for _, choice in cast),
    )


def vetoes(house: House, spoken: Votes) -> list[TallySeat]:
    """The seats whose spoken objection is a veto; what silence is taken for never is."""
    return [seat for seat in house.voting if seat.veto != Veto.NONE and spoken.get(seat.code) == PositionChoice.OBJECT]


def verdict(house: House, votes: Votes, deemed: Collection[str] = ()) -> Finding:
    """What these votes come to. Pending means that a tie waits for the chair, or a stage without a vote for its resolution."""
    if house.absolute:
        return Finding(StageOutcome.NOT_PASSED, Why.ABSOLUTE)
    if not house.seats:
        return BY_RESOLUTION
    if not house.voting:
        return Finding(StageOutcome.ESCALATED, Why.NO_SEATS)
    held = {seat.veto for seat in vetoes(house, votes) if seat.code not in deemed}
    if Veto.ABSOLUTE in held:
        return Finding(StageOutcome.NOT_PASSED, Why.VETO)
    if Veto.SUSPENSIVE in held:
        return Finding(StageOutcome.ESCALATED, Why.VETO)
    counted = count(house, votes)
    if not counted.has_quorum:
        return Finding(StageOutcome.ESCALATED, Why.QUORUM)
    if _is_adjourned(counted):
        return Finding(StageOutcome.ADJOURNED, Why.ADJOURNED)
    return _RULES[house.rule.kind](counted)


def certain(house: House, votes: Votes, deemed: Collection[str], open_seats: Sequence[TallySeat]) -> Finding | None:
    """The finding that stands whatever the open seats say, or if they say nothing; None while it may still turn.

    Every rule is monotone between all approving and all objecting, so the extremes decide for everything between
    them; `_extremes` adds the ones that lie off that line. The tests try every completion against this.
    """
    found = [verdict(house, {**votes, **said}, deemed) for said in _extremes(house, open_seats)]
    outcomes = {_class(finding.outcome) for finding in found}
    return found[0] if len(outcomes) == 1 and StageOutcome.PENDING not in outcomes else None


def best(house: House, votes: Votes, deemed: Collection[str], open_seats: Sequence[TallySeat]) -> Finding:
    """The finding if every open seat approved."""
    return verdict(house, {**votes, **_all_say(open_seats, PositionChoice.APPROVE)}, deemed)


def _class(outcome: StageOutcome) -> StageOutcome:
    return StageOutcome.PASSED if outcome in PASSING else outcome


def _extremes(house: House, open_seats: Sequence[TallySeat]) -> Iterator[Votes]:
    yield {}
    for choice in PositionChoice:
        if choice != PositionChoice.CONDITIONS:
            yield _all_say(open_seats, choice)
    # An absolute veto hides a suspensive one, so the suspensive ones are also tried alone.
    yield _all_say([seat for seat in open_seats if seat.veto == Veto.SUSPENSIVE], PositionChoice.OBJECT)


def _all_say(seats: Sequence[TallySeat], choice: PositionChoice) -> dict[str, PositionChoice]:
    return {seat.code: choice for seat in seats if seat.votes}


def _is_adjourned(counted: Count) -> bool:
    """One request is enough where all must agree and nobody objects; elsewhere most of those present must ask."""
    match counted.house.rule.kind:
        case RuleKind.UNANIMITY | RuleKind.CONSENSUS:
            return counted.adjourns > 0 and counted.votes_against == 0
        case RuleKind.SINGLE:
            return _chairs_choice(counted) == PositionChoice.ADJOURN
    return counted.adjourns * 2 > counted.present


def _chairs_choice(counted: Count) -> PositionChoice | None:
    chair = counted.house.chair
    return counted.votes.get(chair.code) if chair else None


def _when(passes: bool) -> Finding:
    return PASS if passes else FAIL


def _unanimity(counted: Count) -> Finding:
    heard = all(seat.code in counted.votes for seat in counted.house.required)
    return _when(heard and counted.votes_for > 0 and counted.votes_against == 0)


def _consensus(counted: Count) -> Finding:
    return _when(counted.votes_against == 0)


def _majority_cast(counted: Count) -> Finding:
    return _tie(counted.house) if counted.is_tied else _when(counted.votes_for > counted.votes_against)


def _majority_seats(counted: Count) -> Finding:
    return _tie(counted.house) if counted.is_tied else _when(counted.votes_for * 2 > counted.house.base)


def _qualified(counted: Count) -> Finding:
    rule = counted.house.rule
    return _when(
        counted.votes_for > 0 and counted.votes_for * (rule.denominator or 1) >= counted.measure * (rule.numerator or 1)
    )


def _k_of_n(counted: Count) -> Finding:
    return _when(counted.votes_for >= (counted.house.rule.k or 1))


def _weighted(counted: Count) -> Finding:
    threshold = counted.house.rule.threshold
    return _when(threshold is not None and counted.weight_for >= threshold)


def _single(counted: Count) -> Finding:
    house, choice = counted.house, _chairs_choice(counted)
    if house.chair is None:
        return Finding(StageOutcome.ESCALATED, Why.NO_CHAIR)
    if choice in FOR:
        return PASS
    if choice == PositionChoice.OBJECT:
        return FAIL
    if choice == PositionChoice.ABSTAIN and house.rule.abstention == Abstention.AGAINST:
        return FAIL
    return Finding(StageOutcome.ESCALATED, Why.CHAIR_UNDECIDED)


def _tie(house: House) -> Finding:
    match house.rule.tie:
        case Tie.CHAIR if house.chair is None:
            return Finding(StageOutcome.ESCALATED, Why.TIE)
        case Tie.CHAIR if house.casting is None:
            return CASTING_OWED
        case Tie.CHAIR:
            outcome = StageOutcome.PASSED if house.casting in FOR else StageOutcome.NOT_PASSED
        case Tie.ESCALATE:
            outcome = StageOutcome.ESCALATED
        case Tie.LOWER_STANDS:
            outcome = house.lower or StageOutcome.NOT_PASSED
        case _:
            outcome = StageOutcome.NOT_PASSED
    return Finding(outcome, Why.TIE)


_RULES: Mapping[RuleKind, Callable[[Count], Finding]] = {
    RuleKind.UNANIMITY: _unanimity,
    RuleKind.CONSENSUS: _consensus,
    RuleKind.MAJORITY_CAST: _majority_cast,
    RuleKind.MAJORITY_SEATS: _majority_seats,
    RuleKind.QUALIFIED: _qualified,
    RuleKind.K_OF_N: _k_of_n,
    RuleKind.WEIGHTED: _weighted,
    RuleKind.SINGLE: _single,
}
