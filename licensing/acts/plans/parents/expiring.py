"""What requests draw on runs out with its last day: whoever stands below it is told as of an end by act.

Frameworks, leaves to negotiate and plans that were granted are acts of the clock on their case, and are reminded of by the one
engine before. Approved projects run out with the last day that was approved, of which the working group of their plan is told,
and reminded before (`acts/plans/reminding.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from licensing.acts.acting import Act, acting, database_now, to_local_day, translate_database_errors
from licensing.acts.clocks.deadlines import (
    Deadline,
    cancel_reminders,
    find_deadlines_ahead,
    get_case_calendar,
    read_calendars,
    schedule_reminders,
)
from licensing.acts.plans.countries.working import lock_plan
from licensing.acts.plans.parents.drawing import give_back_parent
from licensing.acts.plans.parents.projects import list_project_events
from licensing.acts.plans.parents.reviewing import cancel_review_reminders
from licensing.acts.plans.parents.telling import tell_children_of_run_out
from licensing.acts.plans.reminding import describe_plan_end
from licensing.choices import DeadlineKind, ParentState, Verb
from licensing.errors import WrongState
from licensing.models import Case, CountryPlan, Event, ParentAuthorisation, Reminder
from licensing.models.plans.parents import lock_parent_of
from licensing.models.record.event import PendingEvent
from licensing.policy.clocks.deadlines import Calendar
from licensing.policy.record.event_kinds import EventKind


def schedule_end_reminders(act: Act[Case], parent: ParentAuthorisation) -> None:
    """Schedule the reminders of the last day of what a case was granted for requests to draw on, as a step of its grant."""
    _schedule(act.case, parent, at=act.now)


def find_unreminded_authorisations(after: Case | None = None) -> list[Case]:
    """The cases whose authorisation holds and of whose last day nothing was ever scheduled: granted before there were rules.

    Those of which no rule has anything to remind are not among them, or every run would find them again.
    """
    at = database_now()
    holding = ParentAuthorisation.objects.filter(case__isnull=False, ends_on__gte=to_local_day(at))
    scheduled = Reminder.objects.filter(case=OuterRef("case"), rule__clock=DeadlineKind.PARENT_END)
    found = holding.exclude(state=ParentState.ENDED).filter(~Exists(scheduled)).select_related("case__procedure__calendar")
    rows = list(found.filter(case__gt=after.pk) if after else found)
    ahead = find_deadlines_ahead(_list_end_deadlines(rows), now=at)
    reminded = [one.case_id for one in rows if one.case_id and _build_end_key(one.pk) in ahead]
    return list(Case.objects.filter(pk__in=reminded).order_by("pk")[:100])


def resume_end_reminders(case: Case) -> Case:
    """Schedule the reminders of such an authorisation; called by the clock. Nobody has more or less time: no event tells it."""
    with translate_database_errors(), transaction.atomic():
        locked: Case = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
        parent = lock_parent_of(locked.pk)
        if parent is not None:
            _schedule(locked, parent, at=database_now())
    return case


def cancel_end_reminders(act: Act[Case], parent: ParentAuthorisation) -> None:
    """Cancel them: it was ended before."""
    cancel_reminders(act.case, _build_end_key(parent.pk), at=act.now)


def find_run_out_authorisations(after: Case | None = None) -> list[Case]:
    """The cases whose authorisation is past its last day, and of which nobody was told; those behind a case by its key."""
    over = ParentAuthorisation.objects.run_out_by(to_local_day(database_now())).filter(case__isnull=False)
    found = Case.objects.filter(pk__in=over.values("case"))
    return list((found.filter(pk__gt=after.pk) if after else found).order_by("pk")[:100])


def expire_authorisation(case: Case) -> Case:
    """Tell of what a case was granted that its last day is over; called by the clock.

    What the case held itself of an authorisation above it is given back; what was granted under it stays granted.
    """
    with acting(case, None, Verb.EXPIRE_AUTHORISATION) as act:
        act.perform()
        parent = lock_parent_of(act.case.pk)
        if parent is None or not _has_run_out(parent, act.now):
            raise WrongState(_("The last day of this authorisation is not over, or it has ended before."), state=act.case.state)
        parent.ran_out_at = act.now
        parent.save(update_fields=["ran_out_at"])
        act.record(EventKind.AUTHORISATION_RAN_OUT, ends_on=parent.ends_on)
        cancel_review_reminders(act, parent)
        if act.case.is_authorisation:
            give_back_parent(act)
        tell_children_of_run_out(act, parent.ends_on)
    return act.case


def find_run_out_plans(after: CountryPlan | None = None) -> list[CountryPlan]:
    """Country plans whose period is over, and of which nobody was told; those behind one by its key."""
    found = CountryPlan.objects.run_out_by(to_local_day(database_now()))
    return list((found.filter(pk__gt=after.pk) if after else found).order_by("pk")[:100])


def tell_of_run_out_plan(plan: CountryPlan) -> CountryPlan:
    """Tell the working group that the period of a plan is over; open requests that fill its projects wait.

    Called by the clock, once for each period. Raises WrongState where there is nothing to tell any more.
    """
    with lock_plan(plan.pk) as (locked, at):
        events = _expire_projects(locked, at)
        if locked.is_open and locked.ran_out_at is None and locked.find_last_day() < to_local_day(at):
            locked.ran_out_at = at
            locked.save(update_fields=["ran_out_at"])
            events.append(PendingEvent(EventKind.PLAN_RAN_OUT, data=describe_plan_end(locked)))
        if not events:
            raise WrongState(_("The period of this plan is not over."), state=locked.state)
        Event.objects.chain(events, None, at=at)
    return locked


def _expire_projects(plan: CountryPlan, at: datetime) -> list[PendingEvent]:
    over = ParentAuthorisation.objects.run_out_by(to_local_day(at)).filter(project__plan=plan).order_by("pk")
    rows = list(over.select_for_update(of=("self",), no_key=True).select_related("project__plan"))
    for parent in rows:
        parent.ran_out_at = at
        parent.save(update_fields=["ran_out_at"])
    return [event for parent in rows for event in list_project_events(EventKind.PROJECT_LOST, parent)]


def _schedule(case: Case, parent: ParentAuthorisation, *, at: datetime) -> None:
    calendar = get_case_calendar(case).as_policy()
    schedule_reminders(case, _build_end_deadline(parent, calendar), calendar=calendar, now=at)


def _list_end_deadlines(rows: Sequence[ParentAuthorisation]) -> list[tuple[Deadline, Calendar]]:
    """The last day of each, with the calendar of its case."""
    calendars = read_calendars(one.case for one in rows)
    return [(_build_end_deadline(one, days), days) for one, days in zip(rows, calendars, strict=True)]


def _build_end_deadline(parent: ParentAuthorisation, calendar: Calendar) -> Deadline:
    return Deadline(DeadlineKind.PARENT_END, _build_end_key(parent.pk), calendar.end_of(parent.ends_on))


def _has_run_out(parent: ParentAuthorisation, at: datetime) -> bool:
    is_told = parent.ran_out_at is not None or parent.state == ParentState.ENDED
    return not is_told and parent.is_over(to_local_day(at))


def _build_end_key(parent: UUID) -> str:
    return f"authorisation:{parent}"
