"""What fills projects, as a reader sees it: their own requests by name, and the figures of all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.acts.plans.countries.filling import fill_project
from licensing.models import Case
from licensing.models.read_models.plans.country_plans import read_projects
from licensing.models.read_models.plans.project_fills import read_project_fills
from tests.acts.plans.countries.test_filling import approved
from tests.world import World


@pytest.mark.walk
def test_figures_count_requests_that_the_reader_may_not_see(world: World, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    project, first, second = approved(world), world.accepted(), world.granted(title="Granted")
    for case in (first, second):
        fill_project(project, world.rhea, reference=str(case.reference))

    with django_assert_num_queries(5):
        fills = read_project_fills(project.plan, Case.objects.filter(pk=first.pk))

    fill = fills[project.pk]
    assert (list(fill.cases), fill.unseen, fill.ceilings["uav"].left) == ([first], 1, Decimal(40))
    [view] = read_projects(project.plan, fills)
    assert view.volumes[0][1].endswith(
        "Of 120 pieces approved: reserved 40 pieces, promised 40 pieces, delivered 0 pieces, left 40 pieces"
    )
    # Spare parts and ground stations count for the value.
    assert "reserved 3,300,000.00" in view.value
