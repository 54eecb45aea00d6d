"""Country plans over the API, for who may read them at the desk: plans, projects, versions, a country at a glance, papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, TypedDict
from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from django.utils.http import content_disposition_header

from licensing.acts.plans.countries.briefing import print_briefing, print_plan
from licensing.acts.plans.countries.flows import CountryCase
from licensing.acts.plans.countries.overview import FlowRow, read_fills, read_overview
from licensing.acts.plans.countries.wanted import WantedGoods
from licensing.acts.plans.countries.working import read_group
from licensing.api.http.answers import File
from licensing.api.http.operations import ApiView, Call, Result, query
from licensing.api.http.pagination import PAGING, Page, paginate_newest_first
from licensing.choices import (
    CaseState,
    CooperationForm,
    Instrument,
    InvestmentSide,
    PartnerTier,
    PlanMarking,
    PlanState,
    ProjectStatus,
    ProjectVerdict,
)
from licensing.errors import NotFound
from licensing.models import Country, CountryPlan, PlanVersion, ProjectInvestment, ProjectVolume
from licensing.models.plans.country_plans import may_read_country_plans
from licensing.models.read_models.plans.country_plans import InvestmentSum, ProjectView, add_up_investments, read_projects
from licensing.policy.exact import format_decimal, write_amount
from licensing.policy.plans.countries.demand import Standing
from licensing.policy.plans.parents import Balance, CeilingStatus
from licensing.policy.shapes import Schema, as_code, choose_from

READ: Final = "cases:read"
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


class PlannedVolumeView(TypedDict):
    """How much of an item family, in its unit, and what stands in the ledger of what was approved of it.

    `left` is null of a project that was never approved.
    """

    family: str
    unit: str
    quantity: str
    maker: UUID | None
    reserved: str
    promised: str
    delivered: str
    left: str | None


class PlannedInvestmentView(TypedDict):
    """What somebody puts into a project; `committed_on` and `document_no` once they are bound to it."""

    side: InvestmentSide
    investor: str
    instrument: Instrument
    amount: str
    currency: str
    committed_on: date | None
    document_no: str


class FillingCaseView(TypedDict):
    case: UUID
    reference: str | None
    state: CaseState


class ProjectOfPlanView(TypedDict):
    """A project; what is not written into it yet is null. Of requests that fill it those that the reader may see,
    and how many others there are."""

    id: UUID
    number: int
    title: str
    form: CooperationForm
    purpose: str
    interest: UUID | None
    status: ProjectStatus
    status_reason: str
    priority: int | None
    priority_reason: str
    value: str | None
    currency: str | None
    own_share: str | None
    binding: bool
    volumes: list[PlannedVolumeView]
    investments: list[PlannedInvestmentView]
    cases: list[FillingCaseView]
    unseen_cases: int


class InvestedView(TypedDict):
    """What one side puts into the projects that go on, in one currency."""

    side: InvestmentSide
    currency: str
    planned: str
    committed: str


class RulingView(TypedDict):
    project: int
    verdict: ProjectVerdict
    reason: str


class PlanVersionView(TypedDict):
    """A version that was submitted; `digest` is that of its frozen content."""

    number: int
    state: str
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


class FlowView(TypedDict):
    """A family in its unit; `spared` is null for who may not see figures of supply plans, and where there are none."""

    family: str
    unit: str
    wanted: str
    asked: str
    promised: str
    delivered: str
    left: str
    spared: str | None


class WantedInYearView(TypedDict):
    year: int
    quantity: str


class WantedGoodsView(TypedDict):
    """Goods of one kind that an expression of interest wants, which is open or agreed; `family` is null for what is in none."""

    interest: UUID
    reference: str
    form: CooperationForm
    goods: str
    family: str | None
    unit: str
    volumes: list[WantedInYearView]


class CountryCaseView(TypedDict):
    """A request; `value` in euros is null where a rate is missing."""

    case: UUID
    reference: str | None
    title: str
    kind: str
    form: CooperationForm | None
    state: CaseState
    standing: Standing
    value: str | None


class CountryView(TypedDict):
    """A country as its reader sees it today: `requests` counts all filed ones, `cases` are the newest of them."""

    country: str
    tier: PartnerTier
    plan: UUID | None
    former_plans: list[UUID]
    flows: list[FlowView]
    wanted: list[WantedGoodsView]
    investments: list[InvestedView]
    measures: list[UUID]
    requests: int
    cases: list[CountryCaseView]


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


class CountryPlanPaper(ApiView):
    @query(File, READ, summary="Download a country plan as a PDF", refuses=(NotFound,))
    def get(self, call: Call, plan_id: UUID) -> HttpResponse:
        """In the language of Accept-Language. The same plan gives the same bytes; who takes it is on record."""
        plan = call.get_country_plan(plan_id)
        return _hand_out(print_plan(plan, call.user, language=call.language), f"plan-{plan.code.replace('/', '-')}.pdf")


class CountryAtAGlance(ApiView):
    @query(CountryView, READ, summary="Read a country at a glance", refuses=(NotFound,))
    def get(self, call: Call, country: str) -> Result:
        """What is wanted, asked for, promised, delivered and left, investment, measures in force, requests with outcomes."""
        overview = read_overview(call.user, _get_country(call, country), at=call.at)
        view = CountryView(
            country=overview.country.pk,
            tier=PartnerTier(overview.country.tier),
            plan=overview.plan.pk if overview.plan else None,
            former_plans=[one.pk for one in overview.former],
            flows=[_build_flow(one) for one in overview.flows],
            wanted=[_build_wanted(one) for one in overview.wanted.goods],
            investments=_build_sums(add_up_investments(overview.projects)),
            measures=[one.pk for one in overview.measures],
            requests=overview.of_all,
            cases=[_build_country_case(one) for one in overview.cases],
        )
        return Result(view)


class CountryBriefing(ApiView):
    @query(File, READ, summary="Download the briefing on a country", refuses=(NotFound,))
    def get(self, call: Call, country: str) -> HttpResponse:
        """A PDF in the language of Accept-Language. The same data give the same bytes; who takes it is on record."""
        found = _get_country(call, country)
        return _hand_out(print_briefing(found, call.user, language=call.language), f"briefing-{found.pk}.pdf")


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
        projects=[_build_project(one) for one in projects],
        investments=_build_sums(add_up_investments(projects)),
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


def _get_country(call: Call, code: str) -> Country:
    found: Country | None = Country.objects.filter(pk=code).first()
    if found is None or not may_read_country_plans(call.user, on=call.day):
        raise NotFound
    return found


def _hand_out(content: bytes, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)


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


def _build_project(view: ProjectView) -> ProjectOfPlanView:
    project = view.project
    return ProjectOfPlanView(
        id=project.pk,
        number=project.number,
        title=project.title,
        form=CooperationForm(project.form),
        purpose=project.purpose,
        interest=project.interest_id,
        status=ProjectStatus(project.status),
        status_reason=project.status_reason,
        priority=project.priority,
        priority_reason=project.priority_reason,
        value=write_amount(project.value),
        currency=project.currency_id,
        own_share=write_amount(project.own_share),
        binding=project.binding,
        volumes=_build_volumes(view),
        investments=[_build_investment(one.investment) for one in view.investments],
        cases=[
            FillingCaseView(case=case.pk, reference=case.reference, state=CaseState(case.state)) for case in view.fill.cases
        ],
        unseen_cases=view.fill.unseen,
    )


def _build_volumes(view: ProjectView) -> list[PlannedVolumeView]:
    volumes = sorted(view.project.volumes.all(), key=lambda one: one.family_id)
    return [_build_volume(one, view.fill.ceilings.get(one.family_id)) for one in volumes]


def _build_volume(one: ProjectVolume, status: CeilingStatus | None) -> PlannedVolumeView:
    drawn = status.volume if status else Balance()
    return PlannedVolumeView(
        family=one.family_id,
        unit=one.family.unit_id,
        quantity=format_decimal(one.quantity),
        maker=one.maker_id,
        reserved=format_decimal(drawn.reserved),
        promised=format_decimal(drawn.committed),
        delivered=format_decimal(drawn.used),
        left=write_amount(status.left) if status else None,
    )


def _build_investment(one: ProjectInvestment) -> PlannedInvestmentView:
    return PlannedInvestmentView(
        side=InvestmentSide(one.side),
        investor=one.investor,
        instrument=Instrument(one.instrument),
        amount=format_decimal(one.amount),
        currency=one.currency_id,
        committed_on=one.committed_on,
        document_no=one.document_no,
    )


def _build_sums(sums: Sequence[InvestmentSum]) -> list[InvestedView]:
    return [
        InvestedView(
            side=one.code,
            currency=one.currency,
            planned=format_decimal(one.planned.value),
            committed=format_decimal(one.committed.value),
        )
        for one in sums
    ]


def _build_version(version: PlanVersion) -> PlanVersionView:
    return PlanVersionView(
        number=version.number,
        state=version.state,
        submitted_at=version.submitted_at,
        digest=version.digest,
        resolution_no=version.resolution_no,
        resolution_on=version.resolution_on,
        rulings=[
            RulingView(project=one.project.number, verdict=ProjectVerdict(one.verdict), reason=one.reason)
            for one in sorted(version.rulings.all(), key=lambda ruling: ruling.project.number)
        ],
    )


def _build_flow(row: FlowRow) -> FlowView:
    return FlowView(
        family=row.flow.family,
        unit=row.unit_code,
        wanted=row.wanted,
        asked=row.pipeline,
        promised=row.promised,
        delivered=row.delivered,
        left=row.left,
        spared=row.spared or None,
    )


def _build_wanted(goods: WantedGoods) -> WantedGoodsView:
    return WantedGoodsView(
        interest=goods.interest.pk,
        reference=goods.interest.reference,
        form=goods.form,
        goods=goods.goods,
        family=goods.family or None,
        unit=goods.unit_code,
        volumes=[WantedInYearView(year=one.year, quantity=one.quantity) for one in goods.volumes],
    )


def _build_country_case(one: CountryCase) -> CountryCaseView:
    return CountryCaseView(
        case=one.case.pk,
        reference=one.case.reference,
        title=one.case.title,
        kind=one.case.kind_id,
        form=CooperationForm(one.form) if one.form else None,
        state=CaseState(one.case.state),
        standing=one.standing,
        value=write_amount(one.value),
    )


_PLAN: Final = "country-plans/<uuid:plan_id>/"
PATHS: Final = (
    path(_PLAN, OneCountryPlan.as_view(), name="country_plan"),
    path(f"{_PLAN}paper/", CountryPlanPaper.as_view(), name="country_plan_paper"),
    path("countries/<slug:country>/", CountryAtAGlance.as_view(), name="country"),
    path("countries/<slug:country>/briefing/", CountryBriefing.as_view(), name="country_briefing"),
)
