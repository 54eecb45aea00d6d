"""Policy measures of the state: a moratorium, a quota, a duty, each with dates, scope and exceptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from licensing.policy.routing import CaseFacts
from licensing.policy.wording import Text


class MeasureKind(StrEnum):
    MORATORIUM = "moratorium"
    QUOTA = "quota"
    DUTY = "duty"


class InFlight(StrEnum):
    """What a measure means for cases that were already under way on its first day."""

    STOP = "stop"
    CONTINUE = "continue"
    CONTINUE_IF_IN_REVIEW = "continue_if_in_review"  # only those whose file was already accepted as complete


class Effect(StrEnum):
    NONE = "none"
    STOPPED = "stopped"
    EXEMPT = "exempt"
    QUOTA = "quota"
    DUTY = "duty"


@dataclass(frozen=True, slots=True)
class Measure:
    code: str
    kind: MeasureKind
    title: Text
    valid_from: date
    valid_until: date | None = None  # last day, inclusive
    scope: Mapping[str, Any] = field(default_factory=dict)  # a condition over CaseFacts; empty covers everything
    exceptions: tuple[Mapping[str, Any], ...] = ()
    in_flight: InFlight = InFlight.CONTINUE
    percent: Decimal | None = None  # of a quota (share of domestic orders) or a duty (share of the value)


@dataclass(frozen=True, slots=True)
class Verdict:
    measure: str
    effect: Effect
    reason: Text


def verdicts(
    measures: Sequence[Measure],
    facts: CaseFacts,
    *,
    today: date,
    submitted_on: date | None,
    complete_on: date | None,
) -> tuple[Verdict, ...]:
    """What each measure that covers this case today means for it, with the reason."""
    raise NotImplementedError


def stops(found: Sequence[Verdict]) -> bool:
    """Whether any measure forbids the case to go on."""
    return any(verdict.effect is Effect.STOPPED for verdict in found)
