"""Who works on a country plan, the lock under which they do, and the events of their steps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, hold_right, to_local_day, translate_database_errors
from licensing.choices import PlanState, ProjectStatus
from licensing.errors import NoMandate, NotAllowed, ProgramRefused, WrongState
from licensing.models import Body, CountryPlan, Event, Project, User, read_actor
from licensing.models.record.event import PendingEvent
from licensing.models.record.origin import require_step_up
from licensing.permissions import Actor
from licensing.policy.plans.countries.drafting import SETTLED
from licensing.policy.record.event_kinds import EventKind


@dataclass(frozen=True, slots=True)
class PlanWork:
    """A step on a plan while it is taken: the locked plan, who takes it, when, and the bodies of the working group."""

    plan: CountryPlan
    user: User
    actor: Actor
    at: datetime
    group: frozenset[str]
    leads: frozenset[str]

    @property
    def today(self) -> date:
        """The day of the step in the authority's zone."""
        return to_local_day(self.at)

    @property
    def is_steering(self) -> bool:
        """Whether the person speaks for the body that leads the working group, or for the one that owns the plan."""
        return bool(self.leads & self.actor.bodies.keys() or self.plan.owner_id in self.actor.bodies)

    def find_body(self) -> str:
        """The body of the group for which the person speaks, the leading one before the owner; raises NoMandate for none."""
        mine = self.group & self.actor.bodies.keys()
        ordered = sorted(mine, key=lambda code: (code not in self.leads, code != self.plan.owner_id, code))
        if not ordered:
            raise NoMandate(_("Your body is not in the working group of this plan."))
        return ordered[0]

    def require_steering(self) -> str:
        """The leading or owning body for which the person speaks; raises NotAllowed for everybody else."""
        body = self.find_body()
        if not self.is_steering:
            raise NotAllowed(_("Only the body that leads the working group, or the one that owns the plan, does this."))
        return body

    def require_lead(self) -> str:
        """The leading body for which the person speaks; raises NotAllowed for everybody else, the owner too."""
        body = self.find_body()
        if body not in self.leads:
            raise NotAllowed(_("Only the body that leads the working group sets priorities."))
        return body

    def record(self, kind: EventKind, body: str, /, *also: PendingEvent, **more: Any) -> None:
        """Chain the event of the step, which covers what it has changed and cites the mandate under which it was taken.

        `also` are those of cases that follow from it.
        """
        # Read again: a step may have changed the group, and those who left hear of that too.
        told = sorted(self.group | set(read_group(self.plan)))
        record_plan(kind, self.plan, self.user, self.actor, self.at, *also, body=body, bodies=told, **more)


@contextmanager
def lock_plan(plan_id: UUID) -> Iterator[tuple[CountryPlan, datetime]]:
    """One transaction on a plan: its fresh row, and the moment at which it was locked."""
    with translate_database_errors(), transaction.atomic():
        locked: CountryPlan = CountryPlan.objects.select_for_update(of=("self",), no_key=True).get(pk=plan_id)
        yield locked, database_now()


def record_plan(
    kind: EventKind, plan: CountryPlan, user: User, actor: Actor, at: datetime, /, *also: PendingEvent, **said: Any
) -> None:
    """Raise the revision of a plan and chain the event of the step, which covers what it has changed and cites the right under
    which it was taken."""
    plan.revision += 1
    plan.save(update_fields=["revision"])
    data = {"plan": str(plan.pk), "code": plan.code, **said}
    cited = {"under": hold_right(actor, kind, data)}
    Event.objects.chain([*also, PendingEvent(kind, data=data | cited)], user, at=at)


@contextmanager
def work_on_plan(plan: CountryPlan, user: User, kind: EventKind, *, while_deciding: bool = False) -> Iterator[PlanWork]:
    """One transaction of a person on a plan that has not ended; `kind` says how fresh the proof must be of who they are.

    Raises ProgramRefused for programs, NoMandate for whoever speaks for no body of the group, WrongState for a plan that has
    ended, and for one that is in review unless the step is allowed `while_deciding`; StepUpRequired.
    """
    with lock_plan(plan.pk) as (locked, at):
        work = PlanWork(locked, user, read_person(user, at), at, frozenset(read_group(locked)), read_leads())
        work.find_body()
        if not locked.is_open:
            raise WrongState(_("This country plan has ended."), state=locked.state)
        if locked.state == PlanState.DECIDING and not while_deciding:
            raise WrongState(
                _("A version of this plan is in review; nothing of it changes. Call it back first."), state=locked.state
            )
        require_step_up(user, kind.declaration.step_up, at=at)
        yield work


def read_person(user: User, at: datetime) -> Actor:
    """The person as they are now; raises ProgramRefused for a program."""
    actor = read_actor(User.objects.get(pk=user.pk), on=to_local_day(at))
    if actor.is_program:
        raise ProgramRefused
    return actor


def read_group(plan: CountryPlan) -> list[str]:
    """The bodies that work on a plan now."""
    return sorted(plan.group.filter(left_at__isnull=True).values_list("body", flat=True))


def read_leads() -> frozenset[str]:
    """The bodies that lead the work on country plans: in Ukraine the General Staff alone."""
    return frozenset(Body.objects.filter(leads_plans=True).values_list("pk", flat=True))


def get_project(work: PlanWork, project: Project) -> Project:
    """The fresh row of a project of the locked plan."""
    return Project.objects.select_related("plan").get(pk=project.pk, plan=work.plan)


def require_open_project(project: Project) -> None:
    """Raises WrongState for a project of which nothing is edited any more."""
    if ProjectStatus(project.status) in SETTLED:
        raise WrongState(_("This project is approved or stopped; it is not edited any more."), state=project.status)
