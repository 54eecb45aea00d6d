"""The years of a project in words: what is planned, what stands in the ledger of each, and what a version froze of them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.acts.plans.countries.filling import fill_project
from licensing.models import Case, ItemFamily, PlanVersion, Project, ProjectVolume
from licensing.models.read_models.plans.project_fills import ProjectFill, read_project_fills
from licensing.models.read_models.plans.project_years import (
    list_frozen_facts,
    list_year_facts,
    name_by_year,
    read_project_years,
)
from licensing.policy.plans.parents import Balance, Ceiling, CeilingStatus
from tests.acts.plans.countries.test_filling import approved
from tests.interests import YEAR
from tests.world import World


@pytest.mark.walk
def test_each_year_says_what_is_planned_and_what_is_left_of_it(world: World) -> None:
    values = {YEAR + 1: Decimal("9600000.00")}
    project = approved(world, years={"uav": {YEAR + 1: Decimal(120)}}, value_years=values)
    rows = [
        {"item": number, "first_on": f"{YEAR + 1}-03-01", "last_on": f"{YEAR + 1}-03-01", "quantity": quantity}
        for number, quantity in ((1, "40"), (2, "4"))
    ]
    case, uav = world.accepted(deliveries=rows), ItemFamily.objects.get(pk="uav")
    fill_project(project, world.rhea, reference=str(case.reference))

    fill = read_project_fills(project.plan, Case.objects.all())[project.pk]
    views = read_project_years(project, fill)

    assert [(one.name, one.year, one.planned, one.reserved, one.left) for one in views] == [
        (uav.name, YEAR + 1, "120 pieces", "40 pieces", "80 pieces"),
        ("Indicative value", YEAR + 1, "9,600,000.00 EUR", "3,300,000.00 EUR", "6,300,000.00 EUR"),
    ]
    # Forty of 120 are reserved, and 80 left: two parts of the whole width.
    assert [(part.series, part.x, part.width) for part in views[0].parts] == [(2, 0, 213), (5, 213, 427)]
    assert [(one.tone, one.standing) for one in views] == [("", "")] * 2
    assert list_year_facts(views)[0] == (f"{uav.name}, by year", f"{YEAR + 1}: 120 pieces (left 80 pieces)")
    # Frozen, they are read without the ledger.
    [frozen] = PlanVersion.objects.get().content["projects"]
    assert dict(list_frozen_facts(frozen, {"uav": uav})) == {
        name_by_year(uav.name): f"{YEAR + 1}: {uav.count(Decimal(120))}",
        "Indicative value, by year": f"{YEAR + 1}: 9,600,000.00 EUR",
    }


@pytest.mark.parametrize(
    ("taken", "standing"),
    [("108", ("", "")), ("109", ("warn", "Running out")), ("120", ("bad", "Used up")), ("121", ("bad", "Used up"))],
)
def test_a_year_runs_out_with_its_last_tenth(world: World, taken: str, standing: tuple[str, str]) -> None:
    uav = ItemFamily.objects.select_related("unit").get(pk="uav")
    volume = ProjectVolume(family=uav, quantity=Decimal(240), years={"2027": "120", "2028": "120"})
    project = Project()
    project._prefetched_objects_cache = {"volumes": [volume]}
    status = CeilingStatus(Ceiling(1, 2027, "NAR", Decimal(120)), Balance(used=Decimal(taken)))

    first, second = read_project_years(project, ProjectFill(years={("uav", 2027): status}))

    assert ((first.tone, first.standing), (second.tone, second.standing)) == (standing, ("", ""))
    # What nobody approved yet is drawn as left, to the scale of the same family.
    assert [part.series for part in second.parts] == [5]
    assert second.parts[0].width == (640 if taken != "121" else 635)


def test_a_version_of_before_says_nothing_of_years(world: World) -> None:
    assert list(list_frozen_facts({"volumes": {"uav": "120"}, "currency": "EUR"}, {})) == []
