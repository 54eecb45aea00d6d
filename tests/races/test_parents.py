"""The last volume of a framework or a project is reserved once, however many race for it. Real threads on PostgreSQL."""

from __future__ import annotations

import os
from decimal import Decimal
from functools import partial

from licensing.acts.plans.countries.filling import fill_project
from licensing.acts.record.verification import verify_record
from licensing.acts.requests import submission
from licensing.errors import Busy
from licensing.models import Case, Project
from tests.acts.plans.countries.test_filling import approved
from tests.parents import grant_framework, measure_project, measure_year, yearly
from tests.races.racing import codes, race
from tests.world import World

# PARENT_RACERS=64 runs as many as the closing of an issue asks; each needs a connection of its own.
RACERS = int(os.environ.get("PARENT_RACERS", "4"))


def test_the_last_volume_of_a_year_is_reserved_once(real_world: World) -> None:
    framework = grant_framework(real_world)
    # Two of them fit, and no third.
    cases = [real_world.filed(title=f"Year 2, {n}", **yearly(framework, quantity="200")) for n in range(RACERS)]

    results = race(*[partial(_accept, real_world, case) for case in cases])

    assert codes(results) == ["beyond_parent"] * (RACERS - 2) + ["ok"] * 2
    assert measure_year(framework).reserved == Decimal(400)
    assert Case.objects.filter(plan=framework, state="ministry_review").count() == 2
    assert verify_record().fault is None


def test_the_last_volume_of_a_project_is_taken_once(real_world: World) -> None:
    project = approved(real_world, quantity=80)
    # Two of them fit, and no third, whoever of them is named first.
    cases = [real_world.accepted(title=f"Sale {n}") for n in range(RACERS)]

    results = race(*[partial(_fill, real_world, project, case) for case in cases])

    assert codes(results) == ["invalid"] * (RACERS - 2) + ["ok"] * 2
    assert measure_project(project).reserved == Decimal(80)
    assert Case.objects.filter(project=project).count() == 2
    assert verify_record().fault is None


def _fill(world: World, project: Project, case: Case) -> Case:
    while True:
        try:
            return fill_project(project, world.rhea, reference=str(case.reference))
        except Busy:
            continue


def _accept(world: World, case: Case) -> Case:
    """Whoever waited too long for the others tries again, as any client does."""
    while True:
        try:
            return submission.accept_case(case, world.otto)
        except Busy:
            continue
