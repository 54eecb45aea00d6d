"""The outcome of a round under its rule: now, and whatever the seats that are still to speak may say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from licensing.choices import Abstention, PositionChoice, RuleKind, Silence, StageOutcome, Tie, Veto
from licensing.policy.signoff.count import Count, Electorate, HeardRound, Votes, compute_numbers, count_votes, find_vetoes
from licensing.policy.signoff.tally_types import FOR, PASSING, Tally, TallySeat, Why


class Finding(NamedTuple):
    """An outcome and what it rests on."""

    outcome: StageOutcome
    why: Why


_PASS = Finding(StageOutcome.PASSED, Why.VOTES)
_FAIL = Finding(StageOutcome.NOT_PASSED, Why.VOTES)
_CASTING_OWED = Finding(StageOutcome.PENDING, Why.TIE)
_BY_RESOLUTION = Finding(StageOutcome.PENDING, Why.RESOLUTION)
_WAITING = Finding(StageOutcome.PENDING, Why.WAITING)
_CHAIRS_OWN = frozenset({Why.VOTES, Why.CHAIR_UNDECIDED, Why.ADJOURNED})


def find_outcome(heard: HeardRound, counted: Count, absolute: Sequence[str], *, at_limit: StageOutcome | None = None) -> Tally:
    """The outcome with its arithmetic, not yet explained; `absolute` names the criteria met that no vote can override.

    `at_limit` is the outcome where the legal limit has passed and nothing that was said decides.
    """
    finding = _current_finding(heard)
    if at_limit and finding.outcome == StageOutcome.PENDING:
        finding = _finding_at_limit(heard, finding, at_limit)
    return Tally(
        outcome=_outcome_with_conditions(heard, counted, finding),
        why=finding.why,
        settled=finding.outcome != StageOutcome.PENDING or _settled_finding(heard) is not None,
        can_pass=_can_pass(heard, finding),
        all_spoken=not heard.silent and not _owes_casting_vote(heard),
        numbers=compute_numbers(heard, counted),
        missing=_missing_seats(heard, finding),
        deemed=tuple(heard.deemed.items()),
        vetoes=tuple(seat.code for seat in find_vetoes(heard.electorate, heard.spoken)),
        dissent=tuple(seat.code for seat in heard.asked if heard.spoken.get(seat.code) == PositionChoice.OBJECT),
        absolute=tuple(absolute),
    )


def _apply_rule(heard: HeardRound, further: Votes | None = None) -> Finding:
    """The finding under the rule, with the positions that may still follow.

    Pending means that a tie waits for the chair, or a stage without a vote for its resolution.
    """
    electorate, votes = heard.electorate, {**heard.votes, **(further or {})}
    if electorate.absolute:
        return Finding(StageOutcome.NOT_PASSED, Why.ABSOLUTE)
    if not electorate.seats:
        return _BY_RESOLUTION
    if not electorate.voting:
        return Finding(StageOutcome.ESCALATED, Why.NO_SEATS)
    # A veto is an act of its own: an objection that silence was taken for carries none.
    held = {seat.veto for seat in find_vetoes(electorate, votes) if seat.code not in heard.deemed}
    if Veto.ABSOLUTE in held:
        return Finding(StageOutcome.NOT_PASSED, Why.VETO)
    if Veto.SUSPENSIVE in held:
        return Finding(StageOutcome.ESCALATED, Why.VETO)
    counted = count_votes(electorate, votes, heard.deemed)
    if not counted.has_quorum:
        return Finding(StageOutcome.ESCALATED, Why.QUORUM)
    if _is_adjourned(counted):
        return Finding(StageOutcome.ADJOURNED, Why.ADJOURNED)
    return _RULES[electorate.rule.kind](counted)


def _owes_casting_vote(heard: HeardRound) -> bool:
    """Whether nothing but the chair's casting vote is still to come."""
    return not heard.waited_for and _apply_rule(heard) == _CASTING_OWED


