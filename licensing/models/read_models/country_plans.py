"""A country plan as its readers see it: projects in the order of their priority, with volumes and investments in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from licensing.choices import ProjectStatus
from licensing.messages import Amount
from licensing.models.plans.country_plans import CountryPlan, Project, ProjectInvestment
from licensing.policy.exact import format_decimal

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


@dataclass(frozen=True, slots=True)
class ProjectView:
    """A project in words; `investments` are those that were not dropped."""

    project: Project
    tone: str
    volumes: Sequence[tuple[str, str]]
    value: str
    investments: Sequence[InvestmentView]


@dataclass(frozen=True, slots=True)
class InvestmentSum:
    """What one side puts into projects in one currency: all that is planned, and how much of it is committed."""

    side: str
    currency: str
    planned: Amount
    committed: Amount
    percent: int


def read_projects(plan: CountryPlan) -> list[ProjectView]:
    """The projects of a plan: by priority, those without one after them, stopped ones last."""
    rows = plan.projects.select_related("currency", "ranked_by", "plan")
    rows = rows.prefetch_related("volumes__family__unit", "investments")
    ordered = sorted(rows, key=lambda one: (one.status == ProjectStatus.STOPPED, one.priority or 1000, one.number))
    return [_read_project(one) for one in ordered]


def add_up_investments(views: Sequence[ProjectView]) -> list[InvestmentSum]:
    """What each side invests in the projects that are not stopped, by currency, planned and committed."""
    planned: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    committed: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for one in _list_living_investments(views):
        key = (one.get_side_display(), one.currency_id)
        planned[key] += one.amount
        committed[key] += one.amount if one.committed_on else 0
    return [
        InvestmentSum(side, currency, Amount(amount), Amount(done), int(100 * done / amount))
        for (side, currency), amount in sorted(planned.items())
        for done in [committed[side, currency]]
    ]


def _list_living_investments(views: Sequence[ProjectView]) -> list[ProjectInvestment]:
    living = [view for view in views if view.project.status != ProjectStatus.STOPPED]
    return [one.investment for view in living for one in view.investments]


def _read_project(project: Project) -> ProjectView:
    volumes = sorted(project.volumes.all(), key=lambda one: one.family_id)
    kept = sorted((one for one in project.investments.all() if one.dropped_at is None), key=lambda one: one.planned_at)
    return ProjectView(
        project=project,
        tone=_TONES[ProjectStatus(project.status)],
        volumes=[(one.family.name, f"{format_decimal(one.quantity)} {one.family.unit.name}") for one in volumes],
        value="" if project.value is None else f"{Amount(project.value)} {project.currency_id}",
        investments=[InvestmentView(one, Amount(one.amount)) for one in kept],
    )
