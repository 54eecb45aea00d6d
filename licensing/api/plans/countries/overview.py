"""A country at a glance over the API: what is wanted, asked for, promised, delivered and left of it, with its requests."""

from __future__ import annotations

from typing import Final, TypedDict
from uuid import UUID

from django.urls import path

from licensing.acts.plans.countries.flows import CountryCase
from licensing.acts.plans.countries.overview import FlowRow, read_overview
from licensing.acts.plans.countries.wanted import WantedGoods
from licensing.api.http.operations import ApiView, Call, Result, query
from licensing.api.plans.countries.projects import InvestedView, build_invested_views
from licensing.choices import CaseState, CooperationForm, PartnerTier
from licensing.errors import NotFound
from licensing.models import Country
from licensing.models.plans.country_plans import may_read_country_plans
from licensing.models.read_models.plans.country_plans import add_up_investments
from licensing.policy.exact import write_amount
from licensing.policy.plans.countries.demand import Standing

READ: Final = "cases:read"


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


class CountryAtAGlance(ApiView):
    @query(CountryView, READ, summary="Read a country at a glance", refuses=(NotFound,))
    def get(self, call: Call, country: str) -> Result:
        """What is wanted, asked for, promised, delivered and left, investment, measures in force, requests with outcomes."""
        overview = read_overview(call.user, get_country(call, country), at=call.at)
        view = CountryView(
            country=overview.country.pk,
            tier=PartnerTier(overview.country.tier),
            plan=overview.plan.pk if overview.plan else None,
            former_plans=[one.pk for one in overview.former],
            flows=[_build_flow(one) for one in overview.flows],
            wanted=[_build_wanted(one) for one in overview.wanted.goods],
            investments=build_invested_views(add_up_investments(overview.projects)),
            measures=[one.pk for one in overview.measures],
            requests=overview.of_all,
            cases=[_build_country_case(one) for one in overview.cases],
        )
        return Result(view)


def get_country(call: Call, code: str) -> Country:
    """A country by its code. Raises NotFound for a code of none, and for whoever may not read country plans."""
    found: Country | None = Country.objects.filter(pk=code).first()
    if found is None or not may_read_country_plans(call.user, on=call.day):
        raise NotFound
    return found


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


PATHS: Final = (path("countries/<slug:country>/", CountryAtAGlance.as_view(), name="country"),)