def _current_finding(heard: HeardRound) -> Finding:
    """The finding at this moment: pending until the round may end under its rule."""
    if _owes_casting_vote(heard) and heard.closed:
        return _unbroken_tie_finding(heard.electorate)
    if not heard.waited_for:
        return _apply_rule(heard)
    if heard.closed:
        return _settled_finding(heard) or _silence_finding(heard.electorate)
    return (_settled_finding(heard) if heard.electorate.rule.early_close else None) or _WAITING


def _finding_at_limit(heard: HeardRound, finding: Finding, outcome: StageOutcome) -> Finding:
    """The written consequence; but what was said is never turned round: what can no longer pass is not deemed to have."""
    return _FAIL if outcome in PASSING and not _can_pass(heard, finding) else Finding(outcome, Why.LIMIT)


def _silence_finding(electorate: Electorate) -> Finding:
    blocked = electorate.rule.silence == Silence.BLOCK
    return Finding(StageOutcome.PENDING if blocked else StageOutcome.ESCALATED, Why.SILENCE)


def _unbroken_tie_finding(electorate: Electorate) -> Finding:
    """The finding for a tie when the time is over and the chair has not broken it: silence never breaks it for the chair."""
    match electorate.rule.silence:
        case Silence.BLOCK:
            return _CASTING_OWED
        case Silence.ESCALATE:
            return Finding(StageOutcome.ESCALATED, Why.TIE)
    return Finding(StageOutcome.NOT_PASSED, Why.TIE)


def _settled_finding(heard: HeardRound) -> Finding | None:
    """The finding that no seat still waited for can turn; a pass also needs every mandatory seat to have spoken.

    Every rule is monotone between all approving and all objecting, so the extremes decide for everything between
    them; `_extremes` adds the ones that lie off that line. The tests try every completion against this.
    """
    found = [_apply_rule(heard, further) for further in _extremes(heard.waited_for)]
    outcomes = {_pass_or_other(finding.outcome) for finding in found}
    if len(outcomes) > 1 or StageOutcome.PENDING in outcomes:
        return None
    finding = found[0]
    if finding.outcome in PASSING and any(seat.must_speak for seat in heard.waited_for):
        return None
    # A single chair hears everybody first: while seats may still speak, the chair's own word settles nothing.
    hearing = heard.electorate.rule.kind == RuleKind.SINGLE and not heard.closed and heard.waited_for
    return None if hearing and finding.why in _CHAIRS_OWN else finding


def _can_pass(heard: HeardRound, finding: Finding) -> bool:
    if finding.outcome != StageOutcome.PENDING:
        return finding.outcome in PASSING
    reachable = _apply_rule(heard, _all_say(heard.waited_for, PositionChoice.APPROVE))
    return reachable.outcome in PASSING or reachable in (_CASTING_OWED, _BY_RESOLUTION)


def _missing_seats(heard: HeardRound, finding: Finding) -> tuple[str, ...]:
    if finding.why is Why.LIMIT:
        return ()
    if _owes_casting_vote(heard) and heard.electorate.chair:
        return (heard.electorate.chair.code,)
    if heard.closed and finding.why != Why.SILENCE:
        return ()
    return tuple(seat.code for seat in sorted(heard.waited_for, key=lambda seat: not seat.must_speak))


def _outcome_with_conditions(heard: HeardRound, counted: Count, finding: Finding) -> StageOutcome:
    """A pass carries conditions as soon as one vote for it does; a single chair's pass only the chair's own."""
    electorate = heard.electorate
    # The decision of the stage below stands as it is; conditions that votes of this stage asked for are not part of it.
    lower_stands = finding.why == Why.TIE and electorate.rule.tie == Tie.LOWER_STANDS
    if finding.outcome != StageOutcome.PASSED or lower_stands:
        return finding.outcome
    conditional = {code for code, choice in heard.spoken.items() if choice == PositionChoice.CONDITIONS}
    if electorate.rule.kind == RuleKind.SINGLE:
        given = electorate.chair is not None and electorate.chair.code in conditional
    else:
        given = any(seat.code in conditional for seat in electorate.voting)
    cast = counted.is_tied and electorate.casting == PositionChoice.CONDITIONS
    return StageOutcome.PASSED_WITH_CONDITIONS if given or cast else StageOutcome.PASSED


