"""The outcome of a round from its rule, its seats and their positions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from licensing.choices import Abstention, PositionChoice, RuleKind, Silence, StageOutcome, Tie
from licensing.policy.ballot import DECISIVE, PASSING, Numbers, Spoken, Tally, TallySeat, Why
from licensing.policy.explain import explain
from licensing.policy.rules import Rule, check_satisfiable, takes_casting_vote
from licensing.policy.verdicts import (
    BY_RESOLUTION,
    CASTING_OWED,
    Count,
    Finding,
    House,
    Votes,
    best,
    certain,
    count,
    verdict,
    vetoes,
)

__all__ = [
    "Numbers",
    "Rule",
    "Spoken",
    "Tally",
    "TallySeat",
    "Why",
    "check_satisfiable",
    "depended_on",
    "takes_casting_vote",
    "tally",
]

_TAKEN_FOR = {
    Silence.NO_OBJECTION: PositionChoice.APPROVE,
    Silence.ABSTAIN: PositionChoice.ABSTAIN,
    Silence.OBJECTION: PositionChoice.OBJECT,
}


def tally(
    rule: Rule,
    seats: Sequence[TallySeat],
    positions: Sequence[Spoken],
    *,
    closed: bool,
    absolute: Sequence[str] = (),
    lower: StageOutcome | None = None,
) -> Tally:
    """What the round comes to; `lower` is the outcome that a tie leaves standing under `lower_stands`."""
    round_ = _hear(rule, seats, positions, closed=closed, absolute=absolute, lower=lower)
    finding = _finding(round_)
    counted = count(round_.house, round_.votes)
    result = Tally(
        outcome=_with_conditions(round_, counted, finding),
        why=finding.why,
        settled=_is_settled(round_, finding),
        can_pass=_can_pass(round_, finding),
        all_spoken=not round_.silent and not round_.owes_casting_vote,
        numbers=_numbers(round_, counted),
        missing=_missing(round_, finding),
        deemed=tuple(round_.deemed.items()),
        vetoes=tuple(seat.code for seat in vetoes(round_.house, round_.spoken)),
        dissent=tuple(seat.code for seat in round_.asked if round_.spoken.get(seat.code) == PositionChoice.OBJECT),
        absolute=tuple(absolute),
    )
    return replace(result, text=explain(rule, round_.seats, result, closed=closed, lower=round_.house.lower))


def depended_on(
    seat: str,
    rule: Rule,
    seats: Sequence[TallySeat],
    positions: Sequence[Spoken],
    *,
    absolute: Sequence[str] = (),
    lower: StageOutcome | None = None,
) -> bool:
    """Whether a closed round would have ended otherwise had this seat been recused from the start."""
    without = [replace(other, recused=True) if other.code == seat else other for other in seats]
    before, after = (tally(rule, some, positions, closed=True, absolute=absolute, lower=lower) for some in (seats, without))
    return before.outcome != after.outcome


_WAITING = Finding(StageOutcome.PENDING, Why.WAITING)
_DECIDED = PASSING | {StageOutcome.NOT_PASSED}
_CHAIRS_OWN = frozenset({Why.VOTES, Why.CHAIR_UNDECIDED, Why.ADJOURNED})


@dataclass(frozen=True, slots=True)
class _Round:
    """A round as heard: who was asked, what they said, and what the silence of the others is taken for."""

    house: House
    seats: tuple[TallySeat, ...]
    asked: tuple[TallySeat, ...]
    spoken: Votes
    deemed: Votes
    closed: bool

    @property
    def votes(self) -> Votes:
        return {**self.spoken, **self.deemed}

    @property
    def silent(self) -> tuple[TallySeat, ...]:
        return tuple(seat for seat in self.asked if seat.code not in self.spoken)

    @property
    def waited_for(self) -> tuple[TallySeat, ...]:
        """The silent seats that the round cannot simply pass over: in an open round all, in a closed one some."""
        if not self.closed:
            return self.silent
        return tuple(seat for seat in self.silent if seat.code not in self.deemed and _holds_up(self.house, seat))

    @property
    def owes_casting_vote(self) -> bool:
        """Whether nothing but the chair's casting vote is still to come."""
        return not self.waited_for and verdict(self.house, self.votes, self.deemed) == CASTING_OWED


