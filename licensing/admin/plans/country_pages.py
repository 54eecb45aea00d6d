"""One page for each country, and one over all of them: who asks for what, in which form, against what can be spared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day
from licensing.acts.plans.countries.flows import CountryCase, read_country_cases
from licensing.acts.supply.promises import load_supplies
from licensing.admin.pages.rights import find_reviewable_cases, get_or_404, get_person, local_now
from licensing.choices import CooperationForm, PlanState
from licensing.messages import Amount
from licensing.models import Country, CountryPlan, ItemFamily, Measure, ProjectCase
from licensing.models.read_models.plans.country_plans import ProjectFill, add_up_investments, read_projects
from licensing.models.read_models.plans.measures import read_measures
from licensing.models.supply.families import load_families
from licensing.models.supply.plans import may_keep_plans
from licensing.policy.exact import format_decimal
from licensing.policy.plans.countries.demand import Bar, BarPart, FamilyFlow, Standing, add_up_flows, build_bars, rank_series
from licensing.policy.plans.measures.quotas import EURO
from licensing.policy.supply.chart import build_path

# So many requests of a country, and of all, the newest first; the page says how many there are.
_MOST_CASES: Final = 500
# Families that have a series of their own in the picture.
_SERIES: Final = 2


@dataclass(frozen=True, slots=True)
class FlowRow:
    """A family and a country as the page shows them; `spared` is empty for whoever may not see figures, or has none."""

    flow: FamilyFlow
    anchor: str
    country: str
    family: str
    unit: str
    pipeline: str
    promised: str
    delivered: str
    left: str
    spared: str


@dataclass(frozen=True, slots=True)
class BarRow:
    """A bar of the picture with the words of its number."""

    bar: Bar
    country: str
    total: Amount
    parts: Sequence[tuple[BarPart, str]]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of open requests by country in one currency, with the names of its series."""

    title: str
    currency: str
    series: Sequence[str]
    rows: Sequence[BarRow]


def show_country(request: HttpRequest, code: str) -> HttpResponse:
    """One country: its plan, what is asked, promised, delivered and left, measures in force, and requests."""
    country = get_or_404(Country.objects.all(), pk=code)
    today = to_local_day(local_now())
    filed = find_reviewable_cases(request).filter(partner_country=country, submitted_at__isnull=False)
    cases = _read_cases(filed, today)
    plans = CountryPlan.objects.visible_to(get_person(request), on=today).filter(country=country).order_by("-opened_at")
    plan = plans.exclude(state=PlanState.ENDED).first()
    projects = read_projects(plan, read_fills(request, plan, today=today)) if plan else []
    # A measure that names no country may cover any.
    measures = [one for one in Measure.objects.in_force(today) if code in one.scope.get("countries", [code])]
    context = {
        **admin.site.each_context(request),
        "title": country.name,
        "country": country,
        "plan": plan,
        "former": [one for one in plans if one != plan],
        "projects": projects,
        "investments": add_up_investments(projects),
        "flows": _build_flow_rows(request, cases, today),
        "measures": read_measures(measures, today=today),
        "cases": [(one, None if one.value is None else Amount(one.value)) for one in cases],
        "counted": {one.value: sum(case.standing is one for case in cases) for one in Standing},
        "of_all": filed.count(),
    }
    return TemplateResponse(request, "admin/licensing/plans/country.html", context)


def show_all_countries(request: HttpRequest) -> HttpResponse:
    """All countries: open requests in euros by goods and by form, and by family what can be spared."""
    today = to_local_day(local_now())
    filed = find_reviewable_cases(request).filter(submitted_at__isnull=False)
    cases = _read_cases(filed, today)
    names = _read_country_names()
    flows = _build_flow_rows(request, cases, today)
    context = {
        **admin.site.each_context(request),
        "title": _("All countries"),
        "pictures": [_draw_goods(cases, names), _draw_forms(cases, names)],
        "flows": flows,
        "anchored": {row.flow.country for row in flows},
        "looked_at": len(cases),
        "of_all": filed.count(),
    }
    return TemplateResponse(request, "admin/licensing/plans/countries.html", context)


def read_fills(request: HttpRequest, plan: CountryPlan, *, today: date) -> dict[UUID, ProjectFill]:
    """What fills each project of a plan, of the requests that this person may see."""
    rows = ProjectCase.objects.filter(project__plan=plan, ended_at__isnull=True, case__in=find_reviewable_cases(request))
    fillings = {one.case_id: one for one in rows}
    found: dict[UUID, list[CountryCase]] = defaultdict(list)
    for one in read_country_cases(list(fillings), on=today):
        found[fillings[one.case.pk].project_id].append(one)
    return {project: _build_fill(cases, fillings) for project, cases in found.items()}


