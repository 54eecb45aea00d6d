"""What time alone does to change sets: an unsettled one lapses, one that waits is reminded of, an approved one begins."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from licensing.acts.acting import database_now, to_local_day
from licensing.acts.clocks.sweeps import run_each
from licensing.acts.reference.change_sets.officers import build_step, lock_change_set, record_steps
from licensing.acts.reference.change_sets.releasing import bring_into_force, lapse_locked_set
from licensing.acts.reference.trial_runs import ask_for_trial_again, find_finished_run, is_tried_at_once
from licensing.choices import ChangeSetState
from licensing.models import ChangeSet
from licensing.policy.record.event_kinds import EventKind

# A reminder leaves so long before a change set lapses.
REMIND_BEFORE: Final = timedelta(days=2)
# Where there are very many cases, the trial of its last moment begins so long before it.
TRY_BEFORE: Final = timedelta(minutes=15)


def settle_due_change_sets() -> int:
    """Do what has come due, each change set in a transaction of its own; how many moved on. Twice does no harm."""
    at = database_now()
    soon = ChangeSet.objects.waiting().filter(due_at__lte=at + REMIND_BEFORE, due_at__gt=at, reminded_at=None)
    begin = ChangeSet.objects.to_begin(at).order_by("in_force_from", "sent_at")
    run_each(partial(_prepare_trial, at=at), ChangeSet.objects.to_begin(at + TRY_BEFORE).filter(in_force_from__gt=at))
    return (
        _move_on(ChangeSet.objects.overdue(at).values_list("pk", flat=True), _lapse_unsettled)
        + _move_on(soon.values_list("pk", flat=True), _remind_officers)
        + _move_on(begin.values_list("pk", flat=True), bring_into_force)
    )


def _prepare_trial(change_set: ChangeSet, *, at: datetime) -> None:
    """Where a trial takes long, have it made before the moment has come at which the change set is to be in force."""
    if not is_tried_at_once() and find_finished_run(change_set, since=at - TRY_BEFORE) is None:
        ask_for_trial_again(change_set)


def _move_on(found: Iterable[UUID], step: Callable[[ChangeSet], bool]) -> int:
    return run_each(lambda one: step(ChangeSet.objects.get(pk=one)), found)


def _lapse_unsettled(change_set: ChangeSet) -> bool:
    with lock_change_set(change_set) as (locked, at):
        if not _is_waiting(locked) or locked.due_at is None or locked.due_at > at:
            return False
        record_steps(None, at, lapse_locked_set(locked, at))
    return True


def _remind_officers(change_set: ChangeSet) -> bool:
    with lock_change_set(change_set) as (locked, at):
        if not _is_waiting(locked) or locked.reminded_at is not None or locked.due_at is None:
            return False
        locked.reminded_at = at
        locked.save(update_fields=["reminded_at"])
        record_steps(None, at, build_step(EventKind.CHANGE_SET_REMINDED, locked, due_on=to_local_day(locked.due_at)))
    return True


def _is_waiting(change_set: ChangeSet) -> bool:
    return change_set.state == ChangeSetState.SENT
