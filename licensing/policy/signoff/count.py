"""Who was asked, what they said, what silence is taken for, and what all of it adds up to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from licensing.choices import Abstention, PositionChoice, QuorumBase, RuleKind, Silence, StageOutcome, Veto
from licensing.policy.signoff.rules import Rule
from licensing.policy.signoff.several.measuring import Hearing
from licensing.policy.signoff.several.vote_tests import MeasuredTest, VoteTest, are_met
from licensing.policy.signoff.tally_types import DECISIVE, FOR, PASSING, SeatPosition, TallyNumbers, TallySeat

Votes = Mapping[str, PositionChoice]

_TAKEN_FOR = {
    Silence.NO_OBJECTION: PositionChoice.APPROVE,
    Silence.ABSTAIN: PositionChoice.ABSTAIN,
    Silence.OBJECTION: PositionChoice.OBJECT,
}
_DECIDED = PASSING | {StageOutcome.NOT_PASSED}


@dataclass(frozen=True, slots=True)
class Electorate:
    """Who votes under which rule, and what else the outcome depends on. `voting` leaves out the recused."""

    rule: Rule
    seats: int
    voting: tuple[TallySeat, ...]
    chair: TallySeat | None
    casting: PositionChoice | None
    absolute: bool
    lower: StageOutcome | None
    with_recused: tuple[TallySeat, ...] = ()

    @property
    def base(self) -> int:
        """What a quorum and a majority of seats are measured against: with or without the recused, as the rule says."""
        return self.seats if self.rule.quorum_base == QuorumBase.ALL_SEATS else len(self.voting)

    @property
    def required(self) -> tuple[TallySeat, ...]:
        """The seats that unanimity asks for: the mandatory ones, or all where none is."""
        return tuple(seat for seat in self.voting if seat.must_speak) or self.voting


@dataclass(frozen=True, slots=True)
class HeardRound:
    """A round as heard: who was asked, what they said, and what the silence of the others is taken for."""

    electorate: Electorate
    seats: tuple[TallySeat, ...]
    asked: tuple[TallySeat, ...]
    spoken: Votes
    deemed: Votes
    closed: bool

    @property
    def votes(self) -> Votes:
        """What was said and what silence is taken for. Vetoes are looked for in `spoken` alone."""
        return {**self.spoken, **self.deemed}

    @property
    def silent(self) -> tuple[TallySeat, ...]:
        """The seats asked that have not spoken, consultative ones too, and those whose silence is taken for something."""
        return tuple(seat for seat in self.asked if seat.code not in self.spoken)

    @property
    def waited_for(self) -> tuple[TallySeat, ...]:
        """The silent seats that the round cannot simply pass over: in an open round all, in a closed one some."""
        if not self.closed:
            return self.silent
        return tuple(seat for seat in self.silent if seat.code not in self.deemed and _is_waited_for(self.electorate, seat))


@dataclass(frozen=True, slots=True)
class Count:
    """Votes counted as the rule counts them."""

    electorate: Electorate
    votes: Votes
    votes_for: int
    votes_against: int
    weight_for: Decimal
    weight_against: Decimal
    present: int
    adjourns: int
    deemed: frozenset[str] = frozenset()

    @property
    def is_tied(self) -> bool:
        """Whether for and against are equal under a rule that knows a tie; of seats, only where they are all of the base."""
        even = self.votes_for == self.votes_against
        match self.electorate.rule.kind:
            case RuleKind.MAJORITY_CAST:
                return even
            case RuleKind.MAJORITY_SEATS:
                return even and self.votes_for * 2 == self.electorate.base
        return False

    @property
    def has_quorum(self) -> bool:
        """Whether enough seats are present; an abstention may or may not count as presence, as the rule says."""
        enough = self.present >= (self.electorate.rule.count_quorum(self.electorate.base) or 0)
        return enough and are_met(self.measure_tests(self.electorate.rule.quorum_tests))

    @property
    def measure(self) -> int:
        """What a qualified majority is a share of."""
        return self.electorate.base if self.electorate.rule.of_seats else self.votes_for + self.votes_against

    @property
    def base(self) -> Decimal:
        """What the votes for are measured against, to be read beside `needed`; of a weighted rule, all weights."""
        match self.electorate.rule.kind:
            case RuleKind.UNANIMITY:
                return Decimal(len(self.electorate.required))
            case RuleKind.MAJORITY_CAST:
                return Decimal(self.votes_for + self.votes_against)
            case RuleKind.MAJORITY_SEATS:
                return Decimal(self.electorate.base)
            case RuleKind.QUALIFIED:
                return Decimal(self.measure)
            case RuleKind.WEIGHTED:
                return sum((Decimal(seat.weight) for seat in self.electorate.voting), Decimal())
        return Decimal(len(self.electorate.voting))

    @property
    def needed(self) -> Decimal | None:
        """The fewest votes for that pass, or of a weighted rule their least weight; none where votes are not added up."""
        rule = self.electorate.rule
        match rule.kind:
            case RuleKind.UNANIMITY:
                return Decimal(max(1, len(self.electorate.required) - _count_neutral(self)))
            case RuleKind.MAJORITY_CAST | RuleKind.MAJORITY_SEATS:
                return self.base // 2 + 1
            case RuleKind.QUALIFIED:
                # Without the one, nobody voting at all would be "at least 2/3 of none".
                return Decimal(max(_share_of(self.measure, rule), 1))
            case RuleKind.K_OF_N:
                return Decimal(rule.k or 1)
            case RuleKind.WEIGHTED:
                return rule.threshold
        return None

    def measure_tests(self, tests: Sequence[VoteTest]) -> tuple[MeasuredTest, ...]:
        """What the votes come to under each of these tests of the rule."""
        rule = self.electorate.rule
        hearing = Hearing(self.electorate.with_recused, self.votes, self.deemed, rule.abstention, rule.groups)
        return tuple(hearing.measure(test) for test in tests)

    @property
    def is_enough(self) -> bool:
        """Whether the votes for reach what the rule needs of them, be it a majority, a share, a number or a weight."""
        if self.electorate.rule.kind == RuleKind.TESTS:
            return are_met(self.measure_tests(self.electorate.rule.tests))
        reached = self.weight_for if self.electorate.rule.kind == RuleKind.WEIGHTED else self.votes_for
        return self.needed is not None and reached >= self.needed

    @property
    def chairs_choice(self) -> PositionChoice | None:
        """The chair's ordinary position, never the casting vote."""
        chair = self.electorate.chair
        return self.votes.get(chair.code) if chair else None


