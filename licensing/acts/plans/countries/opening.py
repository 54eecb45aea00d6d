"""Opening a country plan, keeping it, asking its working group for comments, and ending it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, lock_name, to_local_day, translate_database_errors
from licensing.acts.plans.countries.working import read_leads, read_person, record_plan, work_on_plan
from licensing.acts.plans.parents.projects import end_projects, list_ended_projects
from licensing.acts.plans.reminding import follow_last_day, schedule_plan_reminders
from licensing.choices import PlanState
from licensing.errors import Gap, Invalid, NoMandate, WrongState
from licensing.models import Body, Country, CountryPlan, PlanBody, User
from licensing.models.record.origin import require_step_up
from licensing.policy.input.guard import guard_texts
from licensing.policy.plans.countries.drafting import PlanDraft, find_country_plan_gaps
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind


@guard_texts()
def open_plan(user: User, owner: Body, draft: PlanDraft) -> CountryPlan:
    """Open the plan of a country, owned by a body for which the person speaks; that body and the leading one work on it.

    Raises NoMandate for whoever does not speak for the owner, WrongState where the country has a plan that has not ended,
    Invalid with everything that the plan cannot say.
    """
    with translate_database_errors(), transaction.atomic():
        at = database_now()
        actor = read_person(user, at)
        if owner.pk not in actor.bodies:
            raise NoMandate(_("You do not speak for this body."))
        require_step_up(user, EventKind.PLAN_OPENED.declaration.step_up, at=at)
        _refuse_unfit_country_plan(draft, to_local_day(at))
        # No two plans get one number, and no country two plans.
        lock_name("number of a country plan")
        if CountryPlan.objects.exclude(state=PlanState.ENDED).filter(country=draft.country).exists():
            raise WrongState(_("This country has a plan that has not ended. Change that one, or end it first."))
        plan = _store_country_plan(user, owner, draft, at)
        group = sorted({owner.pk, *read_leads()})
        PlanBody.objects.bulk_create(PlanBody(plan=plan, body_id=code, joined_at=at) for code in group)
        schedule_plan_reminders(plan, at=at)
        said = {"body": owner.pk, "bodies": group, "country": draft.country}
        record_plan(EventKind.PLAN_OPENED, plan, user, actor, at, **said)
    return plan


@guard_texts()
def edit_plan(plan: CountryPlan, user: User, draft: PlanDraft) -> CountryPlan:
    """Change what a plan is to reach, its tier and its period; its country never changes.

    Raises as `work_on_plan` does, NotAllowed for whoever neither leads the group nor owns the plan, Invalid.
    """
    with work_on_plan(plan, user, EventKind.PLAN_EDITED) as work:
        body = work.require_steering()
        if draft.country != work.plan.country_id:
            raise Invalid(gaps=[Gap("fixed", "country", _("The country of a plan never changes. Open a plan for the other."))])
        _refuse_unfit_country_plan(draft, work.today)
        locked, last = work.plan, work.plan.find_last_day()
        locked.objectives, locked.tier = draft.objectives.strip(), draft.tier
        locked.first_on, locked.last_on, locked.marking = draft.first_on, draft.last_on, draft.marking
        locked.save(update_fields=["objectives", "tier", "first_on", "last_on", "marking"])
        # What was approved lasts as long as it did until the next version is decided.
        follow_last_day(locked, last, at=work.at)
        work.record(EventKind.PLAN_EDITED, body)
    return locked


def ask_for_comments(plan: CountryPlan, user: User, *, until: date) -> CountryPlan:
    """Ask the working group for comments until a day, today at the earliest; everybody who speaks for its bodies hears of it.

    Raises as `work_on_plan` does, NotAllowed for whoever neither leads the group nor owns the plan, Invalid.
    """
    with work_on_plan(plan, user, EventKind.PLAN_COMMENTS_ASKED) as work:
        body = work.require_steering()
        if until < work.today:
            raise Invalid(gaps=[Gap("past", "until", _("The day is today or later."))])
        work.plan.comments_until = until
        work.plan.save(update_fields=["comments_until"])
        work.record(EventKind.PLAN_COMMENTS_ASKED, body, due_on=until)
    return work.plan


@guard_texts()
def end_plan(plan: CountryPlan, user: User, *, reason: str) -> CountryPlan:
    """End a plan: nothing more is worked out under it, and open requests that fill its projects stop. It stays readable.

    Raises as `work_on_plan` does, NotAllowed for whoever neither leads the group nor owns the plan, Invalid without a reason.
    """
    with work_on_plan(plan, user, EventKind.PLAN_ENDED) as work:
        body = work.require_steering()
        locked = work.plan
        locked.end_reason = require_reason(reason, _("Say why the plan ends."))
        locked.state, locked.ended_at = PlanState.ENDED, work.at
        locked.save(update_fields=["state", "ended_at", "end_reason"])
        schedule_plan_reminders(locked, at=work.at)
        stopped = end_projects(list_ended_projects(locked), reason=locked.end_reason, at=work.at)
        work.record(EventKind.PLAN_ENDED, body, *stopped, reason=locked.end_reason)
    return locked


def _refuse_unfit_country_plan(draft: PlanDraft, today: date) -> None:
    gaps = list(find_country_plan_gaps(draft, today=today))
    if not Country.objects.filter(pk=draft.country).exists():
        gaps.append(Gap("unknown", "country", _("“%(code)s” is not on the list.") % {"code": draft.country}))
    if gaps:
        raise Invalid(gaps=gaps)


def _store_country_plan(user: User, owner: Body, draft: PlanDraft, at: datetime) -> CountryPlan:
    year = to_local_day(at).year
    numbers = CountryPlan.objects.filter(code__startswith=f"P/{year}/").values_list("code", flat=True)
    last = max((int(code.rsplit("/", 1)[1]) for code in numbers), default=0)
    stored: CountryPlan = CountryPlan.objects.create(
        code=f"P/{year}/{last + 1}",
        country_id=draft.country,
        owner=owner,
        objectives=draft.objectives.strip(),
        tier=draft.tier,
        marking=draft.marking,
        first_on=draft.first_on,
        last_on=draft.last_on,
        opened_by=user,
        opened_at=at,
    )
    return stored
