"""Measures of the state, and what each means for one case: stopped, exempt by an exception, or only told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from licensing.choices import InFlight, MeasureKind, MeasureStanding, PartnerTier
from licensing.messages import Amount, DayText, JoinedText, Message, Text
from licensing.policy.exact import format_decimal
from licensing.policy.plans.measures.charges import Charge, add_up_values, calculate_duty
from licensing.policy.plans.measures.quotas import Ceiling
from licensing.policy.plans.measures.scope import Goods, MeasuredCase, Scope, does_cover_case, does_cover_goods, does_free_case

# What stops nothing by being in force alone: of a quota the count decides.
NOTED: Final = frozenset({MeasureKind.QUOTA, MeasureKind.DUTY, MeasureKind.PARTNER_TIER})


class Effect(StrEnum):
    """The effect of a measure on one case; only `STOPPED` keeps it from going on."""

    STOPPED = "stopped"
    EXEMPT = "exempt"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Exemption:
    """An exception of a measure: what it frees, how it is called, and on whose authority."""

    title: Text
    authority: Text
    scope: Scope


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure as it was published. `valid_until` is its last day, `lifted_from` the first on which it holds no more."""

    code: str
    version: int
    kind: MeasureKind
    title: Text
    authority: Text
    valid_from: date
    valid_until: date | None = None
    lifted_from: date | None = None
    scope: Scope = field(default_factory=Scope)
    exemptions: tuple[Exemption, ...] = ()
    in_flight: InFlight = InFlight.STOP
    percent: Decimal | None = None  # of a duty, a share of the value
    ceiling: Ceiling | None = None  # of a quota
    tier: str = ""  # that its countries have while it is in force

    def is_in_force(self, day: date) -> bool:
        """Whether it applies on a local day, its first and its last day included."""
        is_over = (self.valid_until is not None and day > self.valid_until) or (
            self.lifted_from is not None and day >= self.lifted_from
        )
        return self.valid_from <= day and not is_over

    def get_standing(self, day: date) -> MeasureStanding:
        """Where it stands on a day. What was lifted before it began never held and is over."""
        if self.is_in_force(day):
            return MeasureStanding.IN_FORCE
        will_hold = self.lifted_from is None or self.lifted_from > self.valid_from
        return MeasureStanding.ANNOUNCED if self.valid_from > day and will_hold else MeasureStanding.OVER

    def is_waived_for(self, case: MeasuredCase) -> bool:
        """Whether a case that was under way before the first day is left untouched: as it was then, and not what it grew to."""
        match self.in_flight:
            case InFlight.CONTINUE:
                reached = case.submitted_on
            case InFlight.CONTINUE_IF_IN_REVIEW:
                reached = case.complete_on
            case _:
                return False
        return reached is not None and reached < self.valid_from and not case.has_grown_since(self.valid_from)


@dataclass(frozen=True, slots=True)
class MeasureVerdict:
    """What one measure means for one case, with a sentence for the file.

    `items` are the numbers of the items that it binds: those that it stops, counts or charges.
    """

    measure: Measure
    effect: Effect
    reason: Text
    items: frozenset[int] = frozenset()

    @property
    def is_stopped(self) -> bool:
        """Whether the measure keeps the case from going on."""
        return self.effect is Effect.STOPPED

    @property
    def is_counted(self) -> bool:
        """Whether it is counted against a quota, which stops it once that has no room."""
        return self.effect is Effect.NOTED and self.measure.kind is MeasureKind.QUOTA

    @property
    def is_charged(self) -> bool:
        """Whether it owes a duty."""
        return self.effect is Effect.NOTED and self.measure.kind is MeasureKind.DUTY

    def does_stop_item(self, number: int | None) -> bool:
        """Whether an item is stopped; None, or an item of a case without any, is stopped with its case."""
        return self.is_stopped and self.does_bind_item(number)

    def does_bind_item(self, number: int | None) -> bool:
        """Whether an item is among those that it stops, counts or charges."""
        return not self.items or number is None or number in self.items

    def select_bound(self, goods: Iterable[Goods]) -> list[Goods]:
        """What of some goods it binds."""
        return [one for one in goods if self.does_bind_item(one.number)]


def apply_measures(measures: Sequence[Measure], case: MeasuredCase, *, today: date) -> tuple[MeasureVerdict, ...]:
    """What each measure that covers a case today means for it, the oldest first, so that no order of a query shows."""
    ordered = sorted(measures, key=lambda one: (one.valid_from, one.code, one.version))
    found = [apply_measure(one, case) for one in ordered if one.is_in_force(today)]
    return tuple(one for one in found if one is not None)


