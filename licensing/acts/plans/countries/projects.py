"""Projects of a country plan: written by the working group, moved on by it, ranked by the body that leads it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from licensing.acts.plans.countries.wanted import select_wanting_of_plan
from licensing.acts.plans.countries.working import PlanWork, get_project, require_open_project, work_on_plan
from licensing.acts.plans.parents.projects import end_projects
from licensing.acts.plans.reminding import follow_last_day
from licensing.acts.supply.plans import build_excess_events
from licensing.acts.supply.raises import lock_raised
from licensing.choices import CooperationForm, ProjectStatus
from licensing.errors import Gap, Invalid, WrongState
from licensing.models import CountryPlan, Currency, ItemFamily, Participant, Project, ProjectVolume, User
from licensing.models.plans.plan_versions import was_approved
from licensing.models.supply.families import load_families
from licensing.policy.input.guard import guard_texts
from licensing.policy.plans.countries.drafting import (
    ProjectDraft,
    find_move_refusal,
    find_priority_gaps,
    find_project_gaps,
    find_readiness_gaps,
)
from licensing.policy.plans.countries.years import list_years, read_years, write_years
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind


@guard_texts()
def add_project(plan: CountryPlan, user: User, draft: ProjectDraft) -> Project:
    """Write a project into a plan, as an idea. Raises as `work_on_plan` does, Invalid with everything that is wrong with it."""
    with work_on_plan(plan, user, EventKind.PROJECT_ADDED) as work:
        body = work.find_body()
        _refuse_unfit_project(draft, work)
        last = work.plan.projects.order_by("-number").values_list("number", flat=True).first() or 0
        project = Project(plan=work.plan, number=last + 1)
        _write_project(project, draft)
        work.record(EventKind.PROJECT_ADDED, body, **_name_project(project))
    return project


@guard_texts()
def edit_project(project: Project, user: User, draft: ProjectDraft) -> Project:
    """Write a project again, until it is approved or stopped.

    Where our own forces get more of output that counts already, more may be promised abroad than can be spared: those concerned
    are told as of a changed supply plan. Raises as `add_project` does, WrongState.
    """
    with work_on_plan(project.plan, user, EventKind.PROJECT_EDITED) as work:
        body = work.find_body()
        fresh = get_project(work, project)
        require_open_project(fresh)
        _refuse_unfit_project(draft, work, fresh)
        # What waits for a decision never lacks what it was proposed with.
        if fresh.status == ProjectStatus.PROPOSED and (gaps := list(find_readiness_gaps(draft))):
            raise Invalid(gaps=gaps)
        # Once it was approved, a draft changes nothing of what our own forces get.
        is_reshared = draft.own_share != fresh.own_share and not was_approved(fresh)
        raised = lock_raised([fresh]) if is_reshared else []
        fresh.volumes.all().delete()
        _write_project(fresh, draft)
        exceeded = [event for family in raised for event in build_excess_events(family, today=work.today)]
        work.record(EventKind.PROJECT_EDITED, body, *exceeded, **_name_project(fresh))
    return fresh


@guard_texts()
def move_project(project: Project, user: User, status: ProjectStatus, *, reason: str) -> Project:
    """Move a project on, with a reason: from an idea into discussion, from there to be proposed, or stop it.

    What is approved holds while it is amended. With one that is stopped the open requests that fill it stop.

    Raises as `work_on_plan` does, WrongState for a way that no project goes or that this person may not take it, Invalid for
    one that lacks what those who decide must know, or without a reason.
    """
    with work_on_plan(project.plan, user, EventKind.PROJECT_MOVED) as work:
        body = work.find_body()
        fresh = get_project(work, project)
        before = ProjectStatus(fresh.status)
        if refusal := find_move_refusal(before, status, is_steering=work.is_steering):
            raise WrongState(str(refusal), state=fresh.status)
        if status == ProjectStatus.PROPOSED and (gaps := list(find_readiness_gaps(read_draft(fresh)))):
            raise Invalid(gaps=gaps)
        fresh.status, fresh.status_reason = status, require_reason(reason, _("Say why it stands so now."))
        fresh.save(update_fields=["status", "status_reason"])
        said = {"project": str(fresh.pk), "number": fresh.number, "before": before.value, "after": status.value}
        last, gone = work.plan.find_last_day(), [fresh] if status == ProjectStatus.STOPPED else []
        stopped = end_projects(gone, reason=fresh.status_reason, at=work.at)
        follow_last_day(work.plan, last, at=work.at)
        work.record(EventKind.PROJECT_MOVED, body, *stopped, **said, reason=fresh.status_reason)
    return fresh


@guard_texts()
def rank_project(project: Project, user: User, *, priority: int, reason: str) -> Project:
    """Set the priority of a project, 1 before all others, with a reason: for the body that leads the work alone.

    Raises as `work_on_plan` does, NotAllowed for everybody else, the owner of the plan too; WrongState for a stopped project.
    """
    with work_on_plan(project.plan, user, EventKind.PROJECT_RANKED) as work:
        body = work.require_lead()
        fresh = get_project(work, project)
        if fresh.status == ProjectStatus.STOPPED:
            raise WrongState(_("A stopped project has no priority any more."), state=fresh.status)
        if gaps := list(find_priority_gaps(priority, reason)):
            raise Invalid(gaps=gaps)
        former = fresh.priority
        fresh.priority, fresh.priority_reason = priority, reason.strip()
        fresh.ranked_by, fresh.ranked_at = user, work.at
        fresh.save(update_fields=["priority", "priority_reason", "ranked_by", "ranked_at"])
        said = {"project": str(fresh.pk), "number": fresh.number, "before": former, "after": priority}
        work.record(EventKind.PROJECT_RANKED, body, **said, reason=fresh.priority_reason)
    return fresh


def read_draft(project: Project) -> ProjectDraft:
    """A project as it would be written; needs its volumes."""
    return ProjectDraft(
        title=project.title,
        form=CooperationForm(project.form),
        purpose=project.purpose,
        volumes=[(one.family_id, one.quantity) for one in project.volumes.order_by("pk")],
        value=project.value,
        currency=project.currency_id or "",
        own_share=project.own_share,
        binding=project.binding,
        makers={one.family_id: one.maker_id for one in project.volumes.all() if one.maker_id},
        interest=project.interest_id,
        years={one.family_id: read_years(one.years) for one in project.volumes.all() if one.years},
        value_years=read_years(project.value_years),
    )


def read_currency_decimals() -> dict[str, int]:
    """How many decimals an amount of each currency may have."""
    return dict(Currency.objects.values_list("pk", "decimals"))


def read_family_decimals() -> dict[str, int]:
    """How many decimals a quantity of each item family in force may have."""
    return dict(ItemFamily.objects.filter(active=True).values_list("pk", "unit__decimals"))


def _refuse_unfit_project(draft: ProjectDraft, work: PlanWork, before: Project | None = None) -> None:
    """What the project named `before` it may go on to name, whatever became of that."""
    kept = read_draft(before) if before else None
    makers = {*Participant.objects.making().values_list("pk", flat=True), *(kept.makers.values() if kept else ())}
    gaps = list(
        find_project_gaps(
            draft,
            decimals=read_family_decimals(),
            currencies=read_currency_decimals(),
            units={one.code: one.unit for one in load_families()},
            makers=makers,
            period=list_years(work.plan.first_on, work.plan.last_on),
        )
    )
    if draft.interest not in (None, kept.interest if kept else None):
        wanting = select_wanting_of_plan(work.plan, work.user, today=work.today)
        if not wanting.filter(pk=draft.interest).exists():
            gaps.append(
                Gap("unknown", "interest", _("This country has no such expression of interest that is open or agreed."))
            )
    if gaps:
        raise Invalid(gaps=gaps)


def _name_project(project: Project) -> dict[str, Any]:
    interest = str(project.interest_id) if project.interest_id else None
    return {"project": str(project.pk), "number": project.number, "interest": interest}


def _write_project(project: Project, draft: ProjectDraft) -> None:
    project.title, project.form, project.purpose = draft.title.strip(), draft.form, draft.purpose.strip()
    project.value, project.currency_id = draft.value, draft.currency or None
    project.own_share, project.binding = draft.own_share, draft.binding
    project.interest_id, project.value_years = draft.interest, write_years(draft.value_years)
    project.save()
    ProjectVolume.objects.bulk_create(
        ProjectVolume(
            project=project,
            family_id=family,
            quantity=quantity,
            maker_id=draft.makers.get(family),
            years=write_years(draft.years.get(family, {})),
        )
        for family, quantity in draft.volumes
    )
