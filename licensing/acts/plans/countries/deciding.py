"""A version of a country plan: sent for review by who steers the plan, signed off by bodies, decided project by project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, to_local_day
from licensing.acts.decisions.resolutions import Resolution
from licensing.acts.plans.countries.working import PlanWork, lock_plan, read_group, read_person, record_plan, work_on_plan
from licensing.acts.plans.parents.following import move_onto_years
from licensing.acts.plans.parents.granting import list_ceilings
from licensing.acts.plans.parents.projects import approve_project_ceilings, end_projects, set_period_of_projects
from licensing.acts.plans.reminding import follow_last_day
from licensing.acts.plans.reviews import (
    Rulings,
    call_back_review,
    decide_review,
    is_recommended,
    open_review_case,
)
from licensing.acts.supply.plans import build_excess_events
from licensing.acts.supply.raises import lock_raised
from licensing.choices import Office, PlanState, ProjectStatus, ProjectVerdict, VersionState
from licensing.errors import Gap, Invalid, NotAllowed, WrongState
from licensing.models import CountryPlan, ItemFamily, PlanVersion, Project, ProjectRuling, User
from licensing.models.plans.investments import list_kept_investments
from licensing.models.plans.parents import lock_parents_of_plan
from licensing.models.plans.plan_versions import find_approved_shares, read_own_share
from licensing.models.record.event import PendingEvent
from licensing.models.record.origin import require_step_up
from licensing.permissions import Actor
from licensing.policy.exact import format_decimal, write_amount
from licensing.policy.input.guard import guard_texts
from licensing.policy.plans.countries.drafting import RULED, find_ruling_gaps, find_submission_gaps
from licensing.policy.plans.countries.years import find_outside_gaps, list_years
from licensing.policy.reasons import require_reason
from licensing.policy.record.digests import compute_digest
from licensing.policy.record.event_kinds import EventKind


def submit_version(plan: CountryPlan, user: User) -> PlanVersion:
    """Send a plan as it is now for review: its proposed projects, each with its priority. Until it is settled nothing changes.

    The bodies of the working group sign it off, then the government decides. Raises as `work_on_plan` does, NotAllowed for
    whoever neither leads the group nor owns the plan, Invalid where nothing is proposed or a proposed project has no priority,
    NoProcedure where none for country plans is in force.
    """
    with work_on_plan(plan, user, EventKind.PLAN_SUBMITTED) as work:
        body = work.require_steering()
        if gaps := _find_unready(work.plan):
            raise Invalid(gaps[0].sentence, gaps=gaps)
        content, number = serialize_plan(work.plan), work.plan.versions.count() + 1
        digest, group = compute_digest(content), sorted(work.group)
        review = open_review_case(work.plan, user, number=number, content=content, body=body, group=group)
        version: PlanVersion = PlanVersion.objects.create(
            plan=work.plan,
            number=number,
            content=content,
            digest=digest,
            review=review,
            submitted_by=user,
            submitted_at=work.at,
        )
        work.plan.state = PlanState.DECIDING
        work.plan.save(update_fields=["state"])
        said = {"version": str(version.pk), "number": version.number, "digest": version.digest}
        _record_after_review(work, EventKind.PLAN_SUBMITTED, body, **said)
    return version


@guard_texts()
def call_version_back(version: PlanVersion, user: User, *, reason: str) -> PlanVersion:
    """Call a version back from review before it is decided, with a reason: the working group goes on with the plan.

    Raises as `submit_version` does, WrongState for one that is settled.
    """
    with work_on_plan(version.plan, user, EventKind.PLAN_TAKEN_BACK, while_deciding=True) as work:
        body = work.require_steering()
        fresh = _get_waiting(version)
        fresh.note = require_reason(reason, _("Say why it is called back."))
        call_back_review(fresh, user, reason=fresh.note, body=body)
        fresh.state, fresh.settled_by, fresh.settled_at = VersionState.TAKEN_BACK, user, work.at
        fresh.save(update_fields=["state", "settled_by", "settled_at", "note"])
        work.plan.state = PlanState.WORKING
        work.plan.save(update_fields=["state"])
        said = {"version": str(fresh.pk), "number": fresh.number, "reason": fresh.note}
        _record_after_review(work, EventKind.PLAN_TAKEN_BACK, body, **said)
    return fresh


@guard_texts()
def decide_version(
    version: PlanVersion, user: User, *, resolution_no: str, resolution_on: date, rulings: Rulings
) -> PlanVersion:
    """Record what the government decided on each project of a version: approved, back into discussion, or stopped.

    Raises NotAllowed for whoever is no decider, and for who speaks for a body of the working group; WrongState for a version
    that is settled, or still with the bodies; StepUpRequired, NotPassed, Invalid with everything that the decision lacks.
    """
    with lock_plan(version.plan_id) as (plan, at):
        group = read_group(plan)
        actor = _require_decider(user, version, group, read_person(user, at))
        fresh = _get_waiting(version)
        require_step_up(user, EventKind.PLAN_DECIDED.declaration.step_up, at=at)
        projects = {one.number: one for one in plan.select_proposed()}
        reasons = "; ".join(reason.strip() for _verdict, reason in rulings.values() if reason.strip())
        raised = _lock_what_follows(fresh, [projects[one] for one in projects if _is_approved(rulings.get(one))])
        resolution = Resolution(number=resolution_no.strip(), on=resolution_on, reasons=reasons)
        with decide_review(fresh, user, resolution, rulings) as act:
            gaps = _find_resolution_gaps(resolution_no, resolution_on, today=to_local_day(at))
            gaps += find_ruling_gaps(projects.keys(), rulings, recommended=is_recommended(act.case))
            if gaps:
                raise Invalid(gaps=gaps)
        for number, (verdict, reason) in sorted(rulings.items()):
            _rule_on_project(fresh, projects[number], verdict, reason.strip())
        verdicts = {projects[number]: verdict for number, (verdict, _reason) in rulings.items()}
        # The act on the case of the review has chained its events at a later moment than that at which the plan was locked.
        decided_at, last = database_now(), plan.find_last_day()
        also, ceilings = _follow_rulings(plan, verdicts, decided_at)
        also += [event for family in raised for event in build_excess_events(family, today=to_local_day(at))]
        follow_last_day(plan, last, at=decided_at)
        _settle_version(fresh, user, at, resolution)
        plan.state = PlanState.WORKING
        plan.save(update_fields=["state"])
        said = {
            "bodies": group,
            "version": str(fresh.pk),
            "number": fresh.number,
            "digest": fresh.digest,
            "rulings": {str(number): verdict.value for number, (verdict, _reason) in sorted(rulings.items())},
            "resolution_no": fresh.resolution_no,
            "resolution_on": fresh.resolution_on,
            "ceilings": ceilings,
        }
        record_plan(EventKind.PLAN_DECIDED, plan, user, actor, decided_at, *also, **said)
    return fresh


def serialize_plan(plan: CountryPlan) -> dict[str, Any]:
    """A plan as a version freezes it: what it is to reach, and all that is said of its projects that are not stopped."""
    rows = plan.projects.exclude(status=ProjectStatus.STOPPED).order_by("number")
    return {
        "code": plan.code,
        "country": plan.country_id,
        "owner": plan.owner_id,
        "objectives": plan.objectives,
        "tier": plan.tier,
        "marking": plan.marking,
        "first_on": plan.first_on.isoformat(),
        "last_on": plan.last_on.isoformat(),
        "projects": [
            _serialize_project(one)
            for one in rows.select_related("interest", "origin__case").prefetch_related("volumes__maker", "investments")
        ],
    }


def _find_unready(plan: CountryPlan) -> list[Gap]:
    rows = list(plan.select_proposed().prefetch_related("volumes"))
    named = {
        one.number: {*map(int, one.value_years), *(int(year) for row in one.volumes.all() for year in row.years)}
        for one in rows
    }
    gaps = list(find_submission_gaps({one.number: one.priority for one in rows}))
    return gaps + list(find_outside_gaps(named, list_years(plan.first_on, plan.last_on)))


def _record_after_review(work: PlanWork, kind: EventKind, body: str, **said: Any) -> None:
    # The act on the case of the review has chained its events at a later moment than that at which the plan was locked.
    replace(work, at=database_now()).record(kind, body, **said)


def _settle_version(version: PlanVersion, user: User, at: datetime, resolution: Resolution) -> None:
    version.state, version.settled_by, version.settled_at = VersionState.DECIDED, user, at
    version.resolution_no, version.resolution_on = resolution.number, resolution.on
    version.save(update_fields=["state", "settled_by", "settled_at", "resolution_no", "resolution_on"])


def _serialize_project(project: Project) -> dict[str, Any]:
    return {
        "number": project.number,
        "title": project.title,
        "form": project.form,
        "purpose": project.purpose,
        "interest": project.interest.reference if project.interest else "",
        # The project of a partner's plan that it was carried over from, by the reference of that plan and its number there.
        "origin": {"plan": project.origin.case.reference, "number": project.origin.number} if project.origin else None,
        "status": project.status,
        "priority": project.priority,
        "priority_reason": project.priority_reason,
        "value": None if project.value is None else format_decimal(project.value),
        "currency": project.currency_id or "",
        "binding": project.binding,
        "own_share": None if project.own_share is None else format_decimal(project.own_share),
        "volumes": {one.family_id: format_decimal(one.quantity) for one in project.volumes.all()},
        "years": {one.family_id: one.years for one in project.volumes.all() if one.years},
        "value_years": project.value_years,
        "makers": {one.family_id: one.maker.name for one in project.volumes.all() if one.maker},
        "investments": [
            {
                "side": one.side,
                "investor": one.investor,
                "instrument": one.instrument,
                "amount": format_decimal(one.amount),
                "currency": one.currency_id,
                "committed_on": one.committed_on.isoformat() if one.committed_on else "",
                "maker": one.maker,
                "family": one.family_id or "",
                "per_month": write_amount(one.per_month) or "",
                "from_on": one.from_on.isoformat() if one.from_on else "",
            }
            for one in list_kept_investments(project)
        ],
    }


def _get_waiting(version: PlanVersion) -> PlanVersion:
    fresh = PlanVersion.objects.select_related("review").get(pk=version.pk)
    if fresh.state != VersionState.WAITING:
        raise WrongState(_("This version is settled already."), state=fresh.state)
    return fresh


def _require_decider(user: User, version: PlanVersion, group: list[str], actor: Actor) -> Actor:
    if not actor.is_appointed(Office.DECIDER):
        raise NotAllowed(_("Only a decider records what the government decided."))
    if user.pk == version.submitted_by_id or actor.bodies.keys() & set(group):
        raise NotAllowed(_("Whoever works on a plan does not decide it."))
    return actor


def _find_resolution_gaps(number: str, on: date, *, today: date) -> list[Gap]:
    gaps = [] if number.strip() else [Gap("required", "resolution_no", _("Give the number of the resolution."))]
    if on > today:
        gaps.append(Gap("invalid", "resolution_on", _("The day is today or earlier.")))
    return gaps


def _is_approved(ruling: tuple[ProjectVerdict, str] | None) -> bool:
    return ruling is not None and ruling[0] == ProjectVerdict.APPROVE


def _lock_what_follows(version: PlanVersion, approved: Sequence[Project]) -> list[ItemFamily]:
    """What requests draw on with the projects, and the supply of families of whose output our own forces get another part now.

    Locked before the act on the case of the review, which locks the head of the chain: a request that is granted under one of
    the projects locks them in this order too. Gives the families.
    """
    lock_parents_of_plan(version.plan_id)
    shares = find_approved_shares(approved)
    return lock_raised([one for one in approved if read_own_share(version.content, one.number) != shares[one.pk]])


def _follow_rulings(
    plan: CountryPlan, rulings: Mapping[Project, ProjectVerdict], at: datetime
) -> tuple[list[PendingEvent], dict[str, Any]]:
    """What requests draw on after a decision: the events of those that go on or stop, and the ceilings by project."""
    gone = [project for project, verdict in rulings.items() if verdict == ProjectVerdict.STOP]
    freed = set_period_of_projects(plan, gone, today=to_local_day(at))
    approved = [project for project, verdict in rulings.items() if verdict == ProjectVerdict.APPROVE]
    parents = {str(one.number): approve_project_ceilings(one, at=at) for one in approved}
    moved = [event for one in parents.values() for event in move_onto_years(one, at=at)]
    stopped = [event for one in gone for event in end_projects([one], reason=one.status_reason, at=at)]
    return [*freed, *moved, *stopped], {number: list_ceilings(one) for number, one in parents.items()}


def _rule_on_project(version: PlanVersion, project: Project, verdict: ProjectVerdict, reason: str) -> None:
    ProjectRuling.objects.create(version=version, project=project, verdict=verdict, reason=reason)
    project.status, project.status_reason = RULED[verdict], reason
    project.save(update_fields=["status", "status_reason"])
