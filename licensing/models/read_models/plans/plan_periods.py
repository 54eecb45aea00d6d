"""The period of a country plan as its readers see it: the last day that counts, and when its group is reminded of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from licensing.models.clocks.clock import Reminder
from licensing.models.plans.country_plans import CountryPlan


@dataclass(frozen=True, slots=True)
class PlanPeriod:
    """`last_on` is that of what was approved, which a draft does not move; `next_reminder_at` is None where none is owed."""

    last_on: date
    is_over: bool
    next_reminder_at: datetime | None


def read_period(plan: CountryPlan, *, on: date) -> PlanPeriod:
    """How the period of a plan stands on a day; one that was ended is never over."""
    last = plan.find_last_day()
    owed = Reminder.objects.owed().filter(plan=plan).order_by("due_at").values_list("due_at", flat=True)
    return PlanPeriod(last, plan.is_open and last < on, owed.first())
