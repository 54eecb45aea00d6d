"""A country plan and the briefing on a country as papers: facts, tables and projects in the words of one reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from licensing.acts.plans.countries.flows import CountryCase
from licensing.acts.plans.countries.overview import CountryOverview, FlowRow
from licensing.choices import PlanMarking, VersionState
from licensing.messages import Amount, DayText
from licensing.models import Body, CountryPlan, Measure, Position
from licensing.models.read_models.plans.country_plans import (
    InvestmentSum,
    InvestmentView,
    ProjectView,
    add_up_investments,
)
from licensing.models.read_models.plans.measures import read_measures
from licensing.models.read_models.plans.project_years import list_year_facts

Fact = tuple[str, str]
_NONE: Final = "–"


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table: its columns, each with whether it holds numbers, and its rows."""

    columns: Sequence[tuple[str, bool]]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class PrintedEntry:
    """A project or a measure with what is said of it."""

    title: str
    state: str
    facts: Sequence[Fact]
    lines: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """A part of a paper; `empty` is what stands there where there is nothing to show."""

    title: str
    note: str = ""
    table: PrintedTable | None = None
    entries: Sequence[PrintedEntry] = ()
    empty: str = ""


@dataclass(frozen=True, slots=True)
class PlanPaper:
    """A paper for the leadership. `marking` stands on every page; the paper names its day and no hour, so that it repeats."""

    language: str
    marking: str
    heading: str
    title: str
    as_of: str
    facts: Sequence[Fact]
    sections: Sequence[PrintedSection]
    labels: dict[str, str]


def build_plan_paper(plan: CountryPlan, projects: Sequence[ProjectView], group: Iterable[Body], *, on: date) -> PlanPaper:
    """A plan as it stands: what it is to reach, who works on it, its projects by priority, investment, and what was decided."""
    bodies = ", ".join(body.name for body in group)
    facts = [*_list_plan_facts(plan), (_("Owner"), plan.owner.name), (_("Working group"), bodies)]
    sections = [
        _print_projects(projects),
        *_print_investments(add_up_investments(projects)),
        _print_versions(plan),
        *_print_decisions(plan),
    ]
    title, marking = f"{plan.code} · {plan.country.name}", plan.get_marking_display()
    return _build_paper(_("Country plan"), title, facts, sections, on=on, markings=[marking])


def build_briefing(overview: CountryOverview) -> PlanPaper:
    """All of a country on a few pages: plan, projects, flows of goods, investment, measures and requests."""
    plan, counted = overview.plan, overview.counted
    facts = [(_("Tier"), overview.country.get_tier_display())]
    if plan is not None:
        facts += [(_("Country plan"), f"{plan.code}, {plan.get_state_display()}"), *_list_plan_facts(plan)[1:]]
    names = (("open", _("Open requests")), ("granted", _("Granted")), ("closed", _("Closed without a grant")))
    facts += [(label, str(counted[name])) for name, label in names]
    sections = [
        _print_projects(overview.projects),
        _print_flows(overview.flows),
        *_print_investments(add_up_investments(overview.projects)),
        _print_measures(overview.measures, on=overview.on),
        _print_cases(overview.cases, overview.of_all),
    ]
    # Of a country without a plan that its reader may see, the requests alone are for official use.
    markings = [str((PlanMarking(plan.marking) if plan else PlanMarking.OFFICIAL).label)]
    if any(row.spared for row in overview.flows):
        markings.append(_("with figures of supply plans"))
    title = _("Briefing on a country")
    return _build_paper(title, overview.country.name, facts, sections, on=overview.on, markings=markings)


def _build_paper(
    heading: str,
    title: str,
    facts: Sequence[Fact],
    sections: Sequence[PrintedSection],
    *,
    on: date,
    markings: Sequence[str],
) -> PlanPaper:
    return PlanPaper(
        language=(get_language() or "en").partition("-")[0],
        marking=", ".join(markings),
        heading=heading,
        title=title,
        as_of=_("as of %(day)s") % {"day": DayText(on)},
        facts=[fact for fact in facts if fact[1]],
        sections=sections,
        labels={"page": _("page")},
    )


def _list_plan_facts(plan: CountryPlan) -> list[Fact]:
    period = f"{DayText(plan.first_on)} – {DayText(plan.last_on)}"
    return [(_("Tier"), plan.get_tier_display()), (_("Objectives"), plan.objectives), (_("Period"), period)]


def _print_projects(projects: Sequence[ProjectView]) -> PrintedSection:
    entries = [
        PrintedEntry(
            str(one.project),
            one.project.get_status_display(),
            [fact for fact in _list_project_facts(one) if fact[1]],
            [
                *(line for view in one.investments for line in _describe_investment(view)),
                *(f"{case.reference} {case.title}: {case.get_state_display()}" for case in one.fill.cases),
            ],
        )
        for one in projects
    ]
    empty = "" if entries else _("No plan that you may read has projects for this country.")
    return PrintedSection(_("Projects by priority"), entries=entries, empty=empty)


def _list_project_facts(one: ProjectView) -> list[Fact]:
    project = one.project
    priority = f"{project.priority}: {project.priority_reason}" if project.priority else _("The General Staff has set none.")
    return [
        (_("Priority"), priority),
        (_("Form of co-operation"), project.get_form_display()),
        (_("What it is for"), project.purpose),
        (_("Expression of interest"), project.interest.reference if project.interest else ""),
        (_("Carried over from"), one.origin),
        *one.volumes,
        *list_year_facts(one.years),
        (_("Indicative value"), one.value),
        (_("Own forces' share, per cent"), one.own_share),
        (_("Volumes and value"), one.binding),
        (_("Why it stands so"), project.status_reason),
    ]


