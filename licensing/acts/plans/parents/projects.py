"""Approved projects as what requests draw on: written with the decision on their plan, ended with them or with the plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime

from licensing.choices import ParentState, ProjectStatus
from licensing.models import Case, CountryPlan, ParentAuthorisation, ParentCeiling, Project
from licensing.models.plans.parents import lock_parent_of_project
from licensing.models.record.event import PendingEvent
from licensing.policy.plans.ceilings import ProjectKey, ProjectValue, ProjectVolume, build_project_ceilings
from licensing.policy.plans.countries.years import read_years
from licensing.policy.plans.parents import Ceiling
from licensing.policy.record.event_kinds import EventKind


def approve_project_ceilings(project: Project, *, at: datetime) -> ParentAuthorisation:
    """Let requests draw on a project as it was approved now, for the period of its plan; a step of the decision on the plan.

    Of a project that is approved again the ceilings are those of the later version, also where more was drawn already.
    """
    plan = project.plan
    parent = lock_parent_of_project(project.pk) or ParentAuthorisation(project=project)
    parent.binding, parent.starts_on, parent.ends_on = project.binding, plan.first_on, plan.last_on
    parent.state, parent.state_reason, parent.state_since = ParentState.IN_FORCE, "", at
    parent.save()
    _write_ceilings(parent, project)
    return parent


def set_period_of_projects(plan: CountryPlan, stopped: Collection[Project], *, today: date) -> list[PendingEvent]:
    """Let what was approved under a plan before last as long as the version that is decided now says.

    Gives the events of the open requests that go on because their project had run out, and holds again: not of those that the
    same version stops.
    """
    holding = ParentAuthorisation.objects.filter(project__plan=plan).exclude(state=ParentState.ENDED)
    is_over = plan.last_on < today
    ran_out = holding.filter(ran_out_at__isnull=False).exclude(project__in=stopped).select_related("project__plan")
    again = [] if is_over else list(ran_out.order_by("pk"))
    holding.update(starts_on=plan.first_on, ends_on=plan.last_on)
    holding.filter(pk__in=[one.pk for one in again]).update(ran_out_at=None)
    return [event for parent in again for event in list_project_events(EventKind.PROJECT_FREED, parent)]


def end_projects(projects: Iterable[Project], *, reason: str, at: datetime) -> list[PendingEvent]:
    """End what requests draw on with projects that were stopped, or whose plan has ended, as a step of that act.

    Gives the events of the open requests that stop with them, to be chained before that of the act. What was granted stays.
    """
    events = []
    for project in projects:
        parent = lock_parent_of_project(project.pk)
        if parent is None or parent.state == ParentState.ENDED:
            continue
        parent.state, parent.state_reason, parent.state_since = ParentState.ENDED, reason, at
        parent.save(update_fields=["state", "state_reason", "state_since"])
        # Of one that ran out before, they were told then.
        events += [] if parent.ran_out_at else list_project_events(EventKind.PROJECT_LOST, parent)
    return events


def list_project_events(kind: EventKind, parent: ParentAuthorisation) -> list[PendingEvent]:
    """What is told of each open request that fills a project, the oldest key first."""
    filling = Case.objects.open().filter(project=parent.project_id, submitted_at__isnull=False).order_by("pk")
    return [build_project_event(kind, case, parent) for case in filling]


def build_project_event(kind: EventKind, case: Case, parent: ParentAuthorisation) -> PendingEvent:
    """What is told of a case that the project which it fills stops, or stops no more: the number for the authority alone."""
    return PendingEvent(kind, case, data={"parent": parent.reference})


def list_ended_projects(plan: CountryPlan) -> list[Project]:
    """The projects of a plan that ends, in the order in which what requests draw on is locked everywhere."""
    rows = Project.objects.select_related("plan").filter(plan=plan, authorisation__isnull=False)
    return list(rows.exclude(status=ProjectStatus.STOPPED).order_by("authorisation__pk"))


def _write_ceilings(parent: ParentAuthorisation, project: Project) -> None:
    rows: dict[ProjectKey, ParentCeiling] = {(row.family_id or "", row.year): row for row in parent.ceilings.all()}
    known = {key: row.as_policy() for key, row in rows.items()}
    for key, ceiling in build_project_ceilings(_list_volumes(project), _read_value(project), known).items():
        _write_ceiling(rows.get(key) or ParentCeiling(authorisation=parent), key[0], ceiling)


def _list_volumes(project: Project) -> list[ProjectVolume]:
    rows = project.volumes.select_related("family").order_by("pk")
    return [ProjectVolume(one.family_id, one.family.unit_id, one.quantity, read_years(one.years)) for one in rows]


def _read_value(project: Project) -> ProjectValue | None:
    if project.value is None or project.currency_id is None:
        return None
    return ProjectValue(project.value, project.currency_id, read_years(project.value_years))


def _write_ceiling(row: ParentCeiling, family: str, ceiling: Ceiling) -> None:
    row.line, row.family_id, row.unit_id, row.year = ceiling.line, family or None, ceiling.unit or None, ceiling.year
    row.quantity, row.currency_id, row.value = ceiling.quantity, ceiling.currency or None, ceiling.value
    row.save()
