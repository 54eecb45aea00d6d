"""What the clock does: reminders that have come due, rounds past their deadline, licences past their last day.

Each is found by a scan of what is due, never by counting ticks: no beat, one or three, the result is the same.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any, TypeAlias, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from licensing.acts.acting import database_now, to_local_day, translate_database_errors
from licensing.acts.assessment.classification.superseding import list_superseded_cases
from licensing.acts.assessment.lapsing import find_run_out_assessments, lapse_run_out_assessments
from licensing.acts.clocks.deadlines import get_default_calendar, write_reminders
from licensing.acts.clocks.sweeps import run_all, run_one, try_act
from licensing.acts.clocks.timing import (
    end_expired_pauses,
    find_cases_with_due_clocks,
    find_outdated_clocks,
    follow_calendars,
    retime_case,
    snooze_clocks,
)
from licensing.acts.licences.changing.suspension import find_lapsing_suspensions, lapse_suspension
from licensing.acts.licences.consequences import apply_consequence, find_due_consequences
from licensing.acts.licences.licence import expire_licence
from licensing.acts.licences.monitoring.review import start_review
from licensing.acts.licences.revocation import finalise_revocation
from licensing.acts.people.systems.leaving import list_leavers
from licensing.acts.people.systems.recording import describe_system
from licensing.acts.plans.parents.drawing import lapse_reservation
from licensing.acts.plans.parents.expiring import (
    expire_authorisation,
    find_run_out_authorisations,
    find_run_out_plans,
    find_unreminded_authorisations,
    resume_end_reminders,
    tell_of_run_out_plan,
)
from licensing.acts.plans.parents.reviewing import find_unreminded_reviews, resume_review_reminders
from licensing.acts.plans.reminding import describe_plan_end
from licensing.acts.signoff.limit import apply_limit
from licensing.acts.signoff.referral import finalise_outcome
from licensing.acts.signoff.rounds import close_due_round
from licensing.acts.signoff.windows import WINDOWS
from licensing.acts.supply.worsening import find_computed_statements, has_worsened, lapse_worsened_need
from licensing.choices import ClockKind, DeadlineKind
from licensing.errors import Busy
from licensing.models import Case, Clock, CountryPlan, Event, Licence, Reminder, System
from licensing.models.licences.monitoring.knowledge import find_licences_to_review
from licensing.models.record.event import PendingEvent
from licensing.policy.clocks.deadlines import Calendar
from licensing.policy.clocks.reminders import find_next_reminder
from licensing.policy.record.event_kinds import EventKind

logger = logging.getLogger(__name__)

R = TypeVar("R")
Key: TypeAlias = tuple[datetime, UUID]
_Locked: TypeAlias = Case | Clock | CountryPlan | Licence | System
BATCH = 500
# Seconds after which the rest is left to the next run, well within the time limit of a task.
RUN_SECONDS = 100.0


def send_due_reminders() -> int:
    """Turn the reminders that have come due into events, each exactly once; several scans at once share the work."""
    return _run_batches(_due_reminders, _send_batch)


def close_due_rounds() -> int:
    """End the rounds and windows whose time has passed, then do what follows where the legal limit has passed."""
    # In this order: a stage or a window that ends at the same midnight ends by its own rule.
    return run_all(
        partial(_run_due_cases, close_due_round, ClockKind.STAGE),
        partial(_run_due_cases, finalise_outcome, *WINDOWS),
        partial(_run_due_cases, finalise_revocation, ClockKind.REVOCATION),
        partial(_run_due_cases, lapse_reservation, ClockKind.RESERVATION),
        partial(_run_due_cases, apply_limit, ClockKind.LEGAL),
    )


def end_due_pauses() -> int:
    """Resume the clocks whose pause has lasted as long as it may."""
    return _run_due_cases(end_expired_pauses, *ClockKind, still=True)


def lapse_worsened_needs() -> int:
    """Let the statements of need lapse of which less can be spared by now; how many cases are weighed again."""
    return _run_batches(
        find_computed_statements,
        lambda found: sum(run_one(lapse_worsened_need, one.case) for one in found if has_worsened(one)),
    )


def lapse_due_assessments() -> int:
    """Write down which assessments lapsed with their last day, or with a list; how many cases are assessed again."""
    finders = find_run_out_assessments, list_superseded_cases
    return sum(
        _run_batches(find, lambda found: sum(run_one(lapse_run_out_assessments, one.case) for one in found)) for find in finders
    )


def retime_cases() -> int:
    """Recompute the time limits where the days of a calendar were changed; how many cases got others."""
    return _run_batches(find_outdated_clocks, _retime_batch)


def expire_due_licences() -> int:
    """End the licences whose last day is over."""
    return _run_batches(_due_licences, lambda licences: sum(run_one(expire_licence, one) for one in licences))


def lapse_due_suspensions() -> int:
    """Let the suspensions lapse that no decider confirmed within their 24 hours."""
    return _run_batches(find_lapsing_suspensions, lambda found: sum(run_one(lapse_suspension, one) for one in found))


def expire_due_authorisations() -> int:
    """Tell of what requests draw on that its last day is over, and of country plans whose period is over."""
    _run_batches(find_unreminded_reviews, lambda cases: sum(run_one(resume_review_reminders, one) for one in cases))
    _run_batches(find_unreminded_authorisations, lambda cases: sum(run_one(resume_end_reminders, one) for one in cases))
    told = _run_batches(find_run_out_authorisations, lambda cases: sum(run_one(expire_authorisation, one) for one in cases))
    return told + _run_batches(find_run_out_plans, lambda plans: sum(run_one(tell_of_run_out_plan, one) for one in plans))


def open_due_reviews() -> int:
    """Open reviews of licences for conflicts of interest, listings and false certificates found after the grant."""
    return _run_batches(find_licences_to_review, lambda found: sum(run_one(start_review, one) for one in found))


def apply_due_consequences() -> int:
    """Apply what follows from conditions that were not met by their day, once all reminders of them have been sent."""
    return _run_batches(find_due_consequences, lambda found: sum(run_one(apply_consequence, one) for one in found))


def _retime_batch(clocks: list[Clock]) -> int:
    """How many cases were given other time limits; the rest only take the new version, and what they are reminded of by it."""
    cases = {one.case_id: one.case for one in clocks}.values()
    moved: list[Case] = []
    for case in cases:
        run_one(lambda one: moved.append(one) if follow_calendars(one) else None, case)
    return sum(run_one(retime_case, case) for case in moved)


def _build_repeats(sent: list[Reminder]) -> list[Reminder]:
    """The next reminder of each rule that repeats, counted from the deadline and not from when the last one was sent."""
    again = [one for one in sent if one.rule.repeat_every and one.rule.active]
    days = _calendars_by_procedure(again)
    return [
        Reminder(
            case_id=one.case_id,
            system_id=one.system_id,
            plan_id=one.plan_id,
            licence_id=one.licence_id,
            clock_id=one.clock_id,
            question_id=one.question_id,
            rule_id=one.rule_id,
            about=one.about,
            deadline_at=one.deadline_at,
            due_at=at,
        )
        for one in again
        if (at := find_next_reminder(one.rule.as_policy(), one.deadline_at, days[_procedure_of(one)], after=one.due_at))
    ]


def _calendars_by_procedure(of: list[Reminder]) -> dict[int | None, Calendar]:
    """By which days the reminders of each procedure are counted; each calendar is read once."""
    rows = {_procedure_of(one): one.case.procedure.calendar if one.case and one.case.procedure else None for one in of}
    used = {key: row or get_default_calendar() for key, row in rows.items()}
    days = {row.pk: row.as_policy() for row in {row.pk: row for row in used.values()}.values()}
    return {key: days[row.pk] for key, row in used.items()}


def _procedure_of(one: Reminder) -> int | None:
    return one.case.procedure_id if one.case else None


def _run_due_cases(act: Callable[[Case], object], *kinds: ClockKind, still: bool = False) -> int:
    """Carry out what is due, the oldest first. What refuses is snoozed, so that it never blocks what can be done."""
    done, until = 0, time.monotonic() + RUN_SECONDS
    now, put_off = database_now(), set[UUID]()
    while time.monotonic() < until:
        cases = [one for one in find_cases_with_due_clocks(*kinds, now=now, still=still) if one.pk not in put_off]
        if not cases:
            break
        for case in cases:
            refused = try_act(act, case)
            if refused is None:
                done += 1
            else:
                put_off.add(case.pk)
                snooze_clocks(case, *kinds, now=now, busy=isinstance(refused, Busy))
    return done


def _run_batches(due: Callable[[R | None], list[R]], carry_out: Callable[[list[R]], int]) -> int:
    """Go through what is due by its key, batch by batch; whatever refuses is skipped and tried again in the next run."""
    done, until, last = 0, time.monotonic() + RUN_SECONDS, None
    while time.monotonic() < until and (batch := due(last)):
        done += carry_out(batch)
        last = batch[-1]
    return done


def _due_reminders(after: Key | None) -> list[Key]:
    """The keys of reminders that have come due, in the order of the index that finds them."""
    due = Reminder.objects.owed().filter(due_at__lte=database_now()).order_by("due_at", "pk").values_list("due_at", "pk")
    return list((_after_key(due, "due_at", after) if after else due)[:BATCH])


def _due_licences(after: Licence | None) -> list[Licence]:
    over = Licence.objects.past_last_day(to_local_day(database_now()))
    key = (after.valid_until, after.pk) if after else None
    return list((_after_key(over, "valid_until", key) if key else over).order_by("valid_until", "pk")[:BATCH])


def _after_key(rows: Any, column: str, key: tuple[Any, UUID]) -> Any:
    return rows.filter(Q(**{f"{column}__gt": key[0]}) | Q(**{column: key[0], "pk__gt": key[1]}))


def _send_batch(keys: list[Key]) -> int:
    """Send a batch in one transaction; if that fails for any of them, send each in a transaction of its own."""
    try:
        return _send_reminders([pk for _at, pk in keys])
    except Exception:  # one unforeseen bad row would else keep every reminder of its batch from being sent, for ever
        logger.exception("a batch of reminders failed, sending them one by one")
    return sum(run_one(lambda pk: _send_reminders([pk]), pk) for _at, pk in keys)


def _send_reminders(ids: list[UUID]) -> int:
    now = database_now()
    with translate_database_errors(), transaction.atomic():
        due = list(
            Reminder.objects.owed()
            .filter(pk__in=ids)
            .select_related("case", "case__procedure__calendar", "rule", "licence", "clock", "system", "plan")
            .select_for_update(of=("self",), skip_locked=True)
            .order_by("due_at", "pk")
        )
        due = _exclude_ending(due)
        if due:
            Reminder.objects.filter(pk__in=[one.pk for one in due]).update(sent_at=now)
            write_reminders(_build_repeats(due))
            # Last: all acts wait for the chain's head, so nothing is computed or written while it is locked.
            Event.objects.chain([_build_event(one) for one in due], None, at=now)
    return len(due)


def _exclude_ending(due: list[Reminder]) -> list[Reminder]:
    """Those of which nobody else has locked the row that they are about; whoever ends that waits for us, then cancels."""
    about: dict[type[_Locked], set[UUID]] = defaultdict(set)
    for one in due:
        model, pk = _locked_row(one)
        about[model].add(pk)
    ours = {(model, pk) for model, pks in about.items() for pk in _lock_rows(model, pks)}
    return [one for one in due if _locked_row(one) in ours]


def _locked_row(one: Reminder) -> tuple[type[_Locked], UUID]:
    """The row that an act locks before it cancels this reminder."""
    found: list[tuple[type[_Locked], UUID | None]] = [
        (Clock, one.clock_id),
        (Licence, one.licence_id),
        (System, one.system_id),
        (CountryPlan, one.plan_id),
        (Case, one.case_id),
    ]
    return next((model, pk) for model, pk in found if pk)


def _lock_rows(model: type[_Locked], pks: set[UUID]) -> Iterable[UUID]:
    rows = model._default_manager.filter(pk__in=pks).select_for_update(skip_locked=True, no_key=True)
    return rows.values_list("pk", flat=True)


def _build_event(one: Reminder) -> PendingEvent:
    data = {
        "reminder": str(one.pk),
        "rule": one.rule_id,
        "audience": one.rule.audience,
        "about": one.about,
        "deadline_at": one.deadline_at,
        "due_at": one.due_at,
    }
    if one.plan:
        return PendingEvent(EventKind.PLAN_ENDS_SOON, data=describe_plan_end(one.plan) | data)
    if one.system:
        is_of_end = one.rule.clock == DeadlineKind.SYSTEM_END
        if is_of_end:
            return PendingEvent(EventKind.SYSTEM_REMINDED, data=describe_system(one.system) | data)
        data["leavers"] = [str(left.pk) for left in list_leavers(one.system, at=database_now())]
        return PendingEvent(EventKind.SYSTEM_LEFT_REMINDED, data=describe_system(one.system) | data)
    if one.clock and one.clock.round_id:
        data["round"] = str(one.clock.round_id)
    return PendingEvent(EventKind.REMINDER_DUE, one.case, one.licence, data=data)
