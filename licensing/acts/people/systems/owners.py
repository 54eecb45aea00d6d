"""Who answers for a confirmed system is changed by two: they make its secrets, and read with them as the system."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day
from licensing.acts.people.rights.keepers import has_left_office, refuse_others
from licensing.acts.people.systems.keeping import end_secrets, refuse_over
from licensing.acts.people.systems.recording import lock_system, record_system
from licensing.acts.people.systems.registration import find_owner_gaps
from licensing.errors import BothPersons, Gap, Invalid, WrongState
from licensing.models import System, User
from licensing.policy.input.guard import guard_texts
from licensing.policy.people.programs import find_owner_settler_refusal
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind

_BY_HANDOVER: Final = "somebody else answers for its system"


@guard_texts()
def propose_owner(system: System, user: User, *, owner: User, reason: str) -> System:
    """Propose who answers for a system from now on; they hold nothing until another administrator has confirmed it.

    Raises NotAllowed for whoever keeps no rights, Invalid for somebody who cannot be proposed, WrongState for a system that is
    over and while another proposal waits. One that nobody confirmed in time lapses before the next is written.
    """
    with lock_system(system) as (locked, at):
        refuse_others(user, at=at)
        reason = require_reason(reason, _("Say why somebody else answers for this system."))
        gaps = find_owner_gaps(owner, user)
        if owner.pk == locked.owner_id:
            gaps.append(Gap("invalid", "owner", _("This person answers for the system already.")))
        if gaps:
            raise Invalid(gaps[0].sentence, gaps=gaps)
        refuse_over(locked)
        if locked.next_owner_due_at is not None and locked.next_owner_due_at > at:
            raise WrongState(_("Somebody is proposed already to answer for this system. Settle that first."))
        # Otherwise the record would have one proposal after another, and no end of the first.
        lapse_owner(locked, at)
        due_at = at + settings.RIGHTS_CONFIRM_WITHIN
        _write_proposal(locked, owner=owner, by=user, due_at=due_at, reason=reason)
        more = {"due_on": to_local_day(due_at), "reason": reason}
        _record_step(EventKind.SYSTEM_OWNER_PROPOSED, locked, user, at, owner.pk, locked.owner_id, **more)
    return locked


def confirm_owner(system: System, user: User) -> System:
    """Confirm who answers for a system. Its secrets and those of its webhooks end: the former owner may know them.

    Raises NotAllowed for the proposer, for who is proposed and for whoever keeps no rights; WrongState where nothing waits, or
    nobody confirmed it in time; Invalid where the account was closed meanwhile.
    """
    with lock_system(system) as (locked, at):
        owner, proposer = _refuse_settling_owner(locked, user, at)
        if locked.next_owner_due_at is None or locked.next_owner_due_at <= at:
            raise WrongState(_("Nobody confirmed this in time. It has to be proposed again."))
        # Days lie between: the account may be closed by now, or have become one that answers for nothing.
        if gaps := find_owner_gaps(owner, proposer):
            raise Invalid(gaps[0].sentence, gaps=gaps)
        former = locked.owner_id
        locked.owner = owner
        _write_proposal(locked)
        end_secrets(locked, at, because=_BY_HANDOVER)
        left = has_left_office(proposer, at=at)
        _record_step(EventKind.SYSTEM_OWNER_CONFIRMED, locked, user, at, owner.pk, former, proposer_left=left)
    return locked


@guard_texts()
def decline_owner(system: System, user: User, *, reason: str) -> System:
    """Decline who was proposed to answer for a system, with a reason; refusals as of `confirm_owner`, at any time."""
    with lock_system(system) as (locked, at):
        owner, _proposer = _refuse_settling_owner(locked, user, at)
        reason = require_reason(reason, _("Say why this is declined."))
        _write_proposal(locked)
        _record_step(EventKind.SYSTEM_OWNER_DECLINED, locked, user, at, owner.pk, locked.owner_id, reason=reason)
    return locked


def lapse_owner(system: System, at: datetime) -> bool:
    """End who is proposed for a locked system, where nobody confirmed it in time; whether there was something to end."""
    if system.next_owner_id is None or system.next_owner_due_at is None or system.next_owner_due_at > at:
        return False
    proposed = system.next_owner_id
    _write_proposal(system)
    _record_step(EventKind.SYSTEM_OWNER_LAPSED, system, None, at, proposed, system.owner_id)
    return True


def _refuse_settling_owner(system: System, user: User, at: datetime) -> tuple[User, User]:
    """Who is proposed and who proposed them, for an administrator who is neither."""
    refuse_others(user, at=at)
    refuse_over(system)
    if system.next_owner is None or system.next_owner_by is None:
        raise WrongState(_("Nobody is proposed to answer for this system."))
    if refusal := find_owner_settler_refusal(settler=user.pk, proposer=system.next_owner_by.pk, proposed=system.next_owner.pk):
        raise BothPersons(str(refusal))
    return system.next_owner, system.next_owner_by


def _write_proposal(
    system: System, *, owner: User | None = None, by: User | None = None, due_at: datetime | None = None, reason: str = ""
) -> None:
    system.next_owner, system.next_owner_by = owner, by
    system.next_owner_due_at, system.next_owner_reason = due_at, reason
    system.save(update_fields=["owner", "next_owner", "next_owner_by", "next_owner_due_at", "next_owner_reason"])


def _record_step(
    kind: EventKind, system: System, user: User | None, at: datetime, owner: UUID, former: UUID, **more: object
) -> None:
    record_system(kind, system, user, at, person=str(owner), former_owner=str(former), **more)
