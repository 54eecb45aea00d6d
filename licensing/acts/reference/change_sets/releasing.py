"""A change set comes into force: it is checked again, written, and has the next number among the releases from then on."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, Final

from django.conf import settings

from licensing.acts.acting import to_local_day
from licensing.acts.reference.change_sets.applying import apply_lines
from licensing.acts.reference.change_sets.checking import refuse_unfit_release
from licensing.acts.reference.change_sets.officers import build_step, lock_change_set, record_steps
from licensing.acts.reference.standing_trials import try_before_settling
from licensing.acts.reference.trial_runs import ask_for_trial_again
from licensing.choices import ChangeSetState
from licensing.errors import Gap, Invalid, TrialNeeded
from licensing.models import ChangeLine, ChangeSet, Event
from licensing.models.record.event import PendingEvent
from licensing.models.reference.change_sets import lock_releases
from licensing.policy.record.digests import compute_digest
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.reference.governed import GOVERNED
from licensing.policy.reference.trials import Trial, find_overtaken

# What changed stands in the event itself, unless there are more rows; their digest always does.
MOST_ROWS_TOLD: Final = 20


def bring_into_force(change_set: ChangeSet) -> bool:
    """Bring an approved change set into force, once its moment has come; whether it did. One that cannot any more lapses.

    Where there are very many cases, it waits until the worker has made a trial that is true of them.
    """
    with lock_change_set(change_set) as (locked, at):
        if locked.state != ChangeSetState.APPROVED or locked.in_force_from is None or locked.in_force_from > at:
            return False
        try:
            refuse_unfit_release(locked, on=to_local_day(at))
            trial = try_before_settling(locked)
            event = _return_if_overtaken(locked, trial, at) or release_locked_set(locked, at, trial=trial)
        except TrialNeeded:
            ask_for_trial_again(locked)
            return False
        except Invalid as refusal:
            event = lapse_locked_set(locked, at, gaps=refusal.gaps)
        record_steps(None, at, event)
    return locked.state == ChangeSetState.IN_FORCE


def release_locked_set(change_set: ChangeSet, at: datetime, *, trial: Trial) -> PendingEvent:
    """Write the rows of a locked change set, as a step of the act that brings it into force; the event has to be chained.

    `trial` is what it was found to do just now, before the lock by which acts that cite a release are kept waiting. Raises
    Invalid, with nothing written, where the change set cannot come into force.
    """
    # Acts that cite the release in force hold this row: those that began before are over, and later ones cite this release.
    head = lock_releases()
    today = to_local_day(at)
    refuse_unfit_release(change_set, on=today, since=trial.seen)
    lines = list(change_set.lines.order_by("pk"))
    apply_lines(lines, on=today)
    head.number += 1
    head.save(update_fields=["number"])
    change_set.state, change_set.release, change_set.in_force_at = ChangeSetState.IN_FORCE, head.number, at
    change_set.released_trial = trial.as_data()
    people = ["settled_by", "settled_at", "note"]
    change_set.save(update_fields=["state", "release", "in_force_at", "approved_trial", "released_trial", *people])
    kind = EventKind.EMERGENCY_RELEASED if change_set.emergency else EventKind.CHANGE_SET_RELEASED
    told = {"trial": trial.describe_totals(), **describe_lines(lines), **_describe_beginnings(lines, today)}
    return build_step(kind, change_set, release=head.number, **told)


def _describe_beginnings(lines: Iterable[ChangeLine], on: date) -> dict[str, Any]:
    """The rows that begin on another day than the lines say, because theirs had passed: with the release."""
    begun = [
        {"list": one.list, "key": one.key, "day": day}
        for one in lines
        if (name := GOVERNED[one.list].begins) and one.after
        if (day := GOVERNED[one.list].begin(one.after, one.before, on=on)[name]) != one.after[name]
    ]
    return {"begins": begun} if begun else {}


def _return_if_overtaken(change_set: ChangeSet, trial: Trial, at: datetime) -> PendingEvent | None:
    """Let an approved change set wait for a second person again, where it would do something else than that person has seen.

    Cases that moved on meanwhile by acts of their own, or were filed, do not count: nobody could have seen them.
    """
    if change_set.approved_trial is None or change_set.settled_at is None:
        return None
    seen = Trial.from_data(change_set.approved_trial)
    overtaken = find_overtaken(seen, trial)
    if not overtaken - list_moved(overtaken, since=change_set.settled_at):
        return None
    change_set.state, change_set.settled_by, change_set.settled_at = ChangeSetState.SENT, None, None
    change_set.approved_trial, change_set.reminded_at = None, None
    change_set.due_at = at + settings.CHANGE_SETS_SETTLE_WITHIN
    people = ["settled_by", "settled_at", "approved_trial"]
    change_set.save(update_fields=["state", "due_at", "reminded_at", *people])
    due_on = to_local_day(change_set.due_at)
    return build_step(EventKind.CHANGE_SET_RETURNED, change_set, due_on=due_on, trial=trial.describe_totals(), seen=seen.digest)


def list_moved(cases: Collection[str], *, since: datetime) -> set[str]:
    """Those of some cases in which something was done since a moment; that people were told of a case moves nothing."""
    telling = [kind for kind in EventKind if kind.declaration.only_tells]
    done = Event.objects.filter(case__in=cases, at__gt=since).exclude(kind__in=telling)
    return {str(one) for one in done.order_by().values_list("case_id", flat=True).distinct()}


def describe_lines(lines: Iterable[Any]) -> dict[str, Any]:
    """What an event says of changed rows: how many, the digest over before and after, and of a few the rows themselves."""
    rows = [
        {"list": one.list, "key": one.key, "action": str(one.action), "before": one.before, "after": one.after}
        for one in sorted(lines, key=lambda one: (one.list, one.key))
    ]
    told = {"changed": rows} if len(rows) <= MOST_ROWS_TOLD else {}
    return {"rows": len(rows), "digest": compute_digest(rows), **told}


def lapse_locked_set(change_set: ChangeSet, at: datetime, *, gaps: Iterable[Gap] = ()) -> PendingEvent:
    """Let a locked change set lapse: nobody settled it in time, or it cannot come into force any more."""
    change_set.state = ChangeSetState.LAPSED
    change_set.note = "\n".join(f"{one.path}: {one.sentence}" for one in gaps) or change_set.note
    change_set.save(update_fields=["state", "note"])
    return build_step(EventKind.CHANGE_SET_LAPSED, change_set, reason=change_set.note)