def collect_positions(
    rule: Rule,
    seats: Sequence[TallySeat],
    positions: Sequence[SeatPosition],
    *,
    closed: bool,
    absolute: bool,
    lower: StageOutcome | None,
) -> HeardRound:
    """Sort out who is asked and who has said what; silence is read only in a round that is `closed`.

    `absolute`: a criterion that no vote can override is met. Raises ValueError for positions that no round can hold.
    """
    _check_positions(seats, positions)
    asked = tuple(seat for seat in seats if seat.is_asked)
    # Of a recused seat nothing counts, the casting vote of a recused chair included.
    codes = {seat.code for seat in asked}
    heard = [said for said in positions if said.seat in codes]
    voting = tuple(seat for seat in asked if seat.votes)
    electorate = Electorate(
        rule=rule,
        # The recused are counted too: `quorum_base` decides whether they stay in the base.
        seats=sum(seat.votes for seat in seats),
        voting=voting,
        chair=next((seat for seat in voting if seat.chair), None),
        casting=next((said.choice for said in heard if said.casting), None),
        absolute=absolute,
        # A stage below that was itself referred up or adjourned has decided nothing that could stand.
        lower=lower if lower in _DECIDED else None,
        with_recused=tuple(seat for seat in seats if seat.votes),
    )
    spoken = {said.seat: said.choice for said in heard if not said.casting}
    return HeardRound(electorate, tuple(seats), asked, spoken, _deem_silence(electorate, spoken) if closed else {}, closed)