def _pass_or_other(outcome: StageOutcome) -> StageOutcome:
    return StageOutcome.PASSED if outcome in PASSING else outcome


def _extremes(open_seats: Sequence[TallySeat]) -> Iterator[Votes]:
    """Votes of the seats still to speak between which every other combination lies, saying nothing included."""
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
    match counted.electorate.rule.kind:
        case RuleKind.UNANIMITY | RuleKind.CONSENSUS:
            return counted.adjourns > 0 and counted.votes_against == 0
        case RuleKind.SINGLE:
            return counted.chairs_choice == PositionChoice.ADJOURN
    return counted.adjourns * 2 > counted.present


def _pass_or_fail(passes: bool) -> Finding:
    return _PASS if passes else _FAIL


def _unanimity(counted: Count) -> Finding:
    heard = all(seat.code in counted.votes for seat in counted.electorate.required)
    # Somebody must be for: a unanimity of abstentions approves nothing.
    return _pass_or_fail(heard and counted.votes_for > 0 and counted.votes_against == 0)


def _consensus(counted: Count) -> Finding:
    agreed = counted.votes_for > 0 or not counted.electorate.rule.somebody_for
    return _pass_or_fail(agreed and counted.votes_against == 0)


def _majority(counted: Count) -> Finding:
    return _tie_finding(counted.electorate) if counted.is_tied else _enough(counted)


def _enough(counted: Count) -> Finding:
    return _pass_or_fail(counted.is_enough)


def _single(counted: Count) -> Finding:
    electorate, choice = counted.electorate, counted.chairs_choice
    if electorate.chair is None:
        return Finding(StageOutcome.ESCALATED, Why.NO_CHAIR)
    if choice in FOR:
        return _PASS
    if choice == PositionChoice.OBJECT:
        return _FAIL
    if choice == PositionChoice.ABSTAIN and electorate.rule.abstention == Abstention.AGAINST:
        return _FAIL
    return Finding(StageOutcome.ESCALATED, Why.CHAIR_UNDECIDED)


def _tie_finding(electorate: Electorate) -> Finding:
    match electorate.rule.tie:
        # The chair may be recused, and nobody else can break the tie.
        case Tie.CHAIR if electorate.chair is None:
            return Finding(StageOutcome.ESCALATED, Why.TIE)
        case Tie.CHAIR if electorate.casting is None:
            return _CASTING_OWED
        case Tie.CHAIR:
            outcome = StageOutcome.PASSED if electorate.casting in FOR else StageOutcome.NOT_PASSED
        case Tie.ESCALATE:
            outcome = StageOutcome.ESCALATED
        case Tie.LOWER_STANDS:
            outcome = electorate.lower or StageOutcome.NOT_PASSED
        case _:
            outcome = StageOutcome.NOT_PASSED
    return Finding(outcome, Why.TIE)


_RULES: Mapping[RuleKind, Callable[[Count], Finding]] = {
    RuleKind.UNANIMITY: _unanimity,
    RuleKind.CONSENSUS: _consensus,
    RuleKind.MAJORITY_CAST: _majority,
    RuleKind.MAJORITY_SEATS: _majority,
    RuleKind.QUALIFIED: _enough,
    RuleKind.K_OF_N: _enough,
    RuleKind.WEIGHTED: _enough,
    RuleKind.SINGLE: _single,
    RuleKind.TESTS: _enough,
}
