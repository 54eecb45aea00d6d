"""Acts on country plans over the API, for the bodies that work on them: plans, projects, their priority, and comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.urls import path

from licensing.acts.plans.countries.group import comment_on_plan
from licensing.acts.plans.countries.opening import edit_plan, open_plan
from licensing.acts.plans.countries.projects import add_project, edit_project, move_project, rank_project
from licensing.api.http.operations import ApiView, Call, Result, command
from licensing.api.plans.countries.plans import CountryPlans, CountryPlanView, show_country_plan
from licensing.choices import CooperationForm, PartnerTier, PlanMarking, ProjectStatus
from licensing.errors import Gap, Invalid, NoMandate, NotAllowed, NotFound, ProgramRefused, WrongState
from licensing.messages import Message
from licensing.models import Body, CountryPlan, Project
from licensing.policy.exact import to_decimal
from licensing.policy.plans.countries.drafting import MAX_PRIORITY, PlanDraft, ProjectDraft
from licensing.policy.shapes import (
    DATE,
    as_code,
    as_line,
    as_money,
    as_prose,
    as_quantity,
    as_record,
    as_share,
    as_whole,
    choose_from,
    list_of,
)

_SCOPE: Final = "positions:write"
# A plan covers ten years at most, which touch eleven calendar years.
_MOST_YEARS: Final = 11
_REFUSES: Final = (Invalid, NoMandate, NotAllowed, NotFound, ProgramRefused, WrongState)
_REQUIRED: Final = ("objectives", "tier", "first_on", "last_on")
_PLAN_FIELDS: Final = {
    "objectives": as_prose(),
    "tier": choose_from(PartnerTier),
    "first_on": DATE,
    "last_on": DATE,
    "marking": choose_from(PlanMarking),
}
OPENING: Final = as_record(
    ("owner", "country", *_REQUIRED), owner=as_code("body that owns the plan"), country=as_code("country", 2), **_PLAN_FIELDS
)
CHANGE: Final = as_record(_REQUIRED, **_PLAN_FIELDS)
_YEAR: Final = as_whole(2000, 2200, "calendar year")
VOLUME: Final = as_record(
    ("family", "quantity"),
    family=as_code("item family", 24),
    quantity=as_quantity("in the unit of the family"),
    maker=as_line(36, "its id on the list of makers and investors"),
    years=list_of(as_record(("year", "quantity"), year=_YEAR, quantity=as_quantity("in that year")), _MOST_YEARS)
    | {"title": "by calendar year, where that is said; they come to the quantity"},
)
PROJECT: Final = as_record(
    ("title", "form"),
    title=as_line(200, "title"),
    form=choose_from(CooperationForm),
    purpose=as_prose(),
    volumes=list_of(VOLUME, 40),
    value=as_money("indicative value"),
    value_years=list_of(as_record(("year", "value"), year=_YEAR, value=as_money("in that year")), _MOST_YEARS)
    | {"title": "by calendar year, where that is said; they come to the value"},
    currency=as_code("currency", 3),
    own_share=as_share("of the output, what the own forces get, per cent"),
    binding={"type": "boolean", "title": "whether requests may not go beyond volumes and value; true if left out"},
    interest=as_line(36, "the expression of interest that it was made from"),
)
MOVE: Final = as_record(("status", "reason"), status=choose_from(ProjectStatus), reason=as_prose())
PRIORITY: Final = as_record(("priority", "reason"), priority=as_whole(1, MAX_PRIORITY, "1 comes first"), reason=as_prose())
COMMENT: Final = as_record(("text",), text=as_prose(), project=as_line(36, "on which project, none for the plan as a whole"))
_EXAMPLE_PLAN: Final = {
    "objectives": "Joint production of UAVs, most of it for our own forces.",
    "tier": "europe",
    "first_on": "2026-12-31",
    "last_on": "2029-12-31",
}
_EXAMPLE_PROJECT: Final = {
    "title": "UAVs made together",
    "form": "joint_venture",
    "volumes": [{"family": "uav", "quantity": "120", "years": [{"year": 2027, "quantity": "120"}]}],
    "value": "9600000.00",
    "currency": "EUR",
    "own_share": "80",
}


class OpenedCountryPlans(CountryPlans):
    """The list, and opening one more."""

    @command(
        CountryPlanView,
        _SCOPE,
        summary="Open a country plan",
        takes=OPENING,
        status=201,
        tagged=True,
        refuses=_REFUSES,
        example={"owner": "MOD", "country": "LV"} | _EXAMPLE_PLAN,
    )
    def post(self, call: Call) -> Result:
        """For a body for which the caller speaks. The body that leads the work on country plans works on it too."""
        owner = Body.objects.filter(pk=call.body["owner"]).first()
        if owner is None:
            raise Invalid(gaps=[Gap("unknown", "owner", Message("There is no such body."))])
        return show_country_plan(call, open_plan(call.user, owner, _read_country_plan(call.body, call.body["country"])).pk)


class ChangedCountryPlan(ApiView):
    @command(
        CountryPlanView,
        _SCOPE,
        summary="Change a country plan",
        takes=CHANGE,
        tagged=True,
        refuses=_REFUSES,
        example=_EXAMPLE_PLAN,
    )
    def post(self, call: Call, plan_id: UUID) -> Result:
        """What it is to reach, its tier and its period; by the body that leads the working group, or owns the plan."""
        plan = call.get_country_plan(plan_id)
        edit_plan(plan, call.user, _read_country_plan(call.body, plan.country_id, PlanMarking(plan.marking)))
        return show_country_plan(call, plan_id)


class PlanProjects(ApiView):
    @command(
        CountryPlanView,
        _SCOPE,
        summary="Write a project into a country plan",
        takes=PROJECT,
        status=201,
        tagged=True,
        refuses=_REFUSES,
        example=_EXAMPLE_PROJECT,
    )
    def post(self, call: Call, plan_id: UUID) -> Result:
        """By a body of the working group. It begins as an idea."""
        add_project(call.get_country_plan(plan_id), call.user, _read_project_draft(call.body))
        return show_country_plan(call, plan_id)


class ChangedProject(ApiView):
    @command(
        CountryPlanView,
        _SCOPE,
        summary="Change a project of a country plan",
        takes=PROJECT,
        tagged=True,
        refuses=_REFUSES,
        example=_EXAMPLE_PROJECT,
    )
    def post(self, call: Call, plan_id: UUID, project_id: UUID) -> Result:
        """Written again, whole, until it is approved or stopped: what is left out it says no more."""
        edit_project(_get_project(call, plan_id, project_id), call.user, _read_project_draft(call.body))
        return show_country_plan(call, plan_id)


class MovedProject(ApiView):
    @command(
        CountryPlanView,
        _SCOPE,
        summary="Move a project on, or stop it",
        takes=MOVE,
        tagged=True,
        refuses=_REFUSES,
        example={"status": "discussed", "reason": "The partner answered."},
    )
    def post(self, call: Call, plan_id: UUID, project_id: UUID) -> Result:
        """With a reason. What is proposed has a volume and a value; who leads the group or owns the plan stops."""
        given = call.body
        move_project(_get_project(call, plan_id, project_id), call.user, ProjectStatus(given["status"]), reason=given["reason"])
        return show_country_plan(call, plan_id)


class RankedProject(ApiView):
    @command(
        CountryPlanView,
        _SCOPE,
        summary="Set the priority of a project",
        takes=PRIORITY,
        tagged=True,
        refuses=_REFUSES,
        example={"priority": 1, "reason": "Needed first."},
    )
    def post(self, call: Call, plan_id: UUID, project_id: UUID) -> Result:
        """By the body that leads the work on country plans, and by nobody else; with a reason."""
        rank_project(_get_project(call, plan_id, project_id), call.user, **call.body)
        return show_country_plan(call, plan_id)


class PlanComments(ApiView):
    @command(
        CountryPlanView,
        _SCOPE,
        summary="Comment on a country plan",
        takes=COMMENT,
        status=201,
        tagged=True,
        refuses=_REFUSES,
        example={"text": "Our own forces first."},
    )
    def post(self, call: Call, plan_id: UUID) -> Result:
        """For one's body, on the plan or on one of its projects. A comment is never changed."""
        on = _read_id(call.body.get("project"), "project")
        project = _get_project(call, plan_id, on) if on else None
        comment_on_plan(call.get_country_plan(plan_id), call.user, text=call.body["text"], project=project)
        return show_country_plan(call, plan_id)


