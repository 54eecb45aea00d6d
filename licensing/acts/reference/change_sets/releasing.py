"""A change set comes into force: it is checked again, written, and has the next number among the releases from then on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from licensing.acts.acting import to_local_day
from licensing.acts.reference.change_sets.applying import apply_lines
from licensing.acts.reference.change_sets.checking import find_gaps_of
from licensing.acts.reference.change_sets.officers import build_step, lock_change_set, record_steps
from licensing.choices import ChangeSetState
from licensing.errors import Gap, Invalid
from licensing.models import ChangeSet, ReleaseHead
from licensing.models.record.event import PendingEvent
from licensing.policy.record.digests import compute_digest
from licensing.policy.record.event_kinds import EventKind

# What changed stands in the event itself, unless there are more rows; their digest always does.
MOST_ROWS_TOLD: Final = 20
HEAD: Final = "releases"


def bring_into_force(change_set: ChangeSet) -> bool:
    """Bring an approved change set into force, once its moment has come; whether it did. One that cannot any more lapses."""
    with lock_change_set(change_set) as (locked, at):
        if locked.state != ChangeSetState.APPROVED or locked.in_force_from is None or locked.in_force_from > at:
            return False
        try:
            event = release_locked_set(locked, at)
        except Invalid as refusal:
            event = lapse_locked_set(locked, at, gaps=refusal.gaps)
        record_steps(None, at, event)
    return locked.state == ChangeSetState.IN_FORCE


def release_locked_set(change_set: ChangeSet, at: datetime) -> PendingEvent:
    """Write the rows of a locked change set, as a step of the act that brings it into force; the event has to be chained.

    Raises Invalid, with nothing written, where the change set cannot come into force.
    """
    # Acts that cite the release in force hold this row: those that began before are over, and later ones cite this release.
    head, _is_new = ReleaseHead.objects.select_for_update(no_key=True).get_or_create(name=HEAD)
    today = to_local_day(at)
    if gaps := find_gaps_of(change_set, on=today):
        raise Invalid(gaps[0].sentence, gaps=gaps)
    lines = list(change_set.lines.order_by("pk"))
    apply_lines(lines, on=today)
    head.number += 1
    head.save(update_fields=["number"])
    change_set.state, change_set.release, change_set.in_force_at = ChangeSetState.IN_FORCE, head.number, at
    change_set.save(update_fields=["state", "release", "in_force_at", "settled_by", "settled_at", "note"])
    kind = EventKind.EMERGENCY_RELEASED if change_set.emergency else EventKind.CHANGE_SET_RELEASED
    return build_step(kind, change_set, release=head.number, **describe_lines(lines))


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
