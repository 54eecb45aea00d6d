"""Requests of partners that fill an approved project: named by the working group, which alone knows the plan.

A request draws on the project that it fills as on any other authorisation: what it asks for, was granted and has delivered
stands in that ledger from then on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from licensing.acts.decisions.appeal import read_standing_quantities
from licensing.acts.plans.countries.working import PlanWork, get_project, work_on_plan
from licensing.acts.plans.parents.drawing import give_up_parent, reserve_asked
from licensing.acts.plans.parents.following import count_licensed, take_up_granted
from licensing.acts.plans.parents.projects import build_project_event
from licensing.acts.plans.parents.reading import CaseDraw, assess_draw, describe_excess
from licensing.choices import REVIEW_STATES, CaseState, ParentState
from licensing.errors import Gap, Invalid, WrongState
from licensing.models import Case, ParentAuthorisation, Project, User
from licensing.models.licences.licence import find_licence
from licensing.models.plans.parents import lock_parent_of_project
from licensing.policy.input.guard import guard_texts
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind


@dataclass(frozen=True, slots=True)
class _Naming:
    """A locked case while it is named as filling a project, or taken out."""

    case: Case
    now: datetime


@guard_texts()
def fill_project(project: Project, user: User, *, reference: str) -> Case:
    """Name a filed request to the country of the plan that fills an approved project: it draws on the project from now on.

    Raises as `work_on_plan` does, WrongState for a project that does not hold, Invalid for a request that this person may not
    see, that is to another country, of other goods or beyond what is left where that binds, or that fills a project already;
    what is unseen and what is missing answer alike.
    """
    with work_on_plan(project.plan, user, EventKind.PROJECT_FILLED) as work:
        body = work.find_body()
        fresh = get_project(work, project)
        case = _lock_case(work, reference.strip())
        parent = _lock_holding_parent(work, fresh)
        case.project = fresh
        case.save(update_fields=["project"])
        moved = _draw(_Naming(case, work.at), parent, work)
        named = {"project": str(fresh.pk), "number": fresh.number, "case": str(case.pk), "lines": moved}
        work.record(EventKind.PROJECT_FILLED, body, **named)
    return case


@guard_texts()
def take_case_out(case: Case, user: User, *, reason: str) -> Case:
    """Take a request out of the project that it fills, with a reason: all that it holds of it is given back.

    Raises as `fill_project` does.
    """
    project = _get_filled_project(case)
    with work_on_plan(project.plan, user, EventKind.PROJECT_CASE_TAKEN_OUT) as work:
        body = work.find_body()
        locked = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
        if locked.project_id != project.pk:
            raise WrongState(_("This request was taken out already."))
        said = require_reason(reason, _("Say why it is taken out."))
        parent = lock_parent_of_project(project.pk)
        assert parent is not None  # or nothing had filled it
        locked.project = None
        locked.save(update_fields=["project"])
        moved = give_up_parent(_Naming(locked, work.at), parent)
        # Of one that ran out it was told that it waits, as of one that was ended.
        freed = (parent.state == ParentState.ENDED or parent.ran_out_at is not None) and locked.is_open
        also = [build_project_event(EventKind.PROJECT_FREED, locked, parent)] if freed else []
        named = {"project": str(project.pk), "number": project.number, "case": str(locked.pk), "lines": moved}
        work.record(EventKind.PROJECT_CASE_TAKEN_OUT, body, *also, **named, reason=said)
    return locked


def _get_filled_project(case: Case) -> Project:
    project = Project.objects.select_related("plan").filter(cases=case).first()
    if project is None:
        raise WrongState(_("This request was taken out already."))
    return project


def _lock_case(work: PlanWork, reference: str) -> Case:
    found: Case | None = Case.objects.reviewable_by(work.user, on=work.at).filter(reference=reference).first()
    if found is None:
        raise Invalid(gaps=[Gap("unknown", "reference", _("There is no request of this reference that you may see."))])
    # Locked before what it draws on, as by its own acts.
    case: Case = Case.objects.for_act().select_for_update(of=("self",), no_key=True).get(pk=found.pk)
    if case.partner_country_id != work.plan.country_id:
        raise Invalid(gaps=[Gap("other_country", "reference", _("This request is to another country than the plan."))])
    if case.project_id is not None:
        raise Invalid(gaps=[Gap("twice", "reference", _("This request fills a project already."))])
    if case.is_authorisation:
        raise Invalid(gaps=[Gap("drawn_on", "reference", _("Others draw on this request; name those that deliver under it."))])
    if not case.is_open and case.state != CaseState.GRANTED:
        raise Invalid(gaps=[Gap("closed", "reference", _("This request is closed without a grant, and fills nothing."))])
    return case


def _lock_holding_parent(work: PlanWork, project: Project) -> ParentAuthorisation:
    parent = lock_parent_of_project(project.pk)
    if parent is None or not parent.is_in_force(work.today):
        raise WrongState(_("Only an approved project is filled, while it holds."), state=project.status)
    return parent


def _draw(naming: _Naming, parent: ParentAuthorisation, work: PlanWork) -> list[list[Any]]:
    """Take at once what a request holds by where it stands: nothing yet of one that is not accepted."""
    case, granted = naming.case, _read_granted(naming.case)
    draw = assess_draw(parent, case, granted, today=work.today)
    _refuse_unfit_filling(draw)
    if granted is not None:
        return take_up_granted(naming, draw, find_licence(case))
    return reserve_asked(naming, draw) if case.state in {*REVIEW_STATES, CaseState.ADJOURNED} else []


def _read_granted(case: Case) -> dict[int, Any] | None:
    """What a granted case takes of anything, by the number of the item; None of one that is not granted."""
    if case.decision is None or case.state != CaseState.GRANTED:
        return None
    licence = find_licence(case)
    standing = read_standing_quantities(case.decision)
    licensed = count_licensed(licence) if licence else standing
    return {number: licensed.get(number, 0) for number in standing}


def _refuse_unfit_filling(draw: CaseDraw) -> None:
    parent = draw.reading.parent
    gaps = [Gap(one.code, "reference", one.message) for one in draw.gaps]
    if parent.binding:
        gaps += [Gap("project_full", "reference", describe_excess(one, parent.reference)) for one in draw.excesses]
    if gaps:
        raise Invalid(gaps=gaps)