def _get_project(call: Call, plan_id: UUID, project_id: UUID) -> Project:
    plan: CountryPlan = call.get_country_plan(plan_id)
    found: Project | None = plan.projects.select_related("plan").filter(pk=project_id).first()
    if found is None:
        raise NotFound
    return found


def _read_country_plan(given: Mapping[str, Any], country: str, marking: PlanMarking = PlanMarking.OFFICIAL) -> PlanDraft:
    # A program that does not know of classifications must not lower the one that was set.
    return PlanDraft(
        country=country,
        objectives=given["objectives"],
        tier=PartnerTier(given["tier"]),
        first_on=date.fromisoformat(given["first_on"]),
        last_on=date.fromisoformat(given["last_on"]),
        marking=PlanMarking(given.get("marking", marking)),
    )


def _read_project_draft(given: Mapping[str, Any]) -> ProjectDraft:
    volumes = given.get("volumes", [])
    makers = {
        one["family"]: maker for place, one in enumerate(volumes) if (maker := _read_id(one.get("maker"), f"makers.{place}"))
    }
    return ProjectDraft(
        title=given["title"],
        form=CooperationForm(given["form"]),
        purpose=given.get("purpose", ""),
        volumes=[(one["family"], quantity) for one in volumes if (quantity := to_decimal(one["quantity"])) is not None],
        value=to_decimal(given.get("value")),
        currency=given.get("currency", ""),
        own_share=to_decimal(given.get("own_share")),
        binding=given.get("binding", True),
        makers=makers,
        interest=_read_id(given.get("interest"), "interest"),
        years={one["family"]: _read_years(one.get("years", []), f"years.{place}") for place, one in enumerate(volumes)},
        value_years=_read_years(given.get("value_years", []), "value_years"),
    )