def _hear(
    rule: Rule,
    seats: Sequence[TallySeat],
    positions: Sequence[Spoken],
    *,
    closed: bool,
    absolute: Sequence[str],
    lower: StageOutcome | None,
) -> _Round:
    _refuse_nonsense(seats, positions)
    asked = tuple(seat for seat in seats if seat.is_asked)
    codes = {seat.code for seat in asked}
    voting = tuple(seat for seat in asked if seat.votes)
    chair = next((seat for seat in voting if seat.chair), None)
    house = House(
        rule=rule,
        seats=sum(seat.votes for seat in seats),
        voting=voting,
        chair=chair,
        casting=next((said.choice for said in positions if said.casting and said.seat in codes), None),
        absolute=bool(absolute),
        lower=lower if lower in _DECIDED else None,
    )
    spoken = {said.seat: said.choice for said in positions if not said.casting and said.seat in codes}
    return _Round(house, tuple(seats), asked, spoken, _deemed(house, spoken) if closed else {}, closed)


def _refuse_nonsense(seats: Sequence[TallySeat], positions: Sequence[Spoken]) -> None:
    by_code = {seat.code: seat for seat in seats}
    if len(by_code) < len(seats):
        raise ValueError("a seat stands twice in the round")
    keys = [(said.seat, said.casting) for said in positions]
    if len(set(keys)) < len(keys):
        raise ValueError("a seat has two live positions")
    for said in positions:
        if said.seat not in by_code:
            raise ValueError(f"no seat {said.seat!r} in the round")
        if said.casting and not (by_code[said.seat].chair and by_code[said.seat].votes):
            raise ValueError("only the chair has a casting vote")


def _deemed(house: House, spoken: Votes) -> Votes:
    taken_for = _TAKEN_FOR.get(house.rule.silence)
    if taken_for is None:
        return {}
    return {seat.code: taken_for for seat in house.voting if seat.code not in spoken and not _must_speak_itself(house, seat)}


def _must_speak_itself(house: House, seat: TallySeat) -> bool:
    """A single chair's decision is always an act of its own, never read out of silence."""
    return seat.explicit or (house.rule.kind == RuleKind.SINGLE and seat == house.chair)


def _holds_up(house: House, seat: TallySeat) -> bool:
    if seat.votes or seat.explicit:
        return True
    return seat.mandatory and house.rule.silence not in _TAKEN_FOR


def _finding(round_: _Round) -> Finding:
    """What the round comes to now: pending until it may end under its rule."""
    if round_.owes_casting_vote and round_.closed:
        return _unbroken(round_.house)
    if not round_.waited_for:
        return verdict(round_.house, round_.votes, round_.deemed)
    if round_.closed:
        return _certain(round_) or _silence(round_.house)
    return (_certain(round_) if round_.house.rule.early_close else None) or _WAITING


def _silence(house: House) -> Finding:
    blocked = house.rule.silence == Silence.BLOCK
    return Finding(StageOutcome.PENDING if blocked else StageOutcome.ESCALATED, Why.SILENCE)


def _unbroken(house: House) -> Finding:
    """What a tie comes to when the time is over and the chair has not broken it: silence never breaks it for the chair."""
    match house.rule.silence:
        case Silence.BLOCK:
            return CASTING_OWED
        case Silence.ESCALATE:
            return Finding(StageOutcome.ESCALATED, Why.TIE)
    return Finding(StageOutcome.NOT_PASSED, Why.TIE)


def _certain(round_: _Round) -> Finding | None:
    """The finding that no seat still waited for can turn; a pass also needs every mandatory seat to have spoken."""
    house, waited_for = round_.house, round_.waited_for
    finding = certain(house, round_.votes, round_.deemed, waited_for)
    if finding is None:
        return None
    if finding.outcome in PASSING and any(seat.must_speak for seat in waited_for):
        return None
    hearing = house.rule.kind == RuleKind.SINGLE and not round_.closed and waited_for
    return None if hearing and finding.why in _CHAIRS_OWN else finding


def _is_settled(round_: _Round, finding: Finding) -> bool:
    return finding.outcome != StageOutcome.PENDING or _certain(round_) is not None


