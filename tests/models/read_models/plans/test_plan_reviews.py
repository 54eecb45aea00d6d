"""A version in review as those read it who sign: what it says, and what differs from the version that was decided before."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.countries.deciding import decide_version, submit_version
from licensing.acts.plans.countries.projects import edit_project, move_project
from licensing.choices import ProjectStatus
from licensing.models import Case, ItemFamily
from licensing.models.read_models.plans.plan_reviews import read_plan_review, read_version
from tests.acts.plans.countries.state import draft_project, sign_off
from tests.acts.plans.countries.test_deciding import APPROVE, submitted
from tests.interests import YEAR
from tests.world import World


def test_a_request_has_no_plan_to_read(world: World, django_assert_num_queries: Any) -> None:
    case = world.filed()

    with django_assert_num_queries(0):
        assert read_plan_review(case) is None


@pytest.mark.walk
def test_an_amendment_shows_only_what_differs(world: World) -> None:
    version, today = sign_off(world, submitted(world)), to_local_day(now())
    assert version.review is not None
    decide_version(version, world.dora, resolution_no="1", resolution_on=today, rulings={1: APPROVE, 2: APPROVE})
    first = version.plan.projects.get(number=1)
    move_project(first, world.greta, ProjectStatus.DISCUSSED, reason="The partner asks for more.")
    [(family, _whole)] = draft_project().volumes
    by_year = {family: {YEAR + 1: Decimal(50), YEAR + 2: Decimal(70)}}
    edit_project(first, world.rhea, draft_project(value=Decimal("12000000.00"), own_share=Decimal(70), years=by_year))
    move_project(first, world.rhea, ProjectStatus.PROPOSED, reason="Agreed.")

    amended = submit_version(version.plan, world.greta)

    read, name = read_plan_review(Case.objects.get(plan_version=amended)), ItemFamily.objects.get(pk=family).name
    assert read is not None
    assert (read.before, read.outcome) == (version, "")
    assert [(part.title, part.changes) for part in read.changes] == [
        (
            "1. UAVs made in Denmark",
            [
                ("State", "Approved", "Proposed"),
                (f"{name}, by year", "–", f"{YEAR + 1}: 50 pieces; {YEAR + 2}: 70 pieces"),
                ("Indicative value", "9,600,000.00 EUR", "12,000,000.00 EUR"),
                ("Own forces' share, per cent", "80", "70"),
            ],
        ),
    ]
    assert (read_version(version).outcome, read_version(version).changes) == ("Approved", [])
