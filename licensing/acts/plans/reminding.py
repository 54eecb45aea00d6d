"""What the working group of a country plan is reminded of: the last day of its period.

By the one engine of reminders, like the deadlines of cases: the rules say when, the kind of event who hears of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from licensing.acts.clocks.deadlines import Deadline, cancel_reminders, get_default_calendar, schedule_reminders
from licensing.acts.plans.countries.working import read_group
from licensing.choices import DeadlineKind
from licensing.models import CountryPlan
from licensing.policy.clocks.deadlines import Calendar


def schedule_plan_reminders(plan: CountryPlan, *, at: datetime) -> None:
    """Store the reminders of the last day of a locked plan. Those of another day, sent or not, are called off, and of a plan
    that has ended all."""
    calendar = get_default_calendar().as_policy()
    cancel_reminders(None, _build_plan_key(plan), at=at)
    schedule_reminders(None, *list_plan_deadlines(plan, calendar), calendar=calendar, now=at)


def follow_last_day(plan: CountryPlan, before: date, *, at: datetime) -> None:
    """After a step that may have moved the last day of a locked plan from that of before: its group is told of it again."""
    if plan.find_last_day() == before:
        return
    if plan.ran_out_at is not None:
        plan.ran_out_at = None
        plan.save(update_fields=["ran_out_at"])
    schedule_plan_reminders(plan, at=at)


def list_plan_deadlines(plan: CountryPlan, calendar: Calendar) -> Iterator[Deadline]:
    """The day that the group of a plan is reminded of: none once it has ended."""
    if plan.is_open:
        last = calendar.end_of(plan.find_last_day())
        yield Deadline(DeadlineKind.PLAN_END, _build_plan_key(plan), last, plan=plan)


def describe_plan_end(plan: CountryPlan) -> dict[str, Any]:
    """What an event of the clock says of a plan: which it is, its last day, and the bodies whose people hear of it."""
    return {"plan": str(plan.pk), "code": plan.code, "bodies": read_group(plan), "due_on": plan.find_last_day()}


def _build_plan_key(plan: CountryPlan) -> str:
    return f"{DeadlineKind.PLAN_END}:{plan.pk}"
