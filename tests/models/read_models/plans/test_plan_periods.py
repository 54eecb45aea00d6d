"""The page of a country plan says which last day counts, whether it is over, and when its group is reminded next."""

from __future__ import annotations

from datetime import timedelta

from licensing.acts.acting import to_local_day
from licensing.acts.plans.countries.opening import edit_plan, end_plan
from licensing.models import CountryPlan
from licensing.models.read_models.plans.plan_periods import read_period
from tests.acts.plans.countries.state import draft_plan
from tests.acts.plans.countries.test_filling import approved
from tests.world import World


def test_the_last_day_that_was_approved_counts_and_an_ended_plan_is_never_over(world: World) -> None:
    last = approved(world).plan.last_on
    plan = edit_plan(CountryPlan.objects.get(), world.rhea, draft_plan(country="EE", last_on=last + timedelta(days=300)))

    on_it, after = (read_period(plan, on=last + timedelta(days=days)) for days in (0, 1))
    ended = read_period(end_plan(plan, world.rhea, reason="Not needed."), on=last + timedelta(days=1))

    assert (on_it.last_on, on_it.is_over, after.is_over) == (last, False, True)
    assert on_it.next_reminder_at is not None
    assert to_local_day(on_it.next_reminder_at) == last - timedelta(days=90)
    assert (ended.is_over, ended.next_reminder_at) == (False, None)
