"""What stands in the way of a case, in words, as its page at the desk shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from licensing.choices import Step
from licensing.policy.licences.own_permits import PermitReduction
from licensing.policy.obstacles import Obstacle


@dataclass(frozen=True, slots=True)
class ObstacleRow:
    """One obstacle: what it is, what it keeps the case from, what it rests on, and who may lift it and how."""

    sentence: str
    stops: Sequence[str]
    seats: str
    source: str
    since: datetime | None
    lift: str
    told: str
    # The variation of another permit that would lift it, with the lines that it would change.
    reduction: PermitReduction | None
    reduced: Sequence[str]


def build_obstacle_rows(obstacles: Sequence[Obstacle]) -> list[ObstacleRow]:
    """The obstacles first, each in the order of the list, and then what is only to be known."""
    ordered = sorted(obstacles, key=lambda one: one.is_note)
    return [
        ObstacleRow(
            sentence=str(one.message),
            stops=[str(step.label) for step in Step if step in one.stops],
            seats=", ".join(sorted(one.seats)),
            source=str(one.source),
            since=one.since,
            lift=str(one.lift),
            told=str(one.told or ""),
            reduction=one.reduction,
            reduced=[str(line.describe()) for line in one.reduction.lines] if one.reduction else [],
        )
        for one in ordered
    ]
