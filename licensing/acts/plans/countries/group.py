"""The working group of a country plan: who belongs to it, and what its bodies say."""

from __future__ import annotations

from django.utils.translation import gettext as _

from licensing.acts.plans.countries.working import get_project, work_on_plan
from licensing.errors import Gap, Invalid, WrongState
from licensing.models import Body, CountryPlan, PlanBody, PlanComment, Project, User
from licensing.policy.input.guard import guard_texts
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind


def add_body(plan: CountryPlan, user: User, body: Body) -> PlanBody:
    """Ask a body into the working group: from then on its people see the plan, edit its projects and comment.

    Raises as `work_on_plan` does, NotAllowed for whoever neither leads the group nor owns the plan, Invalid where the body
    belongs to it already.
    """
    with work_on_plan(plan, user, EventKind.PLAN_GROUP_CHANGED) as work:
        mine = work.require_steering()
        if body.pk in work.group:
            raise Invalid(gaps=[Gap("twice", "body", _("This body is in the working group already."))])
        joined = PlanBody.objects.create(plan=work.plan, body=body, joined_at=work.at)
        work.record(EventKind.PLAN_GROUP_CHANGED, mine, joined=body.pk, left="")
    return joined


def remove_body(plan: CountryPlan, user: User, body: Body) -> PlanBody:
    """Let a body leave the working group; what it said stays. The owner and the leading body never leave.

    Raises as `add_body` does, Invalid where the body is not in the group, WrongState for the owner and the leading body.
    """
    with work_on_plan(plan, user, EventKind.PLAN_GROUP_CHANGED) as work:
        mine = work.require_steering()
        if body.pk not in work.group:
            raise Invalid(gaps=[Gap("unknown", "body", _("This body is not in the working group."))])
        if body.pk in work.leads or body.pk == work.plan.owner_id:
            raise WrongState(_("The owner of a plan and the body that leads the work on it do not leave its working group."))
        left = PlanBody.objects.get(plan=work.plan, body=body, left_at__isnull=True)
        left.left_at = work.at
        left.save(update_fields=["left_at"])
        work.record(EventKind.PLAN_GROUP_CHANGED, mine, joined="", left=body.pk)
    return left


@guard_texts()
def comment_on_plan(plan: CountryPlan, user: User, *, text: str, project: Project | None = None) -> PlanComment:
    """Say something for one's body on a plan, or on one of its projects. A comment is never changed.

    Raises as `work_on_plan` does, Invalid for an empty one.
    """
    with work_on_plan(plan, user, EventKind.PLAN_COMMENTED, while_deciding=True) as work:
        body = work.find_body()
        comment = PlanComment.objects.create(
            plan=work.plan,
            project=get_project(work, project) if project else None,
            body_id=body,
            author=user,
            text=require_reason(text, _("Write what your body says.")),
            written_at=work.at,
        )
        work.record(EventKind.PLAN_COMMENTED, body, comment=comment.pk, project=str(project.pk) if project else "")
    return comment