def _describe_investment(view: InvestmentView) -> Iterator[str]:
    """An investment, with whom it makes more, and how much more: each a line of its own."""
    one = view.investment
    words = f"{one.get_side_display()}, {one.investor}: {view.amount} {one.currency_id}, {one.get_instrument_display()}."
    if one.committed_on is None:
        yield f"{words} {_('Planned.')}"
    else:
        committed = _("Committed on %(day)s by %(no)s.") % {"day": DayText(one.committed_on), "no": one.document_no}
        yield f"{words} {committed}"
    if view.maker:
        yield f"{_('Maker')}: {view.maker}"
    if view.more:
        yield view.more


def _print_flows(flows: Sequence[FlowRow]) -> PrintedSection:
    columns = [
        (_("Item family"), False),
        (_("Wanted before any request"), True),
        (_("Asked for by open requests"), True),
        (_("Promised by licences"), True),
        (_("Delivered"), True),
        (_("Left to deliver"), True),
        (_("Can be spared now"), True),
    ]
    rows = [
        [
            *(row.family, *map(row.count, (row.wanted, row.pipeline, row.promised, row.delivered, row.left))),
            row.count(row.spared) if row.spared else _NONE,
        ]
        for row in flows
    ]
    title = _("Asked for, promised, delivered and left")
    return PrintedSection(title, table=PrintedTable(columns, rows)) if rows else PrintedSection(title, empty=_NONE)


def _print_investments(sums: Sequence[InvestmentSum]) -> list[PrintedSection]:
    columns = [
        (_("Whose investment"), False),
        (_("Currency"), False),
        (_("Planned"), True),
        (_("Committed"), True),
        (_("Per cent"), True),
    ]
    rows = [[one.side, one.currency, str(one.planned), str(one.committed), str(one.percent)] for one in sums]
    title = _("Investment, committed against planned")
    return [PrintedSection(title, table=PrintedTable(columns, rows))] if rows else []


def _print_versions(plan: CountryPlan) -> PrintedSection:
    columns = [(_("Version"), False), (_("State"), False), (_("Resolution"), False), (_("Digest"), False)]
    rows = []
    for one in plan.versions.order_by("number"):
        resolution = f"{one.resolution_no}, {DayText(one.resolution_on)}" if one.resolution_on else _NONE
        rows.append([str(one.number), one.get_state_display(), resolution, one.digest[:16]])
    title = _("Versions and their review")
    return PrintedSection(title, table=PrintedTable(columns, rows)) if rows else PrintedSection(title, empty=_NONE)


def _print_decisions(plan: CountryPlan) -> list[PrintedSection]:
    """What the government decided on each project of the version that was decided last, and what each body said before."""
    version = plan.versions.filter(state=VersionState.DECIDED).order_by("-number").first()
    if version is None or version.resolution_on is None:
        return []
    rulings = version.rulings.select_related("project").order_by("project__number")
    entries = [
        PrintedEntry(str(one.project), one.became, [(_("Reason"), one.reason)] if one.reason else [], []) for one in rulings
    ]
    positions = Position.objects.filter(standing__round__case__plan_version=version).select_related("seat__body")
    rows = [
        [one.seat.body.name, one.get_choice_display(), one.comment]
        for one in positions.order_by("standing__round__number", "seat__number")
    ]
    note = _("Version %(number)d, resolution %(resolution)s of %(day)s") % {
        "number": version.number,
        "resolution": version.resolution_no,
        "day": DayText(version.resolution_on),
    }
    decided = PrintedSection(_("What the government decided"), note=note, entries=entries)
    columns = [(_("Body"), False), (_("Position"), False), (_("Comment"), False)]
    said = PrintedSection(_("What the bodies said in its review"), table=PrintedTable(columns, rows))
    return [decided, said] if rows else [decided]


def _print_measures(measures: Sequence[Measure], *, on: date) -> PrintedSection:
    entries = [
        PrintedEntry(
            f"{one.measure}",
            one.kind,
            [
                (_("First day"), str(DayText(one.measure.valid_from))),
                (_("On whose authority"), one.measure.authority),
                *one.terms,
                *one.scope,
            ],
            [f"{_('Exception')}: {free.title} ({free.authority})" for free in one.exemptions],
        )
        for one in read_measures(measures, today=on)
    ]
    return PrintedSection(_("Measures in force"), entries=entries, empty="" if entries else _("None covers this country."))


def _print_cases(cases: Sequence[CountryCase], of_all: int) -> PrintedSection:
    columns = [
        (_("Case"), False),
        (_("Kind"), False),
        (_("Form of co-operation"), False),
        (_("State"), False),
        (_("Value, EUR"), True),
    ]
    rows = [
        [
            f"{one.case.reference} {one.case.title}",
            one.case.kind.name,
            one.case.get_cooperation_form_display() or _NONE,
            one.case.get_state_display(),
            _NONE if one.value is None else str(Amount(one.value)),
        ]
        for one in cases
    ]
    note = _("%(looked)d of %(all)d looked at") % {"looked": len(cases), "all": of_all}
    table = PrintedTable(columns, rows) if rows else None
    return PrintedSection(_("Requests and their outcomes"), note=note, table=table)
