"""Hits of screening: what one is, where it stands by what was said of it, and who may say something of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from licensing.choices import HitStanding, HitStrength, HitVerdict
from licensing.messages import Message
from licensing.policy.people import two_persons


@dataclass(frozen=True, slots=True)
class Said:
    """What one person said of a hit, in the order in which it was said."""

    by: UUID
    verdict: HitVerdict


def find_standing(strength: HitStrength, said: Sequence[Said]) -> HitStanding:
    """Where a hit stands. One person clears a possible hit; two a strong one, and one that was ever found to be true.

    Whatever somebody says that is not “somebody else” takes back what was said before it: the two begin again after it.
    """
    if not said:
        return HitStanding.WAITING
    last = said[-1].verdict
    if last is HitVerdict.UNCLEAR:
        return HitStanding.UNCLEAR
    if last is HitVerdict.TRUE:
        return HitStanding.TRUE
    was_true = _was_true(said)
    if len(list_clearing(said)) >= (2 if does_take_two(strength, said) else 1):
        return HitStanding.CLEARED
    # A listed party stays one until the second person has said so too.
    return HitStanding.TRUE if was_true and _find_last_open(said) is HitVerdict.TRUE else HitStanding.SECOND


def does_take_two(strength: HitStrength, said: Sequence[Said]) -> bool:
    """Whether it takes two persons to clear a hit, each of whom proves afresh who they are."""
    return strength is HitStrength.STRONG or _was_true(said)


def list_clearing(said: Sequence[Said]) -> frozenset[UUID]:
    """Who has said since the last other word that it is somebody else."""
    people = []
    for one in reversed(said):
        if one.verdict is not HitVerdict.FALSE:
            break
        people.append(one.by)
    return frozenset(people)


def _was_true(said: Sequence[Said]) -> bool:
    """Whether anybody ever said that it is the listed party."""
    return any(one.verdict is HitVerdict.TRUE for one in said)


def _find_last_open(said: Sequence[Said]) -> HitVerdict | None:
    """The last verdict that was not that it is somebody else."""
    return next((one.verdict for one in reversed(said) if one.verdict is not HitVerdict.FALSE), None)


def find_second_refusal(said: Sequence[Said], *, by: UUID, verdict: HitVerdict) -> Message | None:
    """Why somebody may not say it: what they have said themselves takes another person."""
    clearing = list_clearing(said) if verdict is HitVerdict.FALSE else ()
    return next((two_persons.HIT.find_refusal(by, proposer=one) for one in clearing if one == by), None)
