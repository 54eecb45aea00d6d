"""Filed cases opened to one person for four hours by two others, to be read and nothing else (break-glass).

It ends by the clock: whoever asks what somebody may see asks whether it is open now. Each case that is opened under it
says so in its own record, and everybody who answers for it is told.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, to_local_day, translate_database_errors
from licensing.acts.clocks.sweeps import run_each
from licensing.acts.people.accounts.sessions import end_access_but_here
from licensing.acts.people.rights.keepers import has_left_office, is_keeper, lock_person, refuse_others
from licensing.acts.people.settling import refuse_settled, settle_row
from licensing.choices import ProposalState
from licensing.errors import BothPersons, Invalid, NotFound, WrongState
from licensing.models import Case, EmergencyAccess, Event, User, read_actor
from licensing.models.record.event import PendingEvent
from licensing.models.requests.case import SEE_EVERY_FILE
from licensing.policy.input.guard import guard_texts
from licensing.policy.people.emergency import ACCESS_LASTS, CONFIRM_WITHIN, Reader, find_access_gaps
from licensing.policy.people.two_persons import EMERGENCY
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind


@guard_texts()
def propose_access(user: User, person: User, *, reason: str, case: Case | None = None) -> EmergencyAccess:
    """Propose that somebody else may read filed cases, or one of them, for four hours from a second person's confirmation.

    Raises NotAllowed for whoever keeps no rights and for oneself; Invalid with each thing that is wrong.
    """
    with lock_person(person) as (locked, at):
        refuse_others(user, at=at)
        if user.pk == locked.pk:
            raise BothPersons(_("Nobody opens cases to themselves. Another administrator must propose it."))
        _refuse_unfit_reader(locked, at, reason=reason)
        access = EmergencyAccess.objects.create(
            person=locked,
            case=case,
            reason=reason.strip(),
            proposed_by=user,
            proposed_at=at,
            due_at=at + CONFIRM_WITHIN,
        )
        _record_access(EventKind.ACCESS_PROPOSED, access, user, at, due_at=access.due_at, reason=access.reason)
    return access


def confirm_access(access: EmergencyAccess, user: User) -> EmergencyAccess:
    """Confirm what another administrator proposed for a third person: the four hours begin now.

    Raises NotAllowed for the proposer, the person and whoever keeps no rights; WrongState for what is settled or has lapsed.
    """
    with lock_person(access.person) as (person, at):
        locked = _lock_pending_access(access, user, at)
        _refuse_unfit_reader(person, at, reason=locked.reason, settling=locked)
        settle_row(locked, ProposalState.CONFIRMED, user, at, until=at + ACCESS_LASTS)
        more = {"ends_at": locked.until, "reason": locked.reason, "proposer_left": has_left_office(locked.proposed_by, at=at)}
        _record_access(EventKind.ACCESS_CONFIRMED, locked, user, at, **more)
    return locked


@guard_texts()
def decline_access(access: EmergencyAccess, user: User, *, reason: str) -> EmergencyAccess:
    """Decline what another administrator proposed for a third person, with a reason; refusals as of `confirm_access`."""
    with lock_person(access.person) as (_person, at):
        locked = _lock_pending_access(access, user, at)
        note = require_reason(reason, _("Say why this access is declined."))
        settle_row(locked, ProposalState.DECLINED, user, at, note=note)
        _record_access(EventKind.ACCESS_DECLINED, locked, user, at, reason=note)
    return locked


@guard_texts()
def end_access(access: EmergencyAccess, user: User, *, reason: str) -> EmergencyAccess:
    """End an open access at once; one administrator may, and the person themselves. WrongState where it is not open."""
    with lock_person(access.person) as (person, at):
        if user.pk != person.pk:
            refuse_others(user, at=at)
        locked = _lock_access(access)
        if not EmergencyAccess.objects.open_at(at).filter(pk=locked.pk).exists():
            raise WrongState(_("This access is not open."), state=locked.state)
        _end_locked(locked, user, at, reason=require_reason(reason, _("Say why this access ends.")))
        end_access_but_here(person, user)
    return locked


def end_all_access(person: User, user: User | None, at: datetime, *, reason: str) -> None:
    """End what is open to a locked person, and what waits for a second one, as when their account is closed.

    So it is where the desk is taken from them, at which they read, and where somebody else may have had their account.
    """
    for access in EmergencyAccess.objects.open_at(at).filter(person=person):
        _end_locked(_lock_access(access), user, at, reason=reason)
    for access in EmergencyAccess.objects.pending().filter(person=person):
        _lapse_access(_lock_access(access), at)


def record_opening(case: Case, user: User) -> None:
    """Record in a case, once for each access, that somebody opens it who sees it in no other way.

    Raises NotFound where no access is open to them now: it has ended since the case was looked for.
    """
    with translate_database_errors(), transaction.atomic():
        at = database_now()
        # Under the lock of the access: of two pages that are opened at once, one records it.
        accesses = EmergencyAccess.objects.open_at(at).filter(person=user).select_for_update(of=("self",), no_key=True)
        fitting = [one for one in accesses.order_by("settled_at") if one.case_id in (None, case.pk)]
        if not fitting:
            raise NotFound
        kind, named = EventKind.CASE_OPENED_IN_EMERGENCY, [str(one.pk) for one in fitting]
        if not Event.objects.filter(case=case, kind=kind, data__access__in=named).exists():
            Event.objects.chain([PendingEvent(kind, case, data={"access": named[0]})], user, at=at)


def find_opened_cases(access: EmergencyAccess) -> Any:
    """The events by which cases were opened under an access, oldest first."""
    opened = Event.objects.filter(kind=EventKind.CASE_OPENED_IN_EMERGENCY, actor=access.person_id, data__access=str(access.pk))
    return opened.order_by("number")


def settle_due_access() -> int:
    """Record what the clock has ended, and let lapse what nobody confirmed; how many were moved on. Twice does no harm."""
    at = database_now()
    over = EmergencyAccess.objects.filter(state=ProposalState.CONFIRMED, until__lte=at, ended_at__isnull=True)
    lapsed = EmergencyAccess.objects.pending().filter(due_at__lte=at)
    return sum(run_each(_settle_due_one, rows.select_related("person")) for rows in (over, lapsed))


def may_settle_access(access: EmergencyAccess, user: User, *, at: datetime) -> bool:
    """Whether somebody may confirm or decline what waits: an administrator who did not propose it, for another person."""
    refusal = EMERGENCY.find_refusal(user.pk, proposer=access.proposed_by_id, receiver=access.person_id)
    return refusal is None and is_keeper(user, at=at)


def _settle_due_one(found: EmergencyAccess) -> bool:
    with lock_person(found.person) as (_person, at):
        return _settle_locked(_lock_access(found), at)


def _settle_locked(access: EmergencyAccess, at: datetime) -> bool:
    if access.state == ProposalState.PENDING and access.due_at <= at:
        _lapse_access(access, at)
        return True
    if access.state == ProposalState.CONFIRMED and access.ended_at is None and access.until is not None and access.until <= at:
        _end_locked(access, None, access.until, reason="")
        return True
    return False


def _lock_access(access: EmergencyAccess) -> EmergencyAccess:
    return EmergencyAccess.objects.select_for_update(of=("self",), no_key=True).get(pk=access.pk)


def _lock_pending_access(access: EmergencyAccess, user: User, at: datetime) -> EmergencyAccess:
    locked = _lock_access(access)
    refuse_others(user, at=at)
    if refusal := EMERGENCY.find_refusal(user.pk, proposer=locked.proposed_by_id, receiver=locked.person_id):
        raise BothPersons(str(refusal))
    refuse_settled(
        locked,
        at,
        settled=_("This access is settled already."),
        lapsed=_("Nobody confirmed this access in time, so it has lapsed. It has to be proposed again."),
    )
    return locked


def _refuse_unfit_reader(person: User, at: datetime, *, reason: str, settling: EmergencyAccess | None = None) -> None:
    others = EmergencyAccess.objects.filter(person=person)
    others = others.exclude(pk=settling.pk) if settling else others
    reader = Reader(
        is_active=person.is_active,
        is_system=person.is_system,
        may_open_desk=person.is_staff,
        reads_every_case=bool(read_actor(person, on=to_local_day(at)).appointments & set(SEE_EVERY_FILE)),
        has_access=others.open_at(at).exists() or others.pending().filter(due_at__gt=at).exists(),
    )
    if gaps := list(find_access_gaps(reader, reason=reason)):
        raise Invalid(gaps[0].sentence, gaps=gaps)


def _lapse_access(access: EmergencyAccess, at: datetime) -> None:
    settle_row(access, ProposalState.LAPSED, None, at)
    _record_access(EventKind.ACCESS_LAPSED, access, None, at)


def _end_locked(access: EmergencyAccess, user: User | None, at: datetime, *, reason: str) -> None:
    access.ended_at, access.ended_by = at, user
    access.save(update_fields=["ended_at", "ended_by"])
    _record_access(
        EventKind.ACCESS_ENDED, access, user, database_now(), opened=find_opened_cases(access).count(), reason=reason
    )


def _record_access(kind: EventKind, access: EmergencyAccess, user: User | None, at: datetime, **more: Any) -> None:
    data = {
        "access": str(access.pk),
        "person": str(access.person_id),
        "reference": access.case.reference if access.case else None,
    }
    Event.objects.chain([PendingEvent(kind, data=data | more)], user, at=at)
