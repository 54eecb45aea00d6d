"""Country plans in the database: who finds them, and what it refuses whoever writes."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.countries.group import comment_on_plan
from licensing.models import CountryPlan, PlanBody, PlanComment, Project
from tests.acts.plans.countries.state import opened, proposed
from tests.by_hand import by_hand
from tests.world import World


def test_the_authority_and_the_working_group_find_a_plan_and_nobody_else(world: World) -> None:
    opened(world)
    today = to_local_day(now())

    finding = {one.name for one in world.everybody if CountryPlan.objects.visible_to(one, on=today).exists()}

    assert finding == {"Otto", "Dora", "Audra", "Pol", "Rhea", "Greta", "Dan"}


def test_the_database_keeps_what_must_always_hold(world: World) -> None:
    plan = opened(world)
    project = proposed(world, plan)
    comment_on_plan(plan, world.greta, text="Ready.")
    attempts = [
        lambda: CountryPlan.objects.create(**_copy(plan, code="P/1")),
        lambda: CountryPlan.objects.filter(pk=plan.pk).update(state="ended"),
        lambda: PlanBody.objects.create(plan=plan, body_id="GS", joined_at=now()),
        lambda: Project.objects.filter(pk=project.pk).update(priority=1),
        lambda: Project.objects.filter(pk=project.pk).update(currency=None),
        lambda: PlanComment.objects.update(text="Otherwise."),
    ]

    for attempt in attempts:
        with by_hand(), pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def _copy(plan: CountryPlan, **changed: object) -> dict[str, object]:
    names = ("country_id", "owner_id", "objectives", "tier", "first_on", "last_on", "opened_by_id", "opened_at")
    return {name: getattr(plan, name) for name in names} | changed