def count_votes(electorate: Electorate, votes: Votes, deemed: Collection[str] = ()) -> Count:
    """Count the seats that have spoken or are taken to have (`deemed`); all others are absent.

    Whether the deemed are present is the rule's to say.
    """
    unheard = frozenset(deemed) if electorate.rule.quorum_of_spoken else frozenset()
    against = {PositionChoice.OBJECT}
    if electorate.rule.abstention == Abstention.AGAINST:
        against.add(PositionChoice.ABSTAIN)
    absent = {PositionChoice.ABSTAIN} if electorate.rule.abstention == Abstention.ABSENT else set()
    cast = [(seat, votes[seat.code]) for seat in electorate.voting if seat.code in votes]
    return Count(
        electorate=electorate,
        votes=votes,
        votes_for=sum(choice in FOR for _, choice in cast),
        votes_against=sum(choice in against for _, choice in cast),
        weight_for=sum((Decimal(seat.weight) for seat, choice in cast if choice in FOR), Decimal()),
        weight_against=sum((Decimal(seat.weight) for seat, choice in cast if choice in against), Decimal()),
        present=sum(choice not in absent and seat.code not in unheard for seat, choice in cast),
        adjourns=sum(choice == PositionChoice.ADJOURN for _, choice in cast),
        deemed=frozenset(deemed),
    )


def find_vetoes(electorate: Electorate, spoken: Votes) -> list[TallySeat]:
    """The seats whose spoken objection is a veto; what silence is taken for never is."""
    return [seat for seat in electorate.voting if seat.veto != Veto.NONE and spoken.get(seat.code) == PositionChoice.OBJECT]


def compute_numbers(heard: HeardRound, counted: Count) -> TallyNumbers:
    """The arithmetic of a round as it is shown to people and kept with the outcome."""
    electorate = heard.electorate
    said = [heard.spoken[seat.code] for seat in electorate.voting if seat.code in heard.spoken]
    return TallyNumbers(
        seats=electorate.seats,
        recused=electorate.seats - len(electorate.voting),
        approvals=said.count(PositionChoice.APPROVE),
        conditions=said.count(PositionChoice.CONDITIONS),
        objections=said.count(PositionChoice.OBJECT),
        abstentions=said.count(PositionChoice.ABSTAIN),
        no_views=said.count(PositionChoice.NO_VIEW),
        adjourns=said.count(PositionChoice.ADJOURN),
        silent=len(electorate.voting) - len(said),
        deemed=len(heard.deemed),
        votes_for=counted.votes_for,
        votes_against=counted.votes_against,
        weight_for=counted.weight_for,
        weight_against=counted.weight_against,
        base=counted.base,
        needed=counted.needed,
        quorum_base=electorate.base,
        quorum_needed=electorate.rule.count_quorum(electorate.base),
        quorum_present=counted.present,
        tied=counted.is_tied,
        # Without a tie it was not used, and showing it would look as if it had been.
        casting=electorate.casting if counted.is_tied else None,
        tests=counted.measure_tests(electorate.rule.tests),
        quorum_tests=counted.measure_tests(electorate.rule.quorum_tests),
    )


def _check_positions(seats: Sequence[TallySeat], positions: Sequence[SeatPosition]) -> None:
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


def _deem_silence(electorate: Electorate, spoken: Votes) -> Votes:
    """What the seats that vote and have not spoken are taken to have said, by the rule of the stage."""
    taken_for = _TAKEN_FOR.get(electorate.rule.silence)
    if taken_for is None:
        return {}
    silent = [seat for seat in electorate.voting if seat.code not in spoken]
    return {seat.code: taken_for for seat in silent if not _must_speak_itself(electorate, seat)}


def _must_speak_itself(electorate: Electorate, seat: TallySeat) -> bool:
    """A single chair's decision is always an act of its own, never read out of silence."""
    return seat.explicit or (electorate.rule.kind == RuleKind.SINGLE and seat == electorate.chair)


def _is_waited_for(electorate: Electorate, seat: TallySeat) -> bool:
    if seat.votes or seat.explicit:
        return True
    return seat.mandatory and electorate.rule.silence not in _TAKEN_FOR


def _count_neutral(counted: Count) -> int:
    """How many of the seats that unanimity asks for have spoken without taking a side."""
    said = [counted.votes.get(seat.code) for seat in counted.electorate.required]
    abstain_counts = counted.electorate.rule.abstention == Abstention.AGAINST
    sides = DECISIVE | ({PositionChoice.ABSTAIN} if abstain_counts else set())
    return sum(choice is not None and choice not in sides for choice in said)


def _share_of(measure: int, rule: Rule) -> int:
    """The least number that is at least the rule's share of a measure, or more than it where the rule is strict."""
    numerator, denominator = rule.numerator or 1, rule.denominator or 1
    if rule.strict:
        return measure * numerator // denominator + 1
    # Rounded up in whole numbers, so that 2/3 of 6 are exactly 4 and of 7 are 5.
    return -(-measure * numerator // denominator)
