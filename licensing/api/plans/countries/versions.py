"""Versions of a country plan over the API: sent for review, called back, and decided project by project by the government."""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from django.urls import path

from licensing.acts.plans.countries.deciding import call_version_back, decide_version, submit_version
from licensing.api.http.operations import ApiView, Call, Result, command
from licensing.api.plans.countries.plans import CountryPlanView, show_country_plan
from licensing.choices import ProjectVerdict
from licensing.errors import (
    Gap,
    Invalid,
    NoMandate,
    NoProcedure,
    NotAllowed,
    NotFound,
    NotPassed,
    OpenQuestion,
    ProgramRefused,
    WrongState,
)
from licensing.messages import Message
from licensing.models import PlanVersion
from licensing.policy.shapes import DATE, as_line, as_prose, as_record, as_whole, choose_from, forbid_empty, list_of

_STEER, _DECIDE = "positions:write", "decisions:write"
_REFUSES: Final = (Invalid, NoMandate, NotAllowed, NotFound, ProgramRefused, WrongState)
# As many as a plan could ever propose at once.
_MOST_RULINGS: Final = 1000
CALL_BACK: Final = as_record(("reason",), reason=forbid_empty(as_prose()))
RULING: Final = as_record(
    ("project", "verdict"),
    project=as_whole(1, 32_767, "number of the project in the plan"),
    verdict=choose_from(ProjectVerdict),
    reason=as_prose(),
)
DECISION: Final = as_record(
    ("resolution_no", "resolution_on", "rulings"),
    resolution_no=forbid_empty(as_line(60, "number of the resolution")),
    resolution_on=DATE,
    rulings=list_of(RULING, _MOST_RULINGS),
)


class SubmittedPlan(ApiView):
    @command(
        CountryPlanView,
        _STEER,
        summary="Send a country plan for review",
        status=201,
        tagged=True,
        refuses=(*_REFUSES, NoProcedure),
    )
    def post(self, call: Call, plan_id: UUID) -> Result:
        """By the body that leads the working group, or owns the plan. A version freezes what it says; `review` is its case."""
        submit_version(call.get_country_plan(plan_id), call.user)
        return show_country_plan(call, plan_id)


class CalledBackVersion(ApiView):
    @command(
        CountryPlanView,
        _STEER,
        summary="Call a version of a country plan back",
        takes=CALL_BACK,
        tagged=True,
        refuses=_REFUSES,
        example={"reason": "A project is to be added."},
    )
    def post(self, call: Call, plan_id: UUID, number: int) -> Result:
        """Before it is decided, with a reason: the working group goes on with the plan, and who was asked to sign is told."""
        call_version_back(_get_version(call, plan_id, number), call.user, reason=call.body["reason"])
        return show_country_plan(call, plan_id)


class DecidedVersion(ApiView):
    @command(
        CountryPlanView,
        _DECIDE,
        summary="Record what the government decided on a country plan",
        takes=DECISION,
        tagged=True,
        refuses=(*_REFUSES, NotPassed, OpenQuestion),
        example={
            "resolution_no": "640-r",
            "resolution_on": "2026-11-29",
            "rulings": [
                {"project": 1, "verdict": "approve"},
                {"project": 2, "verdict": "discuss", "reason": "The site is not named."},
            ],
        },
    )
    def post(self, call: Call, plan_id: UUID, number: int) -> Result:
        """By a decider who did not work on it: a verdict on each proposed project, with a reason where it is not approved."""
        given, version = call.body, _get_version(call, plan_id, number)
        rulings = {one["project"]: (ProjectVerdict(one["verdict"]), one.get("reason", "")) for one in given["rulings"]}
        if len(rulings) < len(given["rulings"]):
            raise Invalid(gaps=[Gap("twice", "rulings", Message("A project is ruled on once."))])
        resolution_on = date.fromisoformat(given["resolution_on"])
        decide_version(version, call.user, resolution_no=given["resolution_no"], resolution_on=resolution_on, rulings=rulings)
        return show_country_plan(call, plan_id)


def _get_version(call: Call, plan_id: UUID, number: int) -> PlanVersion:
    plan = call.get_country_plan(plan_id)
    found: PlanVersion | None = plan.versions.select_related("plan", "review").filter(number=number).first()
    if found is None:
        raise NotFound
    return found


_PLAN: Final = "country-plans/<uuid:plan_id>/"
_VERSION: Final = f"{_PLAN}versions/<int:number>/"
PATHS: Final = (
    path(f"{_PLAN}submit/", SubmittedPlan.as_view(), name="submit_country_plan"),
    path(f"{_VERSION}call-back/", CalledBackVersion.as_view(), name="call_version_back"),
    path(f"{_VERSION}decide/", DecidedVersion.as_view(), name="decide_version"),
)
