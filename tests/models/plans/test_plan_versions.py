"""Versions of country plans in the database: whoever sent one does not decide it, and rulings say what became of projects."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.countries.deciding import submit_version
from licensing.acts.plans.countries.projects import rank_project
from licensing.models import CountryPlan, PlanVersion, ProjectRuling
from tests.acts.plans.countries.state import opened, proposed, secretary, sign_off_group
from tests.by_hand import by_hand
from tests.world import World


def _submit(world: World, plan: CountryPlan) -> PlanVersion:
    rank_project(proposed(world, plan), world.greta, priority=1, reason="First of all.")
    return submit_version(plan, world.greta)


def test_a_version_is_decided_by_another_person_and_one_waits_at_a_time(world: World) -> None:
    version = _submit(world, plan := opened(world))
    decided = {"state": "decided", "settled_at": now(), "resolution_no": "1", "resolution_on": to_local_day(now())}
    again = {"plan": plan, "number": 2, "content": {}, "submitted_by": world.greta, "submitted_at": now()}

    for attempt in (
        lambda: PlanVersion.objects.filter(pk=version.pk).update(settled_by=world.greta, **decided),
        lambda: PlanVersion.objects.create(**again),
    ):
        with by_hand(), pytest.raises(IntegrityError), transaction.atomic():
            attempt()


def test_who_is_asked_to_sign_a_version_off_finds_its_plan_from_then_on(world: World) -> None:
    plan, nadia, today = opened(world), secretary(), to_local_day(now())
    version = _submit(world, plan)
    before = list(CountryPlan.objects.visible_to(nadia, on=today))

    sign_off_group(world, version)

    assert (before, list(CountryPlan.objects.visible_to(nadia, on=today))) == ([], [plan])


@pytest.mark.parametrize(("verdict", "became"), [("approve", "Approved"), ("discuss", "In discussion"), ("stop", "Stopped")])
def test_a_ruling_says_what_became_of_its_project(verdict: str, became: str) -> None:
    assert ProjectRuling(verdict=verdict).became == became
