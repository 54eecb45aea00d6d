"""Projects of country plans over the API: with what fills them, and what is invested in them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.countries.filling import fill_project
from licensing.acts.plans.countries.group import comment_on_plan
from licensing.acts.plans.countries.investments import commit_investment, plan_investment
from tests.acts.plans.countries.state import draft_loan
from tests.acts.plans.countries.test_filling import approved
from tests.api.calling import Caller
from tests.interests import YEAR
from tests.world import World

PLANS = "/api/v1/country-plans/"


@pytest.mark.walk
def test_a_plan_is_read_with_its_projects_and_what_fills_them(world: World) -> None:
    days = [(f"{YEAR + 1}-03-01", "15"), (f"{YEAR + 2}-03-01", "25")]
    rows = [{"item": 1, "first_on": day, "last_on": day, "quantity": quantity} for day, quantity in days]
    years = {"uav": {YEAR + 1: Decimal(30), YEAR + 2: Decimal(90)}}
    project, case = approved(world, years=years), world.accepted(deliveries=rows)
    plan = project.plan
    loan = plan_investment(project, world.rhea, draft_loan(world))
    commit_investment(loan, world.rhea, committed_on=to_local_day(now()), document_no="L-7")
    comment_on_plan(plan, world.greta, text="Ours first.", project=project)
    fill_project(project, world.rhea, reference=str(case.reference))

    read = Caller(world.otto).get(f"{PLANS}{plan.pk}/").json()

    [one] = read["projects"]
    assert (one["priority"], one["status"], one["own_share"], one["value"]) == (1, "approved", "80", "9600000")
    assert [(said["case"], said["reference"]) for said in one["cases"]] == [(str(case.pk), case.reference)]
    [volume] = one["volumes"]
    assert (volume["family"], volume["quantity"], volume["reserved"], volume["left"]) == ("uav", "120", "40", "80")
    assert [(said["year"], said["planned"], said["reserved"], said["left"]) for said in volume["years"]] == [
        (YEAR + 1, "30", "15", "15"),
        (YEAR + 2, "90", "25", "65"),
    ]
    assert [(said["number"], said["resolution_no"]) for said in read["versions"]] == [(1, "512-r")]
    assert (one["investments"][0]["document_no"], one["investments"][0]["amount"]) == ("L-7", "4000000")
    assert read["investments"] == [{"side": "partner", "currency": "EUR", "planned": "4000000", "committed": "4000000"}]
    assert (read["group"], [said["text"] for said in read["comments"]]) == (["GS", "MOD"], ["Ours first."])