def _read_years(given: Sequence[Mapping[str, Any]], path: str) -> dict[int, Decimal]:
    years: dict[int, Decimal] = {}
    for one in given:
        if one["year"] in years:
            raise Invalid(gaps=[Gap("twice", f"{path}.{one['year']}", Message("This year stands there twice."))])
        years[one["year"]] = to_decimal(one.get("quantity", one.get("value"))) or Decimal()
    return years


def _read_id(text: str | None, path: str) -> UUID | None:
    """An id of a body; none where it is left out. Raises Invalid for what is no id of any row."""
    try:
        return UUID(text) if text else None
    except ValueError:
        raise Invalid(gaps=[Gap("unknown", path, Message("There is no row with this id."))]) from None


_PLAN: Final = "country-plans/<uuid:plan_id>/"
_PROJECT: Final = f"{_PLAN}projects/<uuid:project_id>/"
PATHS: Final = (
    path("country-plans/", OpenedCountryPlans.as_view(), name="country_plans"),
    path(f"{_PLAN}change/", ChangedCountryPlan.as_view(), name="change_country_plan"),
    path(f"{_PLAN}projects/", PlanProjects.as_view(), name="plan_projects"),
    path(f"{_PLAN}comments/", PlanComments.as_view(), name="plan_comments"),
    path(f"{_PROJECT}change/", ChangedProject.as_view(), name="change_project"),
    path(f"{_PROJECT}move/", MovedProject.as_view(), name="move_project"),
    path(f"{_PROJECT}priority/", RankedProject.as_view(), name="rank_project"),
)
