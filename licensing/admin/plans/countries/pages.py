"""One page for each country, and one over all of them: who asks for what, in which form, against what can be spared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day
from licensing.acts.plans.countries.flows import CountryCase
from licensing.acts.plans.countries.overview import (
    read_country_names,
    read_fills,
    read_flow_rows,
    read_newest_cases,
    read_overview,
)
from licensing.acts.plans.countries.wanted import read_wanted
from licensing.admin.pages.rights import AUTHORITY, find_reviewable_cases, get_or_404, get_person, has_appointment, local_now
from licensing.choices import EURO, CooperationForm
from licensing.messages import Amount
from licensing.models import Country, CountryPlan, ItemFamily
from licensing.models.people.users import list_languages
from licensing.models.read_models.plans.capacities import may_read_capacities
from licensing.models.read_models.plans.country_plans import ProjectView, add_up_investments, read_projects
from licensing.models.read_models.plans.measures import read_measures
from licensing.models.supply.plans import may_keep_plans
from licensing.policy.plans.countries.demand import Bar, BarPart, Standing, build_bars, rank_series

# Families that have a series of their own in the picture.
_SERIES: Final = 2


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
    overview = read_overview(get_person(request), country, at=local_now())
    context = {
        **admin.site.each_context(request),
        "title": country.name,
        "country": country,
        "plan": overview.plan,
        "former": overview.former,
        "projects": overview.projects,
        "investments": add_up_investments(overview.projects),
        "flows": overview.flows,
        "sees_figures": may_keep_plans(get_person(request), on=overview.on),
        "wanted": overview.wanted,
        "measures": read_measures(overview.measures, today=overview.on),
        "opens_measures": has_appointment(request, AUTHORITY),
        "cases": [(one, None if one.value is None else Amount(one.value)) for one in overview.cases],
        "counted": overview.counted,
        "of_all": overview.of_all,
        "languages": dict(list_languages()),
    }
    return TemplateResponse(request, "admin/licensing/plans/countries/country.html", context)


def read_plan_projects(request: HttpRequest, plan: CountryPlan) -> list[ProjectView]:
    """The projects of a plan as its reader may see them: what fills them, and figures of makers for who may read those."""
    person, at = get_person(request), local_now()
    figures = may_read_capacities(person, on=to_local_day(at))
    return read_projects(plan, read_fills(person, plan, at=at), figures=figures)


def show_all_countries(request: HttpRequest) -> HttpResponse:
    """All countries: open requests in euros by goods and by form, and by family what can be spared."""
    today = to_local_day(local_now())
    filed = find_reviewable_cases(request).filter(submitted_at__isnull=False)
    cases = read_newest_cases(filed, today=today)
    names = read_country_names()
    wanted = read_wanted(get_person(request), today=today)
    flows = read_flow_rows(get_person(request), cases, wanted, today=today)
    context = {
        **admin.site.each_context(request),
        "title": _("All countries"),
        "pictures": [_draw_goods(cases, names), _draw_forms(cases, names)],
        "flows": flows,
        "sees_figures": may_keep_plans(get_person(request), on=today),
        "wanted": wanted,
        "anchored": {row.flow.country for row in flows},
        "looked_at": len(cases),
        "of_all": filed.count(),
    }
    return TemplateResponse(request, "admin/licensing/plans/countries/countries.html", context)


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
