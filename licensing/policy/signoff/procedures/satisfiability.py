"""Whether a rule can ever be met, and ever be applied, by the seats of its stage; asked before it is published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from licensing.choices import RuleKind, Veto
from licensing.errors import Gap
from licensing.messages import Message
from licensing.policy.signoff.rules import Rule, may_need_casting_vote
from licensing.policy.signoff.several.reaching import find_test_gaps
from licensing.policy.signoff.tally_types import TallySeat


def check_satisfiable(rule: Rule, seats: Sequence[TallySeat]) -> list[Gap]:
    """Why this rule could never be met, or never be applied, by these seats."""
    return list(_satisfiability_gaps(rule, seats))


def _satisfiability_gaps(rule: Rule, seats: Sequence[TallySeat]) -> Iterator[Gap]:
    voting = [seat for seat in seats if seat.votes]
    yield from _seat_gaps(seats)
    # The other faults would all follow from this one, and hide it.
    if not voting:
        yield Gap("no_voting_seat", "seats", Message("No seat of the stage has a vote."))
        return
    yield from _number_gaps(rule, voting)
    yield from _quorum_gaps(rule, voting)
    if rule.kind == RuleKind.TESTS:
        yield from find_test_gaps(rule, voting)
    yield from _chair_gaps(rule, [seat for seat in voting if seat.chair])


def _seat_gaps(seats: Sequence[TallySeat]) -> Iterator[Gap]:
    codes = [seat.code for seat in seats]
    for index, seat in enumerate(seats):
        path = f"seats.{index}"
        if seat.code in codes[:index]:
            yield Gap("seat_twice", f"{path}.code", Message("The seat “%(code)s” stands twice.", code=seat.code))
        if not Decimal(seat.weight).is_finite() or seat.weight < 0:
            yield Gap("weight_negative", f"{path}.weight", Message("A weight cannot be below 0."))
        if seat.veto != Veto.NONE and not seat.votes:
            yield Gap("veto_without_vote", f"{path}.veto", Message("A seat without a vote cannot hold a veto."))
        if seat.must_speak and not seat.role.speaks:
            yield Gap(
                "cannot_speak",
                f"{path}.mandatory",
                Message("An observer or a secretary takes no position, so the seat cannot be mandatory."),
            )


def _number_gaps(rule: Rule, voting: Sequence[TallySeat]) -> Iterator[Gap]:
    total = sum((Decimal(seat.weight) for seat in voting), Decimal())
    if rule.kind == RuleKind.QUALIFIED and not (rule.numerator and rule.denominator):
        yield Gap("share_missing", "denominator", Message("A share needs both numbers above 0."))
    if rule.kind == RuleKind.K_OF_N and not 1 <= (rule.k or 0) <= len(voting):
        yield Gap(
            "k_out_of_reach",
            "k",
            Message(
                "%(approvals)s approvals can never be reached: %(voting)s have a vote.", approvals=rule.k, voting=len(voting)
            ),
        )
    if rule.kind == RuleKind.WEIGHTED and not 0 < (rule.threshold or 0) <= total:
        yield Gap(
            "threshold_out_of_reach",
            "threshold",
            Message(
                "A weight of %(threshold)s can never be reached: all seats together weigh %(total)s.",
                threshold=rule.threshold,
                total=total,
            ),
        )


def _quorum_gaps(rule: Rule, voting: Sequence[TallySeat]) -> Iterator[Gap]:
    if (rule.count_quorum(len(voting)) or 0) > len(voting):
        yield Gap(
            "quorum_out_of_reach",
            "quorum",
            Message(
                "A quorum of %(quorum)s can never be present: %(voting)s have a vote.", quorum=rule.quorum, voting=len(voting)
            ),
        )


def _chair_gaps(rule: Rule, chairs: Sequence[TallySeat]) -> Iterator[Gap]:
    if len(chairs) > 1:
        yield Gap("two_chairs", "seats", Message("Only one voting seat can hold the chair."))
    if not chairs and rule.kind == RuleKind.SINGLE:
        yield Gap("no_chair", "seats", Message("The chair decides, but no voting seat holds the chair."))
    if not chairs and may_need_casting_vote(rule):
        yield Gap("no_chair_for_tie", "tie", Message("A tie is left to the chair, but no voting seat holds the chair."))
