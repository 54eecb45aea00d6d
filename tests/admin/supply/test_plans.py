"""Supply plans at the desk: pasted as a sheet, refused at the cell, and not to be found by anybody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from licensing.models import SupplyPlan
from tests.acts.supply.test_raises import raising
from tests.admin.conftest import At, execute_act, text_of
from tests.administrators import today
from tests.supply import plan_supply
from tests.world import World

LIST = reverse("admin:licensing_supplyplan_changelist")
ENTER = reverse("admin:licensing_supplyplan_enter")


@pytest.mark.walk
def test_a_plan_is_pasted_as_a_sheet_and_shown_to_those_who_keep_it(world: World, at: At) -> None:
    greta = at(world.greta)
    lines = f"{today()};{today() + timedelta(days=89)};320;300;250"
    given = {"family": "uav", "data_on": str(today()), "opening_stock": "400", "reserve_floor": "200"}

    refused = execute_act(greta, ENTER, **given, periods=lines.replace("320", "many"))
    done = execute_act(greta, ENTER, **given, periods=lines)

    plan = SupplyPlan.objects.get()
    page = text_of(at(world.rhea).get(reverse("admin:licensing_supplyplan_change", args=[plan.pk])))
    assert (refused.status_code, done.status_code) == (400, 302)
    assert "This is not a number" in text_of(refused)
    assert " – ".join(date_format(today() + timedelta(days=days), "SHORT_DATE_FORMAT") for days in (0, 89)) in page
    assert ("Output confirmed" in page, "400 pieces" in page, lines in page) == (True, True, True)
    assert "figures" in text_of(greta.get(LIST))


@pytest.mark.walk
def test_more_output_by_an_investment_is_confirmed_on_the_page_of_the_plan(world: World, at: At) -> None:
    plan, investment = plan_supply(world.rhea), raising(world)
    page = reverse("admin:licensing_supplyplan_change", args=[plan.pk])
    confirm = reverse("admin:licensing_supplyplan_raise", args=[investment.pk, "confirm"])

    before = text_of(at(world.greta).get(page))
    unseen = at(world.mira).get(confirm).status_code
    done = execute_act(at(world.greta), confirm)

    after = text_of(at(world.greta).get(page))
    assert ("Not confirmed" in before, "By investments not confirmed yet" in before) == (True, True)
    assert (unseen, done.status_code, "Confirmed: it counts." in after) == (404, 302, True)


def test_for_everybody_else_there_are_no_plans(world: World, at: At) -> None:
    plan = plan_supply(world.rhea)
    page = reverse("admin:licensing_supplyplan_change", args=[plan.pk])

    answers = {
        (one.name, url): at(one).get(url).status_code
        for one in (world.otto, world.dora, world.mira, world.audra)
        for url in (ENTER, page)
    }

    assert {where: status for where, status in answers.items() if status not in (403, 404)} == {}
    assert {at(one).get(LIST).status_code for one in (world.otto, world.dora, world.mira)} == {403}