def apply_measure(measure: Measure, case: MeasuredCase) -> MeasureVerdict | None:
    """What a measure means for a case while it is in force; None where it does not cover it.

    An exception frees the items that it covers; a case is exempt once all that the measure covers of it are free.
    """
    if measure.kind is MeasureKind.PARTNER_TIER:
        return _note_tier(measure, case)
    if not does_cover_case(measure.scope, case):
        return None
    covered = [one for one in case.goods if does_cover_goods(measure.scope, one)]
    if not covered and measure.scope.is_about_goods:
        return None
    if measure.is_waived_for(case):
        return MeasureVerdict(measure, Effect.EXEMPT, _build_reason(measure, _UNDER_WAY))
    open_to = [one for one in measure.exemptions if does_free_case(measure.scope, one.scope, case)]
    left = frozenset(one.number for one in covered if not any(does_cover_goods(free.scope, one) for free in open_to))
    is_free = not left if covered else any(not free.scope.is_about_goods for free in open_to)
    if is_free:
        return MeasureVerdict(measure, Effect.EXEMPT, _build_reason(measure, _name_exemptions(open_to)))
    effect = Effect.NOTED if measure.kind in NOTED else Effect.STOPPED
    return MeasureVerdict(measure, effect, _build_reason(measure, _describe_effect(measure, case, left)), left)


def build_charge(verdict: MeasureVerdict, goods: Iterable[Goods], titles: Mapping[str, str]) -> Charge:
    """What a verdict of a duty charges on goods, as far as it binds them."""
    measure = verdict.measure
    value = add_up_values(verdict.select_bound(goods))
    return Charge(measure.code, measure.version, titles, measure.percent or Decimal(), value)


def describe_quota(verdict: MeasureVerdict, count: Text) -> Message:
    """The sentence of a quota with how it stands."""
    return _build_reason(verdict.measure, count)


def describe_exemptions(measure: Measure) -> Text:
    """What could free a case of a measure: its exceptions with their authority, or its end."""
    if not measure.exemptions:
        return Message("The measure has no exception. It ends, or another takes its place, by two policy officers.")
    named = [Message("%(title)s (%(authority)s)", title=one.title, authority=one.authority) for one in measure.exemptions]
    return Message("An exception frees it: %(exceptions)s.", exceptions=JoinedText(*named, separator="; "))


def _build_reason(measure: Measure, consequence: Text) -> Message:
    return Message(
        "%(title)s (%(code)s, version %(version)d, in force since %(day)s): %(consequence)s",
        title=measure.title,
        code=measure.code,
        version=measure.version,
        day=DayText(measure.valid_from),
        consequence=consequence,
    )


def _describe_effect(measure: Measure, case: MeasuredCase, left: frozenset[int]) -> Text:
    match measure.kind:
        case MeasureKind.QUOTA:
            return _COUNTED
        case MeasureKind.DUTY:
            bound = [one for one in case.goods if not left or one.number in left]
            return describe_duty(measure.percent or Decimal(), add_up_values(bound) if bound else case.value)
    return _STOPS


def describe_duty(percent: Decimal, value: Decimal | None) -> Message:
    """The rate of a duty, and what is owed where the value is known."""
    rate = format_decimal(percent)
    if value is None:
        return Message("a duty of %(percent)s %% of the value is owed.", percent=rate)
    owed = Amount(calculate_duty(value, percent))
    return Message("a duty of %(percent)s %% of the value is owed: EUR %(amount)s.", percent=rate, amount=owed)


def _note_tier(measure: Measure, case: MeasuredCase) -> MeasureVerdict | None:
    if not any(country in measure.scope.countries for country, _role in case.places):
        return None
    words = Message("its countries count as “%(tier)s” while it lasts.", tier=PartnerTier(measure.tier).label)
    return MeasureVerdict(measure, Effect.NOTED, _build_reason(measure, words))


def _name_exemptions(exemptions: Sequence[Exemption]) -> Message:
    return Message("exempt: %(exceptions)s.", exceptions=JoinedText(*(one.title for one in exemptions), separator="; "))


_COUNTED = Message("what it covers is counted against the quota.")
_STOPS = Message("the case cannot go on while it lasts.")
_UNDER_WAY = Message("this case was already under way on that day and goes on.")
