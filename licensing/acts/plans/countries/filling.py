"""Requests of partners that fill an approved project: named by the working group, which alone knows the plan."""

from __future__ import annotations

from django.utils.translation import gettext as _

from licensing.acts.plans.countries.working import PlanWork, get_project, work_on_plan
from licensing.choices import ProjectStatus
from licensing.errors import Gap, Invalid, WrongState
from licensing.models import Case, Project, ProjectCase, User
from licensing.policy.input.guard import guard_texts
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind


@guard_texts()
def fill_project(project: Project, user: User, *, reference: str) -> ProjectCase:
    """Name a filed request to the country of the plan that fills an approved project. The partner hears nothing of it.

    Raises as `work_on_plan` does, WrongState for a project that is not approved, Invalid for a request that this person may
    not see, that is to another country, or that fills a project already; what is unseen and what is missing answer alike.
    """
    with work_on_plan(project.plan, user, EventKind.PROJECT_FILLED) as work:
        body = work.find_body()
        fresh = get_project(work, project)
        if fresh.status != ProjectStatus.APPROVED:
            raise WrongState(_("Only an approved project is filled."), state=fresh.status)
        case = _find_case(work, reference.strip())
        filling = ProjectCase.objects.create(project=fresh, case=case, named_by=user, named_at=work.at)
        work.record(EventKind.PROJECT_FILLED, body, project=str(fresh.pk), number=fresh.number, case=str(case.pk))
    return filling


@guard_texts()
def take_case_out(filling: ProjectCase, user: User, *, reason: str) -> ProjectCase:
    """Take a request out of the project that it fills, with a reason. Raises as `fill_project` does."""
    with work_on_plan(filling.project.plan, user, EventKind.PROJECT_CASE_TAKEN_OUT) as work:
        body = work.find_body()
        fresh = ProjectCase.objects.select_related("project").get(pk=filling.pk, project__plan=work.plan)
        if fresh.ended_at is not None:
            raise WrongState(_("This request was taken out already."))
        said = require_reason(reason, _("Say why it is taken out."))
        fresh.ended_at = work.at
        fresh.save(update_fields=["ended_at"])
        named = {"project": str(fresh.project_id), "number": fresh.project.number, "case": str(fresh.case_id)}
        work.record(EventKind.PROJECT_CASE_TAKEN_OUT, body, **named, reason=said)
    return fresh


def _find_case(work: PlanWork, reference: str) -> Case:
    case: Case | None = Case.objects.reviewable_by(work.user, on=work.at).filter(reference=reference).first()
    if case is None:
        raise Invalid(gaps=[Gap("unknown", "reference", _("There is no request of this reference that you may see."))])
    if case.partner_country_id != work.plan.country_id:
        raise Invalid(gaps=[Gap("other_country", "reference", _("This request is to another country than the plan."))])
    if ProjectCase.objects.filter(case=case, ended_at__isnull=True).exists():
        raise Invalid(gaps=[Gap("twice", "reference", _("This request fills a project already."))])
    return case
