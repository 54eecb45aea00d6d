"""A change set is sent to a second policy officer, who approves or declines it; nobody settles their own."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day
from licensing.acts.reference.change_sets.checking import refuse_unfit_release
from licensing.acts.reference.change_sets.officers import (
    build_step,
    lock_change_set,
    record_steps,
    require_policy_officer,
    require_state,
)
from licensing.acts.reference.change_sets.releasing import describe_lines, release_locked_set
from licensing.acts.reference.change_sets.rows import load_present
from licensing.acts.reference.standing_trials import try_before_settling
from licensing.choices import ChangeSetState, Settlement
from licensing.errors import BothPersons, Gap, Invalid, NotAllowed, WrongState
from licensing.messages import Message
from licensing.models import ChangeSet, User
from licensing.permissions import Actor
from licensing.policy.input.guard import guard_texts
from licensing.policy.reasons import require_reason
from licensing.policy.record.digests import compute_digest
from licensing.policy.record.event_kinds import EventKind
from licensing.policy.reference.changes import find_approver_refusal, find_set_gaps
from licensing.policy.reference.merging import find_settlement, renew_conflict
from licensing.policy.reference.trials import Trial, compare_trials


def send_change_set(change_set: ChangeSet, user: User) -> ChangeSet:
    """Send a draft to the other policy officers. It is checked whole, and never changes from now on.

    Raises NotAllowed for anybody but the drafter, Invalid with everything for which it could not come into force.
    """
    with lock_change_set(change_set) as (locked, at):
        actor = require_policy_officer(user, at=at)
        require_state(locked, ChangeSetState.DRAFT)
        locked.drafted_by = locked.drafted_by or user
        if locked.drafted_by != user:
            raise NotAllowed(_("Only who drafted a change set sends it."))
        _refuse_unfit_set(locked, at)
        trial = try_before_settling(locked)
        locked.trial = trial.as_data()
        settled = _settle_conflicts(locked)
        locked.state, locked.sent_at, locked.due_at = ChangeSetState.SENT, at, at + settings.CHANGE_SETS_SETTLE_WITHIN
        locked.save(update_fields=["state", "sent_at", "due_at", "drafted_by", "trial", "conflicts"])
        told = describe_lines(locked.lines.all()) | {"trial": trial.describe_totals(), **settled}
        days = {"due_on": to_local_day(locked.due_at), "emergency": locked.emergency}
        record_steps(user, at, build_step(EventKind.CHANGE_SET_SENT, locked, actor, title=locked.title, **days, **told))
    return locked


@guard_texts()
def approve_change_set(change_set: ChangeSet, user: User, *, seen: str) -> ChangeSet:
    """Approve what another policy officer has sent: it is in force from its moment, at once where that is now or past.

    It is tried once more; `seen` is the digest of the trial that this person has read. Raises NotAllowed for the drafter and
    whoever is no policy officer; WrongState for one that is settled or has lapsed; Invalid, with nothing changed, where it
    cannot come into force any more, or would do something else than what this person has seen.
    """
    with lock_change_set(change_set) as (locked, at):
        actor = _require_second_officer(locked, user, at)
        refuse_unfit_release(locked, on=_find_first_day(locked, at))
        trial = try_before_settling(locked)
        if trial.digest != seen:
            gap = Gap("trial_changed", "seen", _describe_other_trial(locked, trial))
            raise Invalid(gap.sentence, gaps=[gap])
        locked.settled_by, locked.settled_at, locked.approved_trial = user, at, trial.as_data()
        told = {"from_at": locked.in_force_from, "trial": trial.describe_totals()}
        approved = build_step(EventKind.CHANGE_SET_APPROVED, locked, actor, **told)
        # A moment that has passed while it waited is now: a release is never dated back.
        if locked.in_force_from is None or locked.in_force_from <= at:
            record_steps(user, at, approved, release_locked_set(locked, at, trial=trial))
        else:
            locked.state = ChangeSetState.APPROVED
            locked.save(update_fields=["state", "settled_by", "settled_at", "approved_trial"])
            record_steps(user, at, approved)
    return locked


@guard_texts()
def decline_change_set(change_set: ChangeSet, user: User, *, reason: str) -> ChangeSet:
    """Decline what another policy officer has sent, with a reason; refusals as of `approve_change_set`."""
    with lock_change_set(change_set) as (locked, at):
        actor = _require_second_officer(locked, user, at)
        locked.note = require_reason(reason, _("Say why this change set is declined."))
        locked.state, locked.settled_by, locked.settled_at = ChangeSetState.DECLINED, user, at
        locked.save(update_fields=["state", "settled_by", "settled_at", "note"])
        record_steps(user, at, build_step(EventKind.CHANGE_SET_DECLINED, locked, actor, reason=locked.note))
    return locked


@guard_texts()
def withdraw_change_set(change_set: ChangeSet, user: User, *, reason: str) -> ChangeSet:
    """Take back a change set that is not in force yet. It changes nothing, so any policy officer may do it alone."""
    with lock_change_set(change_set) as (locked, at):
        require_policy_officer(user, at=at)
        require_state(locked, ChangeSetState.DRAFT, ChangeSetState.SENT, ChangeSetState.APPROVED)
        locked.note = require_reason(reason, _("Say why this change set is withdrawn."))
        locked.state, locked.settled_by, locked.settled_at = ChangeSetState.WITHDRAWN, user, at
        locked.save(update_fields=["state", "settled_by", "settled_at", "note"])
        record_steps(user, at, build_step(EventKind.CHANGE_SET_WITHDRAWN, locked, reason=locked.note))
    return locked


def _require_second_officer(change_set: ChangeSet, user: User, at: datetime) -> Actor:
    actor = require_policy_officer(user, at=at)
    if refusal := find_approver_refusal(approver=user.pk, drafter=change_set.drafted_by_id):
        raise BothPersons(str(refusal))
    require_state(change_set, ChangeSetState.SENT)
    if change_set.due_at is not None and change_set.due_at <= at:
        raise WrongState(_("Nobody settled this change set in time, so it has lapsed. It has to be drafted again."))
    return actor


def _settle_conflicts(change_set: ChangeSet) -> dict[str, Any]:
    """Freeze the conflicts with what was shipped as they are now, each with how the draft settles it; and how many how."""
    if not change_set.conflicts:
        return {}
    # What is in force may have changed since the files were read: each conflict is compared with the present row once more.
    codes = {one["list"] for one in change_set.conflicts}
    present = {code: load_present(code) for code in codes}
    lines = {(one.list, one.key): one.after for one in change_set.lines.all()}
    found = []
    for conflict in change_set.conflicts:
        row = conflict["list"], conflict["key"]
        renewed = renew_conflict(conflict, present[row[0]].get(row[1]))
        settlement = find_settlement(renewed, lines.get(row), is_changed=row in lines)
        found.append(renewed | {"settlement": settlement.value})
    change_set.conflicts = found
    counted = Counter(one["settlement"] for one in found)
    return {"settled": {one.value: counted[one.value] for one in Settlement} | {"digest": compute_digest(found)}}


def _describe_other_trial(change_set: ChangeSet, trial: Trial) -> Message:
    """What a fresh trial finds, set against the one that was made at sending."""
    found = compare_trials(Trial.from_data(change_set.trial or trial.as_data()), trial)
    return Message(
        "What this change set would do to cases is no longer what you have seen. Since it was sent, cases that it would treat"
        " otherwise: %(added)d more, %(gone)d fewer, %(otherwise)d in another way. Read the new trial, and approve that.",
        added=len(found.added),
        gone=len(found.gone),
        otherwise=len(found.otherwise),
    )


def _refuse_unfit_set(change_set: ChangeSet, at: datetime) -> None:
    gaps = list(
        find_set_gaps(
            title=change_set.title,
            reason=change_set.reason,
            in_force_from=change_set.in_force_from,
            emergency=change_set.emergency,
            now=at,
        )
    )
    if gaps:
        raise Invalid(gaps[0].sentence, gaps=gaps)
    refuse_unfit_release(change_set, on=_find_first_day(change_set, at))


def _find_first_day(change_set: ChangeSet, at: datetime) -> date:
    return to_local_day(max(change_set.in_force_from or at, at))
