"""A changed reminder policy moves the reminders that are stored already, however the policy was changed.

The rules and calendars of a kind of deadline have a version. Where it differs from the one followed last, the cases are gone
through once, in the order of their ids. The last one is stored, so that any later run can continue from there. Of the
deadlines of systems and of country plans, which belong to no case, it is these.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final, TypeAlias
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from licensing.acts.acting import database_now, translate_database_errors
from licensing.acts.clocks.deadlines import (
    Deadline,
    build_clock_deadline,
    get_case_calendar,
    get_default_calendar,
    reschedule_reminders,
)
from licensing.acts.clocks.reminders import RUN_SECONDS
from licensing.acts.clocks.sweeps import run_each, run_one
from licensing.acts.people.systems.recording import lock_system
from licensing.acts.people.systems.reminding import list_system_deadlines
from licensing.acts.plans.countries.working import lock_plan
from licensing.acts.plans.reminding import list_plan_deadlines
from licensing.choices import PLAN_DEADLINES, SYSTEM_DEADLINES, DeadlineKind, PlanState
from licensing.models import Calendar, Case, Clock, CountryPlan, Licence, Reminder, ReminderPolicy, ReminderRule, System
from licensing.policy.record.digests import compute_digest

BATCH_SIZE: Final = 200
# A transaction that was open when a rule was changed may have read the old rule. After this time it is committed and visible.
SETTLE_TIME: Final = timedelta(minutes=2)
# Cases that could not be rescheduled are tried again in another pass.
RETRY_AFTER: Final = timedelta(minutes=15)

_Subject: TypeAlias = Case | System | CountryPlan


def follow_reminder_policy() -> int:
    """Reschedule by the present policy; in how many cases, systems and country plans a reminder moved."""
    until = time.monotonic() + RUN_SECONDS
    versions = compute_policy_versions()
    done = {row.pk for row in ReminderPolicy.objects.all() if row.is_followed(versions.get(row.pk, ""))}
    changed = [deadline for deadline in versions if deadline not in done]
    moved = 0

    def apply(deadline: str) -> None:
        nonlocal moved
        moved += _apply_policy(deadline, versions[deadline], until)

    run_each(apply, changed)
    return moved


def compute_policy_versions() -> dict[str, str]:
    """The version of the policy for each kind of deadline: its lines, and the days that they are counted in."""
    days = sorted(one.as_policy().version for one in Calendar.objects.order_by("pk"))
    lines: dict[str, list[list[object]]] = defaultdict(list)
    for rule in ReminderRule.objects.current().order_by("pk"):
        lines[rule.clock].append([rule.pk, rule.offset_days, rule.unit, rule.repeat_every, rule.repeat_until])
    return {deadline: compute_digest([lines[deadline], days]) for deadline in DeadlineKind.values}


def _apply_policy(deadline: str, version: str, until: float) -> int:
    row, _ = ReminderPolicy.objects.get_or_create(pk=deadline)
    # With the version in the filter, so that a run that was overtaken by another change writes nothing.
    ours = ReminderPolicy.objects.filter(pk=deadline, newer=version)
    if row.newer != version:
        # Changed, or changed again half-way: begin at the first case, since those done so far followed another version.
        ReminderPolicy.objects.filter(pk=deadline).update(newer=version, seen_at=database_now(), behind=None, refused=False)
        return 0
    if row.seen_at is None or database_now() < row.seen_at + SETTLE_TIME:
        return 0
    moved, behind, refused = 0, row.behind, row.refused
    while subjects := _next_subjects(deadline, behind):
        if time.monotonic() >= until:
            return moved
        passed_by, otherwise = _reschedule_subjects(subjects, deadline)
        moved, behind, refused = moved + otherwise, subjects[-1].pk, refused or passed_by
        ours.update(behind=behind, refused=refused)
    if refused:
        ours.update(behind=None, refused=False, seen_at=database_now() + RETRY_AFTER)
    else:
        ours.update(followed=version, newer="", behind=None)
    return moved


def _reschedule_subjects(subjects: Sequence[_Subject], deadline: str) -> tuple[bool, int]:
    """Whether any of these could not be rescheduled, and in how many a reminder moved."""
    moved: list[_Subject] = []
    done = sum(run_one(lambda one: moved.append(one) if _reschedule(one, deadline) else None, each) for each in subjects)
    return done < len(subjects), len(moved)


def _next_subjects(deadline: str, behind: UUID | None) -> Sequence[_Subject]:
    """The next that have such a deadline, in the order of their ids."""
    if deadline not in SYSTEM_DEADLINES | PLAN_DEADLINES:
        return _next_cases(deadline, behind)
    live = System.objects.live() if deadline in SYSTEM_DEADLINES else CountryPlan.objects.exclude(state=PlanState.ENDED)
    return list((live.filter(pk__gt=behind) if behind else live).order_by("pk")[:BATCH_SIZE])


def _reschedule(subject: _Subject, deadline: str) -> bool:
    if isinstance(subject, System):
        return _reschedule_system(subject, deadline)
    return _reschedule_plan(subject) if isinstance(subject, CountryPlan) else _reschedule_case(subject, deadline)


def _reschedule_system(system: System, deadline: str) -> bool:
    """Move the reminders of one system; also write those of one that is older than these rules."""
    with lock_system(system) as (locked, at):
        calendar = get_default_calendar().as_policy()
        owed = [one for one in list_system_deadlines(locked, calendar) if one.kind == deadline]
        return reschedule_reminders(None, *owed, calendar=calendar, now=at)


def _reschedule_plan(plan: CountryPlan) -> bool:
    """Move the reminders of one country plan; also write those of one that is older than these rules."""
    with lock_plan(plan.pk) as (locked, at):
        calendar = get_default_calendar().as_policy()
        return reschedule_reminders(None, *list_plan_deadlines(locked, calendar), calendar=calendar, now=at)


def _next_cases(deadline: str, behind: UUID | None) -> list[Case]:
    later = Q(case__gt=behind) if behind else Q()
    owed = Reminder.objects.owed().filter(later, rule__clock=deadline).order_by().values_list("case")
    running = Clock.objects.running().filter(later, kind=deadline).order_by().values_list("case")
    ids = [pk for (pk,) in owed.union(running).order_by("case")[:BATCH_SIZE]]
    return list(Case.objects.filter(pk__in=ids).order_by("pk"))


def _reschedule_case(case: Case, deadline: str) -> bool:
    """Move the reminders of one case; no event is recorded, since nobody has more or less time than before."""
    with translate_database_errors(), transaction.atomic():
        case = Case.objects.select_related("procedure__calendar").select_for_update(of=("self",), no_key=True).get(pk=case.pk)
        # An act on a licence locks the licence and not its case: both are held here, so that nobody ends either meanwhile.
        list(Licence.objects.filter(case=case).select_for_update(no_key=True).order_by("pk"))
        changes = [
            reschedule_reminders(case, *owed, calendar=calendar.as_policy(), now=database_now())
            for calendar, owed in _deadlines_by_calendar(case, deadline)
        ]
    return any(changes)


def _deadlines_by_calendar(case: Case, deadline: str) -> Iterable[tuple[Calendar, list[Deadline]]]:
    """The deadlines of a kind that a case is reminded of, by the calendar that each is counted in."""
    for clock in Clock.objects.running().filter(case=case, kind=deadline).select_related("calendar"):
        if not clock.pauses.filter(until__isnull=True).exists():
            yield clock.calendar, [build_clock_deadline(clock)]
    owed = Reminder.objects.owed().filter(case=case, clock__isnull=True, rule__clock=deadline)
    others = {one.about: one for one in owed.select_related("question", "licence")}
    if others:
        calendar = get_case_calendar(case)
        yield calendar, [_build_reminder_deadline(one, deadline) for one in others.values()]


def _build_reminder_deadline(one: Reminder, deadline: str) -> Deadline:
    return Deadline(deadline, one.about, one.deadline_at, question=one.question, licence=one.licence)


def describe_rule(rule: ReminderRule) -> tuple[int, datetime | None, bool]:
    """How many reminders a rule owes, when the next is due, and whether a change of its policy is still being followed."""
    owed = Reminder.objects.owed().filter(rule=rule).order_by("due_at").values_list("due_at", flat=True)
    row = ReminderPolicy.objects.filter(pk=rule.clock).first()
    return owed.count(), owed.first(), row is not None and not row.is_followed(compute_policy_versions()[rule.clock])
