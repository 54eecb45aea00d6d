"""Investments in a project of a country plan: planned by the working group, committed by a document, or dropped."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from licensing.acts.plans.countries.projects import read_currency_decimals, read_family_decimals
from licensing.acts.plans.countries.working import PlanWork, get_project, work_on_plan
from licensing.acts.supply.plans import build_excess_events
from licensing.acts.supply.promises import lock_supply
from licensing.choices import ProjectStatus
from licensing.errors import Gap, Invalid, WrongState
from licensing.models import Participant, Project, ProjectInvestment, User
from licensing.models.read_models.plans.capacities import load_capacity_steps
from licensing.policy.input.guard import guard_texts
from licensing.policy.plans.countries.drafting import InvestmentDraft, Listed, find_investment_gaps
from licensing.policy.plans.countries.participants import find_step
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind


@guard_texts()
def plan_investment(project: Project, user: User, draft: InvestmentDraft) -> ProjectInvestment:
    """Write down what somebody means to put into a project.

    Raises as `work_on_plan` does, WrongState for a stopped project, Invalid with everything that is wrong.
    """
    with work_on_plan(project.plan, user, EventKind.INVESTMENT_PLANNED) as work:
        body = work.find_body()
        fresh = _get_living_project(work, project)
        _refuse_unfit_investment(draft)
        investor = Participant.objects.get(pk=draft.investor)
        maker = Participant.objects.get(pk=draft.maker) if draft.maker else None
        investment = ProjectInvestment.objects.create(
            project=fresh,
            side=draft.side,
            investor=investor.name,
            investor_row=investor,
            instrument=draft.instrument,
            amount=draft.amount,
            currency_id=draft.currency,
            planned_at=work.at,
            maker=maker.name if maker else "",
            maker_row=maker,
            ownership=maker.ownership if maker else "",
            family_id=draft.family or None,
            capacity=_read_capacity(draft, work.today),
            per_month=draft.per_month,
            from_on=draft.from_on,
        )
        work.record(EventKind.INVESTMENT_PLANNED, body, project=str(fresh.pk), investment=str(investment.pk))
    return investment


@guard_texts()
def commit_investment(investment: ProjectInvestment, user: User, *, committed_on: date, document_no: str) -> ProjectInvestment:
    """Write down by which document, and since when, an investor is bound to an investment; never from a later day than today.

    Raises as `plan_investment` does, NotAllowed for whoever neither leads the group nor owns the plan.
    """
    with work_on_plan(investment.project.plan, user, EventKind.INVESTMENT_COMMITTED) as work:
        body = work.require_steering()
        fresh = _get_open_investment(work, investment)
        gaps = [] if document_no.strip() else [Gap("required", "document_no", _("Give the number of the document."))]
        if committed_on > work.today:
            gaps.append(Gap("invalid", "committed_on", _("The day is today or earlier.")))
        if gaps:
            raise Invalid(gaps=gaps)
        fresh.committed_on, fresh.document_no = committed_on, document_no.strip()
        fresh.save(update_fields=["committed_on", "document_no"])
        said = {"committed_on": committed_on, "document_no": fresh.document_no}
        named = {"project": str(fresh.project_id), "investment": str(fresh.pk)}
        work.record(EventKind.INVESTMENT_COMMITTED, body, **named, **said)
    return fresh


@guard_texts()
def drop_investment(investment: ProjectInvestment, user: User, *, reason: str) -> ProjectInvestment:
    """Drop an investment that nobody is bound to, with a reason. Raises as `plan_investment` does."""
    with work_on_plan(investment.project.plan, user, EventKind.INVESTMENT_DROPPED) as work:
        body = work.find_body()
        fresh = _get_open_investment(work, investment)
        said = require_reason(reason, _("Say why it is dropped."))
        fresh.dropped_at = work.at
        fresh.save(update_fields=["dropped_at"])
        named = {"project": str(fresh.project_id), "investment": str(fresh.pk)}
        work.record(EventKind.INVESTMENT_DROPPED, body, **named, reason=said)
    return fresh


@guard_texts()
def end_investment(investment: ProjectInvestment, user: User, *, reason: str) -> ProjectInvestment:
    """Write down that a committed investment has fallen through: what it would have added to the output counts no more.

    Where more is promised abroad than can be spared without it, those concerned are told as of a changed supply plan. Raises as
    `commit_investment` does, WrongState for one that is not committed or has fallen through already.
    """
    with work_on_plan(investment.project.plan, user, EventKind.INVESTMENT_ENDED) as work:
        body = work.require_steering()
        said = require_reason(reason, _("Say why it fell through."))
        lock_supply([investment.family_id] if investment.family_id else [])
        fresh = ProjectInvestment.objects.select_related("family").get(pk=investment.pk, project__plan=work.plan)
        if fresh.committed_on is None or fresh.ended_at is not None:
            raise WrongState(_("Only an investment that somebody is bound to falls through, and once."))
        fresh.ended_at = work.at
        fresh.save(update_fields=["ended_at"])
        exceeded = build_excess_events(fresh.family, today=work.today) if fresh.confirmed_at and fresh.family else []
        named = {"project": str(fresh.project_id), "investment": str(fresh.pk)}
        work.record(EventKind.INVESTMENT_ENDED, body, *exceeded, **named, reason=said)
    return fresh


def _refuse_unfit_investment(draft: InvestmentDraft) -> None:
    makers, investors = Participant.objects.making(), Participant.objects.investing()
    listed = Listed(set(makers.values_list("pk", flat=True)), set(investors.values_list("pk", flat=True)))
    currencies, decimals = read_currency_decimals(), read_family_decimals()
    if gaps := list(find_investment_gaps(draft, listed, currencies=currencies, decimals=decimals)):
        raise Invalid(gaps=gaps)


def _read_capacity(draft: InvestmentDraft, today: date) -> Decimal | None:
    """What the maker makes of the family a month now, as the list says it; None where it says nothing."""
    if draft.maker is None or not draft.family:
        return None
    step = find_step(load_capacity_steps([draft.maker]).get((draft.maker, draft.family), []), today)
    return step.per_month if step else None


def _get_living_project(work: PlanWork, project: Project) -> Project:
    fresh = get_project(work, project)
    if fresh.status == ProjectStatus.STOPPED:
        raise WrongState(_("Nobody invests in a stopped project."), state=fresh.status)
    return fresh


def _get_open_investment(work: PlanWork, investment: ProjectInvestment) -> ProjectInvestment:
    fresh = ProjectInvestment.objects.get(pk=investment.pk, project__plan=work.plan)
    if fresh.committed_on is not None or fresh.dropped_at is not None:
        raise WrongState(_("This investment is committed or dropped already."))
    return fresh
