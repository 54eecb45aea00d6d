"""A country plan as its readers see it: projects in the order of their priority, with volumes and investments in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from licensing.choices import CooperationForm, Instrument, InvestmentSide, PartnerTier, ProjectStatus
from licensing.messages import Amount
from licensing.models.plans.country_plans import CountryPlan, Project, ProjectVolume
from licensing.models.plans.investments import ProjectInvestment, list_kept_investments
from licensing.models.plans.plan_versions import PlanVersion, find_approved_shares
from licensing.models.read_models.plans.capacities import Line, compare_makers
from licensing.models.read_models.plans.project_fills import ProjectFill
from licensing.models.read_models.plans.project_origins import describe_origin, name_origin
from licensing.models.read_models.plans.project_years import YearView, list_frozen_facts, read_project_years, write_money
from licensing.models.supply.families import ItemFamily
from licensing.policy.exact import format_decimal
from licensing.policy.plans.parents import Balance, CeilingStatus

_TONES = {
    ProjectStatus.IDEA: "mute",
    ProjectStatus.DISCUSSED: "busy",
    ProjectStatus.PROPOSED: "warn",
    ProjectStatus.APPROVED: "good",
    ProjectStatus.STOPPED: "bad",
}


@dataclass(frozen=True, slots=True)
class InvestmentView:
    """An investment with its amount in words."""

    investment: ProjectInvestment
    amount: Amount
    maker: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class ProjectView:
    """A project in words; `investments` are those that were not dropped."""

    project: Project
    tone: str
    volumes: Sequence[tuple[str, str]]
    value: str
    own_share: str
    binding: str
    investments: Sequence[InvestmentView]
    fill: ProjectFill
    years: Sequence[YearView] = ()
    origin: str = ""


@dataclass(frozen=True, slots=True)
class InvestmentSum:
    """What one side puts into projects in one currency: all that is planned, and how much of it is committed."""

    code: InvestmentSide
    side: str
    currency: str
    planned: Amount
    committed: Amount
    percent: int


def read_projects(
    plan: CountryPlan, fills: Mapping[UUID, ProjectFill] | None = None, *, figures: bool = False
) -> list[ProjectView]:
    """The projects of a plan with what fills them: by priority, those without one after them, stopped ones last.

    `figures` is for who may read how many makers make: to others an investment says who makes more from when, and not how many.
    """
    rows = plan.projects.select_related("currency", "ranked_by", "plan", "interest", "origin__case", "origin__unit")
    rows = rows.prefetch_related("volumes__family__unit", "volumes__maker", "investments__family__unit")
    short, shares = _find_short_years(rows), find_approved_shares(rows)
    ordered = sorted(rows, key=lambda one: (one.status == ProjectStatus.STOPPED, one.priority or 1000, one.number))
    found = fills or {}
    return [_read_project(one, found.get(one.pk, ProjectFill()), short, shares[one.pk], figures=figures) for one in ordered]


def describe_binding(*, binding: bool) -> str:
    """Whether the volumes and the value of a project bind the requests that fill it."""
    return _("They bind") if binding else _("Indicative")


def add_up_investments(views: Sequence[ProjectView]) -> list[InvestmentSum]:
    """What each side invests in the projects that are not stopped, by currency, planned and committed."""
    planned: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    committed: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for one in _list_living_investments(views):
        key = (one.side, one.currency_id)
        planned[key] += one.amount
        committed[key] += one.amount if one.committed_on else 0
    return [
        InvestmentSum(
            InvestmentSide(side),
            str(InvestmentSide(side).label),
            currency,
            Amount(amount),
            Amount(done),
            int(100 * done / amount),
        )
        for (side, currency), amount in sorted(planned.items())
        for done in [committed[side, currency]]
    ]


def _list_living_investments(views: Sequence[ProjectView]) -> list[ProjectInvestment]:
    living = [view for view in views if view.project.status != ProjectStatus.STOPPED]
    return [one.investment for view in living for one in view.investments]


def _find_short_years(projects: Iterable[Project]) -> dict[Line, list[int]]:
    """In which years projects plan more of a family than its maker makes."""
    makers = {volume.maker_id for one in projects for volume in one.volumes.all() if volume.maker_id}
    return {line: [one.year for one in years if one.is_short] for line, years in compare_makers(makers).items()}


def _read_project(
    project: Project, fill: ProjectFill, short: Mapping[Line, Sequence[int]], share: Decimal | None, *, figures: bool
) -> ProjectView:
    volumes = sorted(project.volumes.all(), key=lambda one: one.family_id)
    return ProjectView(
        project=project,
        tone=_TONES[ProjectStatus(project.status)],
        volumes=[
            (one.family.name, _describe_volume(one, fill.ceilings.get(one.family_id)) + _describe_making(one, short))
            for one in volumes
        ],
        value=_describe_value(project, fill.ceilings.get("")),
        own_share="" if project.own_share is None else format_decimal(project.own_share),
        binding=describe_binding(binding=project.binding),
        fill=fill,
        years=read_project_years(project, fill),
        origin=describe_origin(project),
        investments=[
            InvestmentView(one, Amount(one.amount), _describe_maker(one, figures), describe_raise(one, share, figures=figures))
            for one in list_kept_investments(project)
        ],
    )


def describe_raise(investment: ProjectInvestment, share: Decimal | None, *, figures: bool = True) -> str:
    """By how much an investment raises the output of which family, and how it counts; empty where it raises nothing.

    `share` is what our own forces get of it, per cent, as it was approved; what the project drafts otherwise is told beside it.
    Without `figures` it says of which family, and from when.
    """
    if investment.per_month is None or investment.family is None or investment.from_on is None:
        return ""
    words = {
        "family": investment.family.name,
        "quantity": investment.family.count(investment.per_month),
        "day": date_format(investment.from_on, "SHORT_DATE_FORMAT"),
    }
    said = _("%(family)s: %(quantity)s more a month from %(day)s.") if figures else _("%(family)s: more from %(day)s.")
    own = _describe_own_part(share, investment.project.own_share) if figures else ""
    return " ".join(filter(None, (said % words, own, _describe_counting(investment))))


def _describe_own_part(share: Decimal | None, drafted: Decimal | None) -> str:
    own = _("Of it %(share)s per cent are for our own forces.") % {"share": format_decimal(share)} if share else ""
    if (share or 0) == (drafted or 0):
        return own
    note = _("The project is drafted with %(share)s per cent, which counts once it is approved.")
    return f"{own} {note % {'share': format_decimal(drafted or Decimal())}}".strip()


def _describe_counting(investment: ProjectInvestment) -> str:
    if investment.contained_at:
        return _("The supply plan contains it.")
    if investment.confirmed_at:
        return _("Confirmed: it counts.")
    if investment.committed_on:
        return _("Not confirmed: it counts nowhere.")
    return _("It counts nowhere before it is committed.")


def _describe_maker(investment: ProjectInvestment, figures: bool) -> str:
    if not investment.maker:
        return ""
    named = f"{investment.maker} ({investment.get_ownership_display()})"
    if not figures or investment.capacity is None or investment.family is None:
        return named
    capacity = investment.family.count(investment.capacity)
    words = {"maker": named, "family": investment.family.name, "capacity": capacity}
    return _("%(maker)s: %(capacity)s a month now of %(family)s") % words


def _describe_volume(volume: ProjectVolume, status: CeilingStatus | None) -> str:
    whole = volume.family.count(volume.quantity)
    if status is None or status.ceiling.quantity is None:
        return whole
    return _describe_standing(whole, status.ceiling.quantity, status.volume, volume.family.count)


def _describe_making(volume: ProjectVolume, short: Mapping[Line, Sequence[int]]) -> str:
    """Who makes a volume, and in which years that is more than they make; empty where nobody is named."""
    if volume.maker is None:
        return ""
    made = ". " + _("Made by %(maker)s.") % {"maker": volume.maker.name}
    years = short.get((volume.maker.pk, volume.family_id))
    if not years:
        return made
    words = {"years": ", ".join(map(str, years))}
    return f"{made} {_('Projects plan more than is made there in %(years)s.') % words}"


def _describe_value(project: Project, status: CeilingStatus | None) -> str:
    write = write_money(project.currency_id or "")
    whole = "" if project.value is None else write(project.value)
    if status is None or status.ceiling.value is None:
        return whole
    return _describe_standing(whole, status.ceiling.value, status.value, write)


def _describe_standing(whole: str, most: Decimal, on: Balance, write: Callable[[Decimal], str]) -> str:
    """What the plan says now, and what stands in the ledger of what was approved."""
    amounts = {"most": most, "reserved": on.reserved, "promised": on.committed, "delivered": on.used, "left": most - on.taken}
    words = {"whole": whole} | {name: write(amount) for name, amount in amounts.items()}
    return (
        _(
            "%(whole)s. Of %(most)s approved: reserved %(reserved)s, promised %(promised)s, "
            "delivered %(delivered)s, left %(left)s"
        )
        % words
    )


@dataclass(frozen=True, slots=True)
class FrozenProject:
    """A project as a version says it, as terms and what is said of each."""

    number: int
    title: str
    status: str
    facts: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class VersionContent:
    """A version in words: what the plan was to reach, and its projects by priority."""

    facts: Sequence[tuple[str, str]]
    projects: Sequence[FrozenProject]


def read_version_content(version: PlanVersion) -> VersionContent:
    """What a version froze, in the language of its reader; names of codes are those of today."""
    content = version.content
    families = {one.pk: one for one in ItemFamily.objects.select_related("unit")}
    projects = sorted(content["projects"], key=lambda one: (one["priority"] or 1000, one["number"]))
    facts = [
        (_("Objectives"), content["objectives"]),
        (_("Tier"), str(PartnerTier(content["tier"]).label)),
        (_("First day"), date_format(date.fromisoformat(content["first_on"]), "SHORT_DATE_FORMAT")),
        (_("Last day"), date_format(date.fromisoformat(content["last_on"]), "SHORT_DATE_FORMAT")),
    ]
    return VersionContent(facts, [_read_frozen_project(one, families) for one in projects])


def _read_frozen_project(said: Mapping[str, Any], families: Mapping[str, ItemFamily]) -> FrozenProject:
    facts = [
        (_("Priority"), f"{said['priority']}: {said['priority_reason']}" if said["priority"] else "–"),
        (_("Form of co-operation"), str(CooperationForm(said["form"]).label)),
        (_("What it is for"), said["purpose"]),
        # Versions of before say nothing of it.
        (_("Expression of interest"), said.get("interest", "")),
        (_("Carried over from"), name_origin(origin["plan"], origin["number"]) if (origin := said.get("origin")) else ""),
        *((families[code].name, _describe_frozen_volume(said, families[code])) for code in said["volumes"]),
        *list_frozen_facts(said, families),
        (_("Indicative value"), f"{Amount(Decimal(said['value']))} {said['currency']}" if said["value"] else ""),
        (_("Own forces' share, per cent"), said["own_share"] or ""),
        # Versions of before did not say it.
        (_("Volumes and value"), describe_binding(binding=said["binding"]) if "binding" in said else ""),
        *((str(InvestmentSide(one["side"]).label), _describe_frozen_investment(one)) for one in said["investments"]),
    ]
    status = str(ProjectStatus(said["status"]).label)
    return FrozenProject(said["number"], f"{said['number']}. {said['title']}", status, [one for one in facts if one[1]])


def _describe_frozen_volume(said: Mapping[str, Any], family: ItemFamily) -> str:
    volume = family.count(Decimal(said["volumes"][family.pk]))
    maker = said.get("makers", {}).get(family.pk)
    return f"{volume}. {_('Made by %(maker)s.') % {'maker': maker}}" if maker else volume


def _describe_frozen_investment(said: Mapping[str, str]) -> str:
    standing = _("Committed") if said["committed_on"] else _("Planned")
    amount = f"{Amount(Decimal(said['amount']))} {said['currency']}"
    return f"{said['investor']}: {amount}, {Instrument(said['instrument']).label}. {standing}"
