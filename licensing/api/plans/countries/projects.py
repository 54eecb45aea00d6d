"""A project of a country plan, and what is invested, as the API shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TypedDict
from uuid import UUID

from licensing.choices import CaseState, CooperationForm, Instrument, InvestmentSide, ProjectStatus
from licensing.models import ProjectInvestment, ProjectVolume
from licensing.models.read_models.plans.country_plans import InvestmentSum, ProjectView
from licensing.models.read_models.plans.project_fills import ProjectFill
from licensing.policy.exact import format_decimal, write_amount
from licensing.policy.plans.countries.years import read_years
from licensing.policy.plans.parents import Balance, CeilingStatus


class PlannedYearView(TypedDict):
    """A calendar year of a volume, or of the value, and what stands on it; `left` is null of what was never approved."""

    year: int
    planned: str
    reserved: str
    promised: str
    delivered: str
    left: str | None


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
    years: list[PlannedYearView]


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
    carried_from: UUID | None
    status: ProjectStatus
    status_reason: str
    priority: int | None
    priority_reason: str
    value: str | None
    currency: str | None
    value_years: list[PlannedYearView]
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


def build_project_view(view: ProjectView) -> ProjectOfPlanView:
    """A project with its volumes, investments and the requests that fill it."""
    project = view.project
    return ProjectOfPlanView(
        id=project.pk,
        number=project.number,
        title=project.title,
        form=CooperationForm(project.form),
        purpose=project.purpose,
        interest=project.interest_id,
        carried_from=project.origin.case_id if project.origin else None,
        status=ProjectStatus(project.status),
        status_reason=project.status_reason,
        priority=project.priority,
        priority_reason=project.priority_reason,
        value=write_amount(project.value),
        currency=project.currency_id,
        value_years=_build_years(project.value_years, view.fill, ""),
        own_share=write_amount(project.own_share),
        binding=project.binding,
        volumes=_build_volumes(view),
        investments=[_build_investment(one.investment) for one in view.investments],
        cases=[
            FillingCaseView(case=case.pk, reference=case.reference, state=CaseState(case.state)) for case in view.fill.cases
        ],
        unseen_cases=view.fill.unseen,
    )


def build_invested_views(sums: Sequence[InvestmentSum]) -> list[InvestedView]:
    """What each side puts in, by currency."""
    return [
        InvestedView(
            side=one.code,
            currency=one.currency,
            planned=format_decimal(one.planned.value),
            committed=format_decimal(one.committed.value),
        )
        for one in sums
    ]


def _build_volumes(view: ProjectView) -> list[PlannedVolumeView]:
    volumes = sorted(view.project.volumes.all(), key=lambda one: one.family_id)
    return [_build_volume(one, view.fill) for one in volumes]


def _build_volume(one: ProjectVolume, fill: ProjectFill) -> PlannedVolumeView:
    status = fill.ceilings.get(one.family_id)
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
        years=_build_years(one.years, fill, one.family_id),
    )


def _build_years(stored: Mapping[str, str], fill: ProjectFill, family: str) -> list[PlannedYearView]:
    return [_build_year(year, planned, fill.years.get((family, year))) for year, planned in read_years(stored).items()]


def _build_year(year: int, planned: Decimal, status: CeilingStatus | None) -> PlannedYearView:
    drawn, left = status.counted if status else (Balance(), None)
    return PlannedYearView(
        year=year,
        planned=format_decimal(planned),
        reserved=format_decimal(drawn.reserved),
        promised=format_decimal(drawn.committed),
        delivered=format_decimal(drawn.used),
        left=write_amount(left),
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
