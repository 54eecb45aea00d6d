"""Everything of one country that one reader may see: its plan, requests, deliveries and measures, for pages and papers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from licensing.acts.acting import to_local_day
from licensing.acts.plans.countries.flows import CountryCase, read_country_cases
from licensing.acts.plans.countries.wanted import Wanted, name_anchor, read_wanted
from licensing.acts.supply.promises import load_supplies
from licensing.choices import PlanState
from licensing.models import Case, Country, CountryPlan, ItemFamily, Measure, User
from licensing.models.read_models.plans.capacities import may_read_capacities
from licensing.models.read_models.plans.country_plans import ProjectView, read_projects
from licensing.models.read_models.plans.project_fills import ProjectFill, read_project_fills
from licensing.models.requests.case import CaseQuerySet
from licensing.models.supply.families import load_families
from licensing.models.supply.plans import may_keep_plans
from licensing.policy.exact import format_decimal
from licensing.policy.licences.counted import describe_quantity
from licensing.policy.plans.countries.demand import FamilyFlow, Standing, add_up_flows
from licensing.policy.supply.chart import build_path

# So many requests of a country, and of all, the newest first; whoever shows them says how many there are.
_MOST_CASES: Final = 500


@dataclass(frozen=True, slots=True)
class FlowRow:
    """A family and a country as people read them; `spared` is empty for whoever may not see figures, or has none.

    `wanted_at` is where the rows stand that `wanted` adds up; empty where nothing is wanted.
    """

    flow: FamilyFlow
    anchor: str
    country: str
    family: str
    unit: str
    unit_code: str
    wanted: str
    wanted_at: str
    pipeline: str
    promised: str
    delivered: str
    left: str
    spared: str

    def count(self, quantity: str) -> str:
        """One of its quantities with the unit of the family."""
        return describe_quantity(Decimal(quantity), self.unit_code, self.unit)


@dataclass(frozen=True, slots=True)
class CountryOverview:
    """One country on a day as far as its reader may see it; of `of_all` filed requests `cases` are the newest."""

    country: Country
    on: date
    plan: CountryPlan | None
    former: Sequence[CountryPlan]
    projects: Sequence[ProjectView]
    flows: Sequence[FlowRow]
    wanted: Wanted
    measures: Sequence[Measure]
    cases: Sequence[CountryCase]
    of_all: int

    @property
    def counted(self) -> dict[str, int]:
        """How many of the requests are open, granted and closed."""
        return {one.value: sum(case.standing is one for case in self.cases) for one in Standing}


def read_overview(user: User, country: Country, *, at: datetime) -> CountryOverview:
    """A country for one reader, in as many statements for many requests as for one."""
    today = to_local_day(at)
    filed = Case.objects.reviewable_by(user, on=at).filter(partner_country=country)
    cases = read_newest_cases(filed, today=today)
    wanted = read_wanted(user, today=today, country=country.pk)
    plans = CountryPlan.objects.visible_to(user, on=today).filter(country=country).order_by("-opened_at")
    plan = plans.exclude(state=PlanState.ENDED).first()
    figures = may_read_capacities(user, on=today)
    return CountryOverview(
        country=country,
        on=today,
        plan=plan,
        former=[one for one in plans if one != plan],
        projects=read_projects(plan, read_fills(user, plan, at=at), figures=figures) if plan else [],
        flows=read_flow_rows(user, cases, wanted, today=today),
        wanted=wanted,
        # A measure that names no country may cover any.
        measures=[one for one in Measure.objects.in_force(today) if country.pk in one.scope.get("countries", [country.pk])],
        cases=cases,
        of_all=filed.count(),
    )


def read_newest_cases(filed: CaseQuerySet, *, today: date) -> list[CountryCase]:
    """The newest of some filed requests, as many as are looked at."""
    ids = filed.order_by("-submitted_at", "pk").values_list("pk", flat=True)[:_MOST_CASES]
    return list(read_country_cases(list(ids), on=today))


def read_fills(user: User, plan: CountryPlan, *, at: datetime) -> dict[UUID, ProjectFill]:
    """What fills each project of a plan: by name the requests that this person may see, in figures all of them."""
    return read_project_fills(plan, Case.objects.reviewable_by(user, on=at))


def read_country_names() -> dict[str, str]:
    """What the countries are called in the reader's language."""
    return {one.pk: one.name for one in Country.objects.all()}


def read_flow_rows(user: User, cases: Sequence[CountryCase], wanted: Wanted, *, today: date) -> list[FlowRow]:
    """What partners want and requests ask for, what is promised and delivered of it, by country and family, with what can be
    spared."""
    asked = [line for one in cases for line in one.asked]
    flows = add_up_flows(asked, [line for one in cases for line in one.promised], wanted.list_lines())
    families = {one.pk: one for one in ItemFamily.objects.select_related("unit")}
    names = read_country_names()
    spared = _read_spared({one.family for one in flows}, today) if may_keep_plans(user, on=today) else {}
    # The first row of a country is where the numbers of the pictures lead.
    first = {one.country: one for one in reversed(flows)}
    return [
        _build_flow_row(
            one,
            names.get(one.country, one.country),
            families[one.family],
            f"country-{one.country}" if first[one.country] is one else "",
            spared.get(one.family, ""),
        )
        for one in flows
    ]


def _build_flow_row(flow: FamilyFlow, country: str, family: ItemFamily, anchor: str, spared: str) -> FlowRow:
    return FlowRow(
        flow=flow,
        anchor=anchor,
        country=country,
        family=family.name,
        unit=family.unit.name,
        unit_code=family.unit_id,
        wanted=format_decimal(flow.wanted),
        wanted_at=name_anchor(flow.country, flow.family) if flow.wanted else "",
        pipeline=format_decimal(flow.pipeline),
        promised=format_decimal(flow.promised),
        delivered=format_decimal(flow.delivered),
        left=format_decimal(flow.left),
        spared=spared,
    )


def _read_spared(codes: Iterable[str], today: date) -> dict[str, str]:
    """What can be spared of each family now, by its supply plan; for who may see figures alone."""
    found = {}
    for code, supply in load_supplies(load_families(), set(codes), today=today).items():
        path = build_path(supply) if supply.has_figures else []
        available = next((row.available for row in path if row.last_on >= today), None)
        if available is not None:
            found[code] = format_decimal(max(available, Decimal()))
    return found
