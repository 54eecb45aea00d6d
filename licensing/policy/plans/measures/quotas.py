"""Quotas: what of a scope may leave within a period, what of it is taken already, and whether a case still fits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, localcontext
from enum import StrEnum

from licensing.choices import EURO, QuotaPeriod
from licensing.messages import Amount, Message, Text
from licensing.policy.exact import PRECISION
from licensing.policy.licences.counted import count_in_unit
from licensing.policy.licences.units import convert_quantity
from licensing.policy.plans.measures.scope import Goods

_MONTHS: Mapping[QuotaPeriod, int] = {QuotaPeriod.YEAR: 12, QuotaPeriod.QUARTER: 3, QuotaPeriod.MONTH: 1}


class Fit(StrEnum):
    """How what is asked for stands to a quota. Of what cannot be counted in its unit nobody could say that it fits."""

    FITS = "fits"
    IN_PART = "in_part"
    NOT = "not"
    UNCOUNTED = "uncounted"


@dataclass(frozen=True, slots=True)
class Ceiling:
    """The most that may leave within a period, in a unit, or in euros where the unit is `EUR`."""

    amount: Decimal
    unit: str
    period: QuotaPeriod
    # The unit as people call it; its code where it was read without its name.
    unit_name: Text = field(default="", compare=False)

    def find_first_day(self, day: date, *, begins_on: date) -> date:
        """The first day of the period that a day lies in: by the calendar, or of a quota for all of its time its own first."""
        if self.period is QuotaPeriod.WHOLE:
            return begins_on
        length = _MONTHS[self.period]
        # By the calendar, whatever day the measure began on: two quotas of one kind count the same days.
        return date(day.year, (day.month - 1) // length * length + 1, 1)

    def count(self, goods: Iterable[Goods]) -> Decimal | None:
        """What goods come to in the unit of the quota, exactly; None where one of them cannot be counted in it."""
        total = Decimal()
        for one in goods:
            amount = one.value if self.unit == EURO else convert_quantity(one.quantity, one.unit, self.unit)
            if amount is None:
                return None
            with localcontext(prec=PRECISION):
                total += amount
        return total


@dataclass(frozen=True, slots=True)
class QuotaCount:
    """A quota as it stands for a case: `taken` by others, `asked` by it, None where it cannot be counted."""

    ceiling: Ceiling
    taken: Decimal
    asked: Decimal | None

    @property
    def left(self) -> Decimal:
        """What may still be promised or leave."""
        return max(self.ceiling.amount - self.taken, Decimal())

    @property
    def fit(self) -> Fit:
        """How what is asked for stands to what is left."""
        if self.asked is None:
            return Fit.UNCOUNTED
        if self.asked <= self.left:
            return Fit.FITS
        return Fit.IN_PART if self.left else Fit.NOT

    @property
    def has_no_room(self) -> bool:
        """Whether no part of it may be promised: nothing is left, or nobody could say that it fits."""
        return self.fit in (Fit.NOT, Fit.UNCOUNTED)

    def describe(self) -> Message:
        """The count with its figures, which others could tell their orders by: never for an applicant."""
        if self.asked is None:
            words = self.ceiling.unit_name or self.ceiling.unit
            return Message("what is asked for cannot be counted in %(unit)s, in which the quota is.", unit=words)
        unit, name = self.ceiling.unit, self.ceiling.unit_name
        return Message(
            "of %(ceiling)s (%(period)s) %(taken)s are taken, %(left)s are left; this asks for %(asked)s.",
            ceiling=describe_amount(self.ceiling.amount, unit, name),
            period=self.ceiling.period.label,
            taken=describe_amount(self.taken, unit, name),
            left=describe_amount(self.left, unit, name),
            asked=describe_amount(self.asked, unit, name),
        )

    def describe_outside(self) -> Message:
        """The same in three words, without a figure that would betray others."""
        return _OUTSIDE[self.fit]


def describe_amount(amount: Decimal, unit: str, name: Text = "") -> Text:
    """What a quota counts: a quantity with its unit, or a value in euros as its reader writes money."""
    if unit == EURO:
        return Message("%(number)s %(of)s", number=Amount(amount), of=name or unit)
    return count_in_unit(amount, unit, name or unit)


_OUTSIDE: Mapping[Fit, Message] = {
    Fit.FITS: Message("the quota has room for this."),
    Fit.IN_PART: Message("the quota has room for a part of this."),
    Fit.NOT: Message("the quota is used up for this period."),
    Fit.UNCOUNTED: Message("this cannot be counted in the unit of the quota."),
}
