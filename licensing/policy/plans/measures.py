"""Policy measures of the state: a moratorium, a quota, a duty, each with dates, scope and exceptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from licensing.messages import Message, Text
from licensing.policy.exact import format_decimal
from licensing.policy.reference.filters import is_met
from licensing.policy.signoff.routing import CaseFacts


class MeasureKind(StrEnum):
    """What a measure does: forbid for a time, bound by a share of domestic orders, or charge a share of the value."""

    MORATORIUM = "moratorium"
    QUOTA = "quota"
    DUTY = "duty"


class InFlight(StrEnum):
    """What a measure means for cases that were already under way on its first day."""

    STOP = "stop"
    CONTINUE = "continue"
    CONTINUE_IF_IN_REVIEW = "continue_if_in_review"  # only those whose file was already accepted as complete


class Effect(StrEnum):
    """The effect of a measure on one case; only `STOPPED` keeps it from being decided."""

    STOPPED = "stopped"
    EXEMPT = "exempt"
    QUOTA = "quota"
    DUTY = "duty"


@dataclass(frozen=True, slots=True)
class Measure:
    """A policy measure as published; `exceptions` are conditions over CaseFacts, any of which exempts the case."""

    code: str
    kind: MeasureKind
    title: Text
    valid_from: date
    valid_until: date | None = None  # last day, inclusive
    scope: Mapping[str, Any] = field(default_factory=dict)  # a condition over CaseFacts; empty covers everything
    exceptions: tuple[Mapping[str, Any], ...] = ()
    in_flight: InFlight = InFlight.CONTINUE
    percent: Decimal | None = None  # of a quota (share of domestic orders) or a duty (share of the value)

    def is_valid_on(self, day: date) -> bool:
        """Whether it applies on a local day, its first and its last day included."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def is_waived_for(self, submitted_on: date | None, complete_on: date | None) -> bool:
        """Whether a case that was under way before the first day is left untouched."""
        match self.in_flight:
            case InFlight.CONTINUE:
                reached = submitted_on
            case InFlight.CONTINUE_IF_IN_REVIEW:
                reached = complete_on
            case _:
                return False
        return reached is not None and reached < self.valid_from


@dataclass(frozen=True, slots=True)
class MeasureVerdict:
    """What one measure means for one case, with a sentence for the file. `measure` is its code."""

    measure: str
    effect: Effect
    reason: Text


def apply_measures(
    measures: Sequence[Measure],
    facts: CaseFacts,
    *,
    today: date,
    submitted_on: date | None,
    complete_on: date | None,
) -> tuple[MeasureVerdict, ...]:
    """What each measure that covers this case today means for it, with the reason."""
    return tuple(
        _apply_measure(measure, facts, submitted_on, complete_on)
        # Sorted here, so that the reasons on file never depend on the order of a query.
        for measure in sorted(measures, key=lambda measure: (measure.valid_from, measure.code))
        if measure.is_valid_on(today) and is_met(measure.scope, facts.as_data())
    )


def is_stopped(found: Sequence[MeasureVerdict]) -> bool:
    """Whether any measure forbids deciding the case."""
    return any(verdict.effect is Effect.STOPPED for verdict in found)


def _apply_measure(measure: Measure, facts: CaseFacts, submitted_on: date | None, complete_on: date | None) -> MeasureVerdict:
    if any(is_met(exception, facts.as_data()) for exception in measure.exceptions):
        return MeasureVerdict(measure.code, Effect.EXEMPT, _reason_text(measure, _EXCEPTED))
    if measure.is_waived_for(submitted_on, complete_on):
        return MeasureVerdict(measure.code, Effect.EXEMPT, _reason_text(measure, _UNDER_WAY))
    return MeasureVerdict(measure.code, _EFFECTS[measure.kind], _reason_text(measure, _consequence_text(measure)))


def _reason_text(measure: Measure, consequence: Message) -> Message:
    return Message(
        "%(title)s (in force since %(year)s-%(month)s-%(day)s): %(consequence)s",
        title=measure.title,
        year=f"{measure.valid_from:%Y}",
        month=f"{measure.valid_from:%m}",
        day=f"{measure.valid_from:%d}",
        consequence=consequence,
    )


def _consequence_text(measure: Measure) -> Message:
    percent = "" if measure.percent is None else format_decimal(measure.percent)
    match measure.kind:
        case MeasureKind.QUOTA:
            return Message("exports may come to at most %(percent)s %% of domestic orders.", percent=percent)
        case MeasureKind.DUTY:
            return Message("a duty of %(percent)s %% of the value is owed.", percent=percent)
    return Message("the case cannot go on while it lasts.")


_EXCEPTED = Message("this case falls under an exception.")
_UNDER_WAY = Message("this case was already under way on that day and goes on.")
_EFFECTS = {
    MeasureKind.MORATORIUM: Effect.STOPPED,
    MeasureKind.QUOTA: Effect.QUOTA,
    MeasureKind.DUTY: Effect.DUTY,
}
