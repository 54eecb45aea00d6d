"""The pages of country plans: what the working group writes there, and what others read or never find."""

from __future__ import annotations

from datetime import timedelta

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.models import CountryPlan, Project, ProjectInvestment
from tests.acts.plans.countries.state import draft_project, listed, opened
from tests.config.web.test_kept_forms import browser
from tests.world import World

PAGES = "/admin/licensing/countryplan/"


@pytest.mark.walk
def test_a_plan_is_worked_out_on_its_pages(world: World) -> None:
    today = to_local_day(now())
    owner, lead = browser(world.rhea), browser(world.greta)
    days = {"first_on": today.isoformat(), "last_on": (today + timedelta(days=900)).isoformat()}
    opening = {"owner": "MOD", "country": "DK", "tier": "europe", "objectives": "Joint production"} | days

    assert owner.post(f"{PAGES}open/", opening).status_code == 302
    place = f"{PAGES}{CountryPlan.objects.get().pk}/"
    [family] = [family for family, _quantity in draft_project().volumes]
    written = {
        "title": "UAVs made there",
        "form": "joint_venture",
        "ceilings": "indicative",
        "family_0": family,
        "quantity_0": "120",
        "purpose": "",
    }
    written |= {"value": "9 600 000.00", "currency": "EUR", "own_share": "80"}
    assert owner.post(f"{place}act/project/", written).status_code == 302
    project = f"{PAGES}projects/{Project.objects.get().pk}/act/"
    assert owner.post(f"{project}rank/", {"priority": "1", "reason": "Ours."}).status_code == 403
    assert lead.post(f"{project}rank/", {"priority": "1", "reason": "Needed first."}).status_code == 302
    loan = {"side": "partner", "investor": str(listed(world).pk), "instrument": "loan", "amount": "4000000", "currency": "EUR"}
    assert lead.post(f"{project}invest/", loan).status_code == 302
    bound = {"committed_on": today.isoformat(), "document_no": "L-1"}
    committing = f"{PAGES}investments/{ProjectInvestment.objects.get().pk}/act/commit/"
    assert owner.post(committing, bound).status_code == 302
    assert lead.post(f"{place}act/comment/", {"text": "The site is ready.", "project": ""}).status_code == 302

    page = lead.get(f"{place}change/").content.decode()
    for said in (
        "Needed first.",
        "9,600,000.00 EUR",
        "Export Fund of Denmark",
        "The site is ready.",
        "Priority of a project set",
    ):
        assert said in page, said


def test_the_authority_reads_a_plan_and_others_do_not_find_it(world: World) -> None:
    plan = opened(world)
    place = f"{PAGES}{plan.pk}/"

    read = browser(world.otto).get(f"{place}change/")
    assert (read.status_code, b"Write a project" in read.content) == (200, False)
    assert browser(world.otto).get(f"{place}act/end/").status_code == 404
    assert browser(world.mira).get(f"{place}change/").status_code == 404
    assert browser(world.rhea).get(f"{place}act/nothing/").status_code == 404