def _build_fill(cases: Sequence[CountryCase], fillings: Mapping[UUID, ProjectCase]) -> ProjectFill:
    flows = add_up_flows([line for one in cases for line in one.asked], [line for one in cases for line in one.promised])
    return ProjectFill([(one.case, fillings[one.case.pk].pk) for one in cases], {one.family: one for one in flows})


def _read_cases(filed: Any, today: date) -> list[CountryCase]:
    ids = filed.order_by("-submitted_at", "pk").values_list("pk", flat=True)[:_MOST_CASES]
    return list(read_country_cases(list(ids), on=today))


def _read_country_names() -> dict[str, str]:
    return {one.pk: one.name for one in Country.objects.all()}


def _build_flow_rows(request: HttpRequest, cases: Sequence[CountryCase], today: date) -> list[FlowRow]:
    asked = [line for one in cases for line in one.asked]
    flows = add_up_flows(asked, [line for one in cases for line in one.promised])
    families = {one.pk: one for one in ItemFamily.objects.select_related("unit")}
    names = _read_country_names()
    spared = _read_spared({one.family for one in flows}, today) if may_keep_plans(get_person(request), on=today) else {}
    rows, seen = [], set()
    for one in flows:
        # The first row of a country is where the numbers of the pictures lead.
        anchor = "" if one.country in seen else f"country-{one.country}"
        seen.add(one.country)
        family = families[one.family]
        row = FlowRow(
            flow=one,
            anchor=anchor,
            country=names.get(one.country, one.country),
            family=family.name,
            unit=family.unit.name,
            pipeline=format_decimal(one.pipeline),
            promised=format_decimal(one.promised),
            delivered=format_decimal(one.delivered),
            left=format_decimal(one.left),
            spared=spared.get(one.family, ""),
        )
        rows.append(row)
    return rows


def _read_spared(codes: set[str], today: date) -> dict[str, str]:
    """What can be spared of each family now, by its supply plan; for who may see figures alone."""
    found = {}
    for code, supply in load_supplies(load_families(), codes, today=today).items():
        path = build_path(supply) if supply.has_figures else []
        available = next((row.available for row in path if row.last_on >= today), None)
        if available is not None:
            found[code] = format_decimal(max(available, Decimal()))
    return found


def _draw_goods(cases: Sequence[CountryCase], names: Mapping[str, str]) -> Picture:
    totals: dict[str, Decimal] = defaultdict(Decimal)
    for one in _list_open(cases):
        totals[one.family] += one.value or 0
    families = rank_series(totals, most=_SERIES)
    by_code = {one.pk: one.name for one in ItemFamily.objects.filter(pk__in=families)}
    places = {code: place for place, code in enumerate(families)}
    series = [*(by_code[code] for code in families), _("Other goods")]
    amounts = _add_up(cases, lambda one: places.get(one.family, len(families)), len(series))
    return _draw(_("Open requests by goods"), series, amounts, names)


def _draw_forms(cases: Sequence[CountryCase], names: Mapping[str, str]) -> Picture:
    places = {form: place for place, form in enumerate(CooperationForm.values)}
    series = [*(str(label) for label in CooperationForm.labels), _("No form named")]
    amounts = _add_up(cases, lambda one: places.get(one.form, len(places)), len(series))
    return _draw(_("Open requests by form of co-operation"), series, amounts, names)


def _list_open(cases: Sequence[CountryCase]) -> list[CountryCase]:
    return [one for one in cases if one.standing is Standing.OPEN]


def _add_up(cases: Sequence[CountryCase], find_place: Callable[[CountryCase], int], width: int) -> dict[str, list[Decimal]]:
    amounts: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal()] * width)
    for one in _list_open(cases):
        amounts[one.case.partner_country_id or ""][find_place(one)] += one.value or 0
    return amounts


def _draw(title: str, series: Sequence[str], amounts: Mapping[str, Sequence[Decimal]], names: Mapping[str, str]) -> Picture:
    rows = [
        BarRow(
            bar,
            names.get(bar.country, bar.country),
            Amount(bar.total),
            [(part, f"{series[part.series]}: {Amount(part.amount)} {EURO}") for part in bar.parts],
        )
        for bar in build_bars(amounts)
    ]
    return Picture(title, EURO, series, rows)
