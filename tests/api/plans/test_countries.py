"""Country plans over the API: for who may read them at the desk, and not to be told from missing ones by anybody else."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.countries.filling import fill_project
from licensing.acts.plans.countries.group import comment_on_plan
from licensing.acts.plans.countries.investments import commit_investment, plan_investment
from licensing.models import CountryPlan, Event
from licensing.policy.plans.interests import WantedLine, YearVolume
from licensing.policy.record.event_kinds import EventKind
from tests.acts.plans.countries.state import draft_loan, opened
from tests.acts.plans.countries.test_filling import approved
from tests.api.calling import Caller
from tests.interests import YEAR, filed_interest
from tests.world import World

PLANS = "/api/v1/country-plans/"


def test_a_plan_is_read_with_its_projects_and_what_fills_them(world: World) -> None:
    project, case = approved(world), world.accepted()
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
    assert [(said["number"], said["resolution_no"]) for said in read["versions"]] == [(1, "512-r")]
    assert (one["investments"][0]["document_no"], one["investments"][0]["amount"]) == ("L-7", "4000000")
    assert read["investments"] == [{"side": "partner", "currency": "EUR", "planned": "4000000", "committed": "4000000"}]
    assert (read["group"], [said["text"] for said in read["comments"]]) == (["GS", "MOD"], ["Ours first."])


def test_a_country_is_read_at_a_glance_as_far_as_its_reader_may_see(world: World) -> None:
    plan, case = opened(world, country="EE"), world.filed()

    officer, member = (Caller(user).get("/api/v1/countries/EE/").json() for user in (world.otto, world.mira))

    assert (officer["plan"], officer["requests"], [one["case"] for one in officer["cases"]]) == (
        str(plan.pk),
        1,
        [str(case.pk)],
    )
    assert [(one["family"], one["asked"], one["spared"]) for one in officer["flows"]] == [("uav", "40", None)]
    assert (member["plan"], member["requests"], member["flows"]) == (None, 0, [])


def test_a_country_says_what_its_partners_want(world: World) -> None:
    wanted = WantedLine(family="uav", volumes=(YearVolume(YEAR + 1, Decimal(40)), YearVolume(YEAR + 2, Decimal(60))))
    interest = filed_interest(world, lines=(wanted,))

    read = Caller(world.otto).get("/api/v1/countries/EE/").json()

    assert [(one["family"], one["wanted"], one["asked"]) for one in read["flows"]] == [("uav", "100", "0")]
    [goods] = read["wanted"]
    assert (goods["interest"], goods["reference"], goods["form"]) == (str(interest.pk), interest.reference, "long_term")
    assert (goods["family"], goods["unit"]) == ("uav", "NAR")
    assert goods["volumes"] == [{"year": YEAR + 1, "quantity": "40"}, {"year": YEAR + 2, "quantity": "60"}]


def test_papers_are_handed_out_in_the_callers_language_and_recorded(world: World) -> None:
    plan = opened(world, country="EE")

    first, second = (Caller(world.greta).get(path) for path in (f"{PLANS}{plan.pk}/paper/", "/api/v1/countries/EE/briefing/"))

    assert [answer["Content-Type"] for answer in (first, second)] == ["application/pdf"] * 2
    assert Event.objects.filter(kind=EventKind.PLAN_PRINTED, actor=world.greta).count() == 2


@pytest.mark.parametrize("path", ["", "paper/"])
def test_an_unseen_plan_answers_like_a_missing_one(world: World, path: str) -> None:
    plan = opened(world)

    for user in (world.paula, world.stella, world.mira, world.cus):
        caller = Caller(user)
        answers = [caller.get(f"{PLANS}{one}/{path}") for one in (plan.pk, uuid4())]
        assert answers[0].status_code == answers[1].status_code != 200, user
        assert caller.get(PLANS).json().get("results", []) == []
    assert not Event.objects.filter(kind=EventKind.PLAN_PRINTED).exists()
    assert [
        Caller(world.paula).get(f"/api/v1/countries/{code}/{path and 'briefing/'}").status_code for code in ("EE", "ZQ")
    ] == [
        404,
        404,
    ]


def test_plans_are_listed_page_by_page_and_by_country(world: World) -> None:
    first, second = opened(world, country="EE"), opened(world, country="DK")
    otto = Caller(world.otto)

    page = otto.get(f"{PLANS}?limit=1").json()

    assert [one["id"] for one in page["results"] + otto.get(page["next"]).json()["results"]] == [str(second.pk), str(first.pk)]
    assert [one["code"] for one in otto.get(f"{PLANS}?country=EE").json()["results"]] == [
        CountryPlan.objects.get(pk=first.pk).code
    ]
    assert otto.get(f"{PLANS}?state=maybe").status_code == 400
