"""Versions of a country plan over the API: sent for review, called back, signed off, and decided by the government."""

from __future__ import annotations

from typing import Any

import pytest

from licensing.acts.acting import now, to_local_day
from licensing.acts.plans.countries.projects import rank_project
from licensing.acts.signoff.positions import sign_case
from licensing.models import CountryPlan, PlanVersion
from tests.acts.plans.countries.state import opened, proposed, secretary, sign_off_group
from tests.api.calling import Caller, at, code_of
from tests.world import World, approve


@pytest.fixture
def plan(world: World) -> CountryPlan:
    plan = opened(world)
    rank_project(proposed(world, plan), world.greta, priority=1, reason="First.")
    return plan


def _place(plan: CountryPlan, rest: str = "") -> str:
    return f"/api/v1/country-plans/{plan.pk}/{rest}"


def _decision(**changes: Any) -> dict[str, Any]:
    fit = {"resolution_no": "640-r", "resolution_on": to_local_day(now()).isoformat()}
    return fit | {"rulings": [{"project": 1, "verdict": "approve"}]} | changes


@pytest.mark.walk
def test_a_version_is_sent_called_back_and_sent_again(world: World, plan: CountryPlan) -> None:
    owner = Caller(world.rhea)

    sent = owner.post(_place(plan, "submit/"))
    back = owner.post(_place(plan, "versions/1/call-back/"), {"reason": "A project is to be added."})
    again = owner.post(_place(plan, "submit/"))

    assert [(one.status_code, one.json()["state"]) for one in (sent, back, again)] == [
        (201, "deciding"),
        (200, "working"),
        (201, "deciding"),
    ]
    [version] = sent.json()["versions"]
    review = owner.get(f"/api/v1/cases/{version['review']}/").json()
    assert (version["state"], review["kind"], review["organisation"]) == ("waiting", "plan_review", None)
    assert [one["state"] for one in again.json()["versions"]] == ["taken_back", "waiting"]


@pytest.mark.walk
def test_the_government_decides_what_the_bodies_have_signed(world: World, plan: CountryPlan) -> None:
    Caller(world.rhea).post(_place(plan, "submit/"))
    decider, version = Caller(world.dora), PlanVersion.objects.get()
    early = decider.post(_place(plan, "versions/1/decide/"), _decision())
    case = sign_off_group(world, version)
    sign_case(case, secretary(), approve(), version=1)
    twice = decider.post(_place(plan, "versions/1/decide/"), _decision(rulings=_decision()["rulings"] * 2))

    decided = decider.post(_place(plan, "versions/1/decide/"), _decision())

    assert code_of(early)[0] == 409
    assert (code_of(twice), [one["path"] for one in twice.json()["errors"]]) == ((400, "invalid"), ["rulings"])
    [read] = decided.json()["versions"]
    assert (decided.status_code, read["state"], read["resolution_no"]) == (200, "decided", "640-r")
    assert read["rulings"] == [{"project": 1, "verdict": "approve", "reason": ""}]
    assert [one["status"] for one in decided.json()["projects"]] == ["approved"]
    assert decider.get(at(case)).json()["state"] == "granted"


@pytest.mark.walk
@pytest.mark.parametrize("step", ["call-back", "decide"])
def test_whoever_may_not_and_what_is_not_there(world: World, plan: CountryPlan, step: str) -> None:
    Caller(world.rhea).post(_place(plan, "submit/"))
    body = {"reason": "No."} if step == "call-back" else _decision()

    for number in (2, 10**25):
        assert code_of(Caller(world.dora).post(_place(plan, f"versions/{number}/{step}/"), body)) == (404, "not_found")
    assert code_of(Caller(world.paula).post(_place(plan, f"versions/1/{step}/"), body)) == (404, "not_found")
    assert Caller(world.otto).post(_place(plan, f"versions/1/{step}/"), body).status_code == 403
    assert PlanVersion.objects.get().state == "waiting"
