"""What time alone does to systems: a proposal lapses, and on its day a system ends. Reminders are rows of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from uuid import UUID

from licensing.acts.acting import database_now, to_local_day
from licensing.acts.clocks.sweeps import run_each
from licensing.acts.people.systems.keeping import end_locked_system
from licensing.acts.people.systems.leaving import watch_leavers
from licensing.acts.people.systems.owners import lapse_owner
from licensing.acts.people.systems.recording import lock_system
from licensing.acts.people.systems.registration import lapse_system
from licensing.choices import ProposalState
from licensing.models import System

Step = Callable[[System, datetime], bool]


def settle_due_systems() -> int:
    """Do what has come due, each system in a transaction of its own; how many were moved on. Twice does no harm."""
    at = database_now()
    today = to_local_day(at)
    live = System.objects.live()
    return (
        _step_systems(System.objects.pending().filter(due_at__lte=at).values_list("pk", flat=True), _lapse_proposed)
        + _step_systems(System.objects.filter(next_owner_due_at__lte=at).values_list("pk", flat=True), lapse_owner)
        + _step_systems(live.filter(end_on__lte=today).values_list("pk", flat=True), _end_on_its_day)
        + _step_systems(live.values_list("pk", flat=True), watch_leavers)
    )


def _step_systems(found: Iterable[UUID], step: Step) -> int:
    return run_each(partial(_step_system, step), found)


def _step_system(step: Step, one: UUID) -> bool:
    with lock_system(System(pk=one)) as (system, at):
        return step(system, at)


def _lapse_proposed(system: System, at: datetime) -> bool:
    if system.state != ProposalState.PENDING or system.due_at > at:
        return False
    lapse_system(system, at)
    return True


def _end_on_its_day(system: System, at: datetime) -> bool:
    if system.ended_at is not None or system.end_on > to_local_day(at):
        return False
    end_locked_system(system, None, at, reason="")
    return True
