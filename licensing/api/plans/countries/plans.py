"""Country plans over the API, for who may read them at the desk: with their projects, versions and comments."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, TypedDict
from uuid import UUID

from django.urls import path

from licensing.acts.plans.countries.overview import read_fills
from licensing.acts.plans.countries.working import read_group
from licensing.api.http.operations import ApiView, Call, Result, query
from licensing.api.http.pagination import PAGING, Page, paginate_newest_first
from licensing.api.plans.countries.overview import READ
from licensing.api.plans.countries.projects import InvestedView, ProjectOfPlanView, build_invested_views, build_project_view
from licensing.choices import PartnerTier, PlanMarking, PlanState, ProjectVerdict
from licensing.errors import NotFound
from licensing.models import CountryPlan, PlanVersion
from licensing.models.read_models.plans.country_plans import add_up_investments, read_projects
from licensing.policy.shapes import Schema, as_code, choose_from

FILTERS: Final[dict[str, Schema]] = {"state": choose_from(PlanState), "country": as_code("country", 2), **PAGING}


class CountryPlanRow(TypedDict):
    id: UUID
    code: str
    country: str
    owner: str
    tier: PartnerTier
    first_on: date
    last_on: date
    state: PlanState
    opened_at: datetime
    ended_at: datetime | None


class RulingView(TypedDict):
    project: int
    verdict: ProjectVerdict
    reason: str


class PlanVersionView(TypedDict):
    """A version that was submitted; `digest` is that of its frozen content, `review` the case in which bodies sign it off."""

    number: int
    state: str
    review: UUID | None
    submitted_at: datetime
    digest: str
    resolution_no: str
    resolution_on: date | None
    rulings: list[RulingView]


class PlanCommentView(TypedDict):
    body: str
    project: int | None
    text: str
    written_at: datetime


class CountryPlanView(CountryPlanRow):
    """A plan with its projects by priority, investments, versions and what the bodies of the working group say."""

    objectives: str
    marking: PlanMarking
    comments_until: date | None
    end_reason: str
    group: list[str]
    projects: list[ProjectOfPlanView]
    investments: list[InvestedView]
    versions: list[PlanVersionView]
    comments: list[PlanCommentView]


class CountryPlans(ApiView):
    @query(Page[CountryPlanRow], READ, summary="List country plans", query=FILTERS)
    def get(self, call: Call) -> Result:
        """Newest first: all of them for the authority, for a body of the state those on which it works, none for others."""
        rows = CountryPlan.objects.visible_to(call.user, on=call.day)
        for name in ("state", "country"):
            if name in call.query:
                rows = rows.filter(**{name: call.query[name]})
        return Result(
            paginate_newest_first(rows, call, "opened_at", lambda found: [_build_country_plan_row(one) for one in found])
        )


class OneCountryPlan(ApiView):
    @query(CountryPlanView, READ, summary="Read a country plan", tagged=True, refuses=(NotFound,))
    def get(self, call: Call, plan_id: UUID) -> Result:
        """With projects by priority, what fills them, investment committed against planned, versions and comments."""
        return show_country_plan(call, plan_id)


def show_country_plan(call: Call, plan_id: UUID) -> Result:
    """A plan as it is now, under its revision: every step on it raises that."""
    plan = call.get_country_plan(plan_id)
    projects = read_projects(plan, read_fills(call.user, plan, at=call.at))
    versions = plan.versions.order_by("number").prefetch_related("rulings__project")
    comments = plan.comments.select_related("project").order_by("written_at", "pk")
    view = CountryPlanView(
        **_build_country_plan_row(plan),
        objectives=plan.objectives,
        marking=PlanMarking(plan.marking),
        comments_until=plan.comments_until,
        end_reason=plan.end_reason,
        group=read_group(plan),
        projects=[build_project_view(one) for one in projects],
        investments=build_invested_views(add_up_investments(projects)),
        versions=[_build_version(one) for one in versions],
        comments=[
            PlanCommentView(
                body=one.body_id,
                project=one.project.number if one.project else None,
                text=one.text,
                written_at=one.written_at,
            )
            for one in comments
        ],
    )
    return Result(view, revision=plan.revision)


def _build_country_plan_row(plan: CountryPlan) -> CountryPlanRow:
    return CountryPlanRow(
        id=plan.pk,
        code=plan.code,
        country=plan.country_id,
        owner=plan.owner_id,
        tier=PartnerTier(plan.tier),
        first_on=plan.first_on,
        last_on=plan.last_on,
        state=PlanState(plan.state),
        opened_at=plan.opened_at,
        ended_at=plan.ended_at,
    )


def _build_version(version: PlanVersion) -> PlanVersionView:
    return PlanVersionView(
        number=version.number,
        state=version.state,
        review=version.review_id,
        submitted_at=version.submitted_at,
        digest=version.digest,
        resolution_no=version.resolution_no,
        resolution_on=version.resolution_on,
        rulings=[
            RulingView(project=one.project.number, verdict=ProjectVerdict(one.verdict), reason=one.reason)
            for one in sorted(version.rulings.all(), key=lambda ruling: ruling.project.number)
        ],
    )


PATHS: Final = (path("country-plans/<uuid:plan_id>/", OneCountryPlan.as_view(), name="country_plan"),)
