"""What stands in the way of a case or a licence, and what is only worth knowing: one kind of value, whatever it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from licensing.choices import Step
from licensing.errors import Gap, Invalid, NotPassed, Problem
from licensing.messages import Text
from licensing.policy.licences.own_permits import PermitReduction

# What leads to a licence and, under it, out of the country. What stops these keeps nobody from filing, and an amendment may be
# its cure; goods that nobody controls need no licence that it could stop.
ON_THE_WAY: Final = frozenset(Step) - {Step.SUBMIT, Step.AMEND, Step.RELEASE}


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason why a case cannot go on, or a note where it stops nothing.

    `source` names what it rests on, with its version; `lift` says who may lift it and how. `seats` are the bodies whose
    seats alone cannot speak; without any, nobody can. `for_applicant` is what the applicant may read of it, if anything.
    """

    code: str
    message: Text
    source: Text
    lift: Text
    stops: frozenset[Step] = frozenset()
    seats: frozenset[str] = frozenset()
    since: datetime | None = None
    for_applicant: Text | None = None
    # Who has been told of it, and when; None where nobody is told of such a thing.
    told: Text | None = None
    # How an act refuses because of it. Codes of refusals are part of the API, so a new kind of obstacle needs one of its own.
    refusal: type[Problem] = NotPassed
    # The field of the act's own form that it is about: then the act is refused as invalid there, with its other faults.
    gap: Gap | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    # The variation of a permit of the same holder that would lift it, which pages lead to with its figures filled in.
    reduction: PermitReduction | None = None

    @property
    def is_note(self) -> bool:
        """Whether it stops nothing and is only told."""
        return not self.stops

    def does_stop(self, step: Step, *, seat: str = "") -> bool:
        """Whether it stops a step; `seat` is the body that would sign, and without it what stops single seats is left out."""
        return step in self.stops and (not self.seats or seat in self.seats)

    def as_problem(self, *, for_applicant: bool = False) -> Problem:
        """The refusal of an act that it stops, in the words of who carries it out."""
        sentence = self.for_applicant if for_applicant and self.for_applicant is not None else self.message
        return self.refusal(str(sentence), **self.data) if self.gap is None else Invalid(str(sentence), gaps=[self.gap])


def select_stopping(obstacles: Iterable[Obstacle], step: Step, *, seat: str = "") -> list[Obstacle]:
    """Those that stop a step, in their order."""
    return [one for one in obstacles if one.does_stop(step, seat=seat)]


def select_for_applicant(obstacles: Iterable[Obstacle]) -> list[Obstacle]:
    """Those of which the applicant may read something: never who sits where, and never what the forces need."""
    return [one for one in obstacles if one.for_applicant is not None]
