"""The years of a project as they are typed: they come to the whole, and each thing that is wrong is said at its field."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.models import Project
from tests.acts.plans.countries.state import opened
from tests.config.web.test_kept_forms import browser
from tests.interests import YEAR
from tests.world import World

PAGES = "/admin/licensing/countryplan/"


@pytest.mark.walk
def test_years_are_typed_beside_their_line_and_come_to_the_whole_which_may_be_left_empty(world: World) -> None:
    plan = opened(world)
    client, page = browser(world.rhea), f"{PAGES}{plan.pk}/act/project/"
    typed = {"title": "UAVs", "form": "direct_sale", "family_1": "uav", "currency": "EUR", "ceilings": "binding"}
    years = {f"year_1_{YEAR + 1}": "40", f"year_1_{YEAR + 2}": "80", f"year_value_{YEAR + 1}": "1000.50"}

    wrong = client.post(page, typed | years | {"quantity_1": "119", f"year_value_{YEAR + 2}": "0.001"})
    answer = client.post(page, typed | years)

    assert (wrong.status_code, set(wrong.context["form"].errors)) == (400, {"quantity_1", "value", f"year_value_{YEAR + 2}"})
    assert f"year_1_{plan.last_on.year + 1}" not in wrong.context["form"].fields
    project = Project.objects.get()
    [volume] = project.volumes.all()
    assert (answer.status_code, volume.quantity, project.value) == (302, Decimal(120), Decimal("1000.50"))
    assert volume.years == {str(YEAR + 1): "40", str(YEAR + 2): "80"}
    assert project.value_years == {str(YEAR + 1): "1000.5"}
    assert "120 pieces" in client.get(f"{PAGES}{plan.pk}/change/").content.decode()