def _can_pass(round_: _Round, finding: Finding) -> bool:
    if finding.outcome != StageOutcome.PENDING:
        return finding.outcome in PASSING
    reachable = best(round_.house, round_.votes, round_.deemed, round_.waited_for)
    return reachable.outcome in PASSING or reachable in (CASTING_OWED, BY_RESOLUTION)


def _missing(round_: _Round, finding: Finding) -> tuple[str, ...]:
    if round_.owes_casting_vote and round_.house.chair:
        return (round_.house.chair.code,)
    if round_.closed and finding.why != Why.SILENCE:
        return ()
    return tuple(seat.code for seat in sorted(round_.waited_for, key=lambda seat: not seat.must_speak))


def _with_conditions(round_: _Round, counted: Count, finding: Finding) -> StageOutcome:
    """A pass carries conditions as soon as one vote for it does; a single chair's pass only the chair's own."""
    house = round_.house
    lower_stands = finding.why == Why.TIE and house.rule.tie == Tie.LOWER_STANDS
    if finding.outcome != StageOutcome.PASSED or lower_stands:
        return finding.outcome
    conditional = {code for code, choice in round_.spoken.items() if choice == PositionChoice.CONDITIONS}
    if house.rule.kind == RuleKind.SINGLE:
        given = house.chair is not None and house.chair.code in conditional
    else:
        given = any(seat.code in conditional for seat in house.voting)
    cast = counted.is_tied and house.casting == PositionChoice.CONDITIONS
    return StageOutcome.PASSED_WITH_CONDITIONS if given or cast else StageOutcome.PASSED


def _numbers(round_: _Round, counted: Count) -> Numbers:
    house = round_.house
    said = [round_.spoken[seat.code] for seat in house.voting if seat.code in round_.spoken]
    base, needed = _measure(counted)
    return Numbers(
        seats=house.seats,
        recused=house.seats - len(house.voting),
        approvals=said.count(PositionChoice.APPROVE),
        conditions=said.count(PositionChoice.CONDITIONS),
        objections=said.count(PositionChoice.OBJECT),
        abstentions=said.count(PositionChoice.ABSTAIN),
        no_views=said.count(PositionChoice.NO_VIEW),
        adjourns=said.count(PositionChoice.ADJOURN),
        silent=len(house.voting) - len(said),
        deemed=len(round_.deemed),
        votes_for=counted.votes_for,
        votes_against=counted.votes_against,
        weight_for=counted.weight_for,
        weight_against=counted.weight_against,
        base=base,
        needed=needed,
        quorum_base=house.base,
        quorum_needed=house.rule.quorum_needed(house.base),
        quorum_present=counted.present,
        tied=counted.is_tied,
        casting=house.casting if counted.is_tied else None,
    )


def _passed_over(counted: Count) -> int:
    """How many of the seats that unanimity asks for have spoken without taking a side."""
    said = [counted.votes.get(seat.code) for seat in counted.house.required]
    abstain_counts = counted.house.rule.abstention == Abstention.AGAINST
    sides = DECISIVE | ({PositionChoice.ABSTAIN} if abstain_counts else set())
    return sum(choice is not None and choice not in sides for choice in said)


def _measure(counted: Count) -> tuple[Decimal, Decimal | None]:
    """What the votes for are measured against, and how many are needed."""
    house, rule, cast = counted.house, counted.house.rule, counted.votes_for + counted.votes_against
    match rule.kind:
        case RuleKind.UNANIMITY:
            return Decimal(len(house.required)), Decimal(max(1, len(house.required) - _passed_over(counted)))
        case RuleKind.MAJORITY_CAST:
            return Decimal(cast), Decimal(cast // 2 + 1)
        case RuleKind.MAJORITY_SEATS:
            return Decimal(house.base), Decimal(house.base // 2 + 1)
        case RuleKind.QUALIFIED:
            share = -(-counted.measure * (rule.numerator or 1) // (rule.denominator or 1))
            return Decimal(counted.measure), Decimal(max(share, 1))
        case RuleKind.K_OF_N:
            return Decimal(len(house.voting)), Decimal(rule.k or 1)
        case RuleKind.WEIGHTED:
            return sum((Decimal(seat.weight) for seat in house.voting), Decimal()), rule.threshold
    return Decimal(len(house.voting)), None
