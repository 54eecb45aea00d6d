"""The page of a case shows what was drawn on it, request by request, and what it draws on itself."""

from __future__ import annotations

import pytest

from licensing.acts.acting import now
from licensing.acts.licences import ledger
from licensing.admin.plans.parent_rows import build_draw_views, build_parent_view
from licensing.models import Case, Licence
from tests.parents import grant_framework, yearly
from tests.world import World, clearance


@pytest.mark.walk
def test_each_ceiling_has_its_figures_and_each_request_its_row(world: World) -> None:
    framework = grant_framework(world)
    granted = world.granted(title="Granted", **yearly(framework, quantity="100", year=1, price="1000.00"))
    ledger.draw_down_licence(Licence.objects.get(case=granted), world.cus, clearance("m-1", 30))
    waiting = world.accepted(title="Waiting", **yearly(framework, quantity="50", year=1, price="1000.00"))

    view = build_parent_view(Case.objects.get(pk=framework.pk), world.otto, now=now())

    assert view is not None
    [year] = [one for one in view.ceilings if one.name.endswith("year 1")]
    assert (year.most, year.reserved, year.committed, year.used, year.left) == (
        "500 pieces",
        "50 pieces",
        "70 pieces",
        "30 pieces",
        "350 pieces",
    )
    assert [(part.css, part.start, part.percent) for part in year.parts] == [
        ("used", "0.00", "6.00"),
        ("committed", "6.00", "14.00"),
        ("reserved", "20.00", "10.00"),
    ]
    assert {(row.case, row.reserved, row.committed, row.used) for row in view.children} == {
        (granted, "0 pieces", "70 pieces", "30 pieces"),
        (waiting, "50 pieces", "0 pieces", "0 pieces"),
    }


def test_a_request_shows_what_it_draws_on_and_another_case_nothing(world: World) -> None:
    framework = grant_framework(world)
    case = world.accepted(**yearly(framework, quantity="50"))

    [view] = build_draw_views(case, world.otto, now=now())

    assert (view.parent.case, view.year, [row.reserved for row in view.rows]) == (framework, 2, ["50 pieces"])
    assert "fits" in view.fit
    assert (build_draw_views(framework, world.otto, now=now()), build_parent_view(case, world.otto, now=now())) == ([], None)
