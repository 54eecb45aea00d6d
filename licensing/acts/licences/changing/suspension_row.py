"""The suspension of a licence by an officer as a row: begun and ended as a step of other acts, with the reminders it owes."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from licensing.acts.acting import Act
from licensing.acts.clocks.deadlines import Deadline, cancel_reminders, schedule_reminders
from licensing.acts.licences.reminding import get_licence_calendar
from licensing.choices import DeadlineKind, LicenceState, ReinstatementOutcome, SuspensionEnd
from licensing.models import Licence, LicenceSuspension, ReinstatementProposal, User
from licensing.models.licences.changing.suspension import find_suspension

# An officer suspends at once and alone; so many hours of the clock later it lapses, unless a decider has confirmed it.
CONFIRM_WITHIN: Final = timedelta(hours=24)


def begin_suspension(act: Act[Licence], reason: str, *, ordered_by: User | None = None) -> LicenceSuspension:
    """Write down that an officer suspends the licence, and have deciders reminded to confirm it."""
    ordered_by = ordered_by or act.user
    if ordered_by is None:
        raise RuntimeError("the clock suspends by conditions alone, which are no suspension by an officer")
    begun = LicenceSuspension.objects.create(
        licence=act.licence, reason=reason, ordered_by=ordered_by, ordered_at=act.now, confirm_by=act.now + CONFIRM_WITHIN
    )
    days = get_licence_calendar(act.licence)
    schedule_reminders(act.case, build_confirmation_deadline(begun), calendar=days, now=act.now)
    return begun


def build_confirmation_deadline(suspension: LicenceSuspension) -> Deadline:
    """The moment by which a suspension must be confirmed, for its reminders."""
    if suspension.confirm_by is None:
        raise RuntimeError("a suspension that needs no confirmation has no such moment")
    return Deadline(
        DeadlineKind.SUSPENSION, _build_suspension_key(suspension), suspension.confirm_by, licence=suspension.licence
    )


def record_confirmation(act: Act[Licence], suspension: LicenceSuspension, user: User) -> None:
    """Write down who confirmed a suspension; nobody is reminded of it any more."""
    suspension.confirmed_by, suspension.confirmed_at = user, act.now
    suspension.save(update_fields=["confirmed_by", "confirmed_at"])
    cancel_reminders(act.case, _build_suspension_key(suspension), at=act.now)


def end_suspension(act: Act[Licence], suspension: LicenceSuspension, ended_as: SuspensionEnd, because: str = "") -> None:
    """Write down that a suspension has ended and why. What was proposed about it needs no settling any more."""
    suspension.ended_at, suspension.ended_as, suspension.ended_because = act.now, ended_as, because
    suspension.save(update_fields=["ended_at", "ended_as", "ended_because"])
    cancel_reminders(act.case, _build_suspension_key(suspension), at=act.now)
    drop_proposal(act, suspension)


def drop_proposal(act: Act[Licence], suspension: LicenceSuspension) -> None:
    """Write down that a proposal to reinstate, if one waits, needs no settling any more."""
    waiting = ReinstatementProposal.objects.open().filter(suspension=suspension)
    waiting.update(settled_at=act.now, outcome=ReinstatementOutcome.CEASED)


def close_suspension(act: Act[Licence]) -> None:
    """End the suspension of a licence that has ended, if there was one."""
    found = find_suspension(act.licence)
    if found is not None:
        end_suspension(act, found, SuspensionEnd.CLOSED)


def close_left_over(act: Act[Licence]) -> None:
    """End a suspension of a licence that is in force: a version before these rows reinstated it, and knew none of them."""
    found = find_suspension(act.licence) if act.licence.state == LicenceState.ISSUED else None
    if found is not None:
        end_suspension(act, found, SuspensionEnd.REINSTATED)


def _build_suspension_key(suspension: LicenceSuspension) -> str:
    return f"suspension:{suspension.pk}"
