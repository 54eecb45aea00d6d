"""Systems whose people have left: who answers for one, or knows its secret, and belongs to its side no more.

Nobody loses a program with a right: it goes on, but within a time somebody else answers for it, and a secret that a leaver
knows is replaced or confirmed. What is not done in time ends the secrets, since nobody could say who calls with them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from licensing.acts.acting import to_local_day
from licensing.acts.people.systems.keeping import end_secrets, is_on_side, may_rotate, refuse_over
from licensing.acts.people.systems.recording import lock_system, record_system
from licensing.acts.people.systems.reminding import cancel_system_reminders, schedule_system_reminders
from licensing.choices import DeadlineKind
from licensing.errors import NotAllowed, WrongState
from licensing.models import Endpoint, Event, System, User
from licensing.policy.input.guard import guard_texts
from licensing.policy.people.programs import HANDOVER_WITHIN
from licensing.policy.reasons import require_reason
from licensing.policy.record.event_kinds import EventKind


def list_leavers(system: System, *, at: datetime) -> list[User]:
    """Who has left and still answers for a live system, or made a secret of it or of its webhooks that holds.

    Of a secret that was made before somebody confirmed that its maker can use it no more, the maker is passed over.
    """
    holding = system.secrets.filter(Q(ends_at=None) | Q(ends_at__gt=at)).select_related("made_by")
    made: list[tuple[User | None, datetime | None]] = [(one.made_by, one.made_at) for one in holding]
    if system.account_id is not None:
        hooks = Endpoint.objects.filter(owner=system.account_id, ended_at=None).exclude(secret="")
        made += [(one.secret_made_by, one.secret_made_at) for one in hooks.select_related("secret_made_by")]
    confirmed = _load_confirmed(system)
    knowing = [maker for maker, made_at in made if maker and not _is_confirmed(maker, made_at, confirmed)]
    # Most secrets are made by one and the same person, of whom it is asked once.
    people = {person.pk: person for person in [system.owner, *knowing]}.values()
    return sorted((one for one in people if not is_on_side(system, one, at=at)), key=lambda one: str(one.pk))


def _load_confirmed(system: System) -> dict[str, datetime]:
    """Of which leavers somebody has confirmed that they can use no secret, each with the moment until which that reaches."""
    if system.secrets_confirmed_at is None:
        return {}
    events = Event.objects.filter(kind=EventKind.SYSTEM_SECRETS_CONFIRMED, data__system=str(system.pk)).order_by("number")
    return {person: moment for moment, data in events.values_list("at", "data") for person in data["leavers"]}


def _is_confirmed(maker: User, made_at: datetime | None, confirmed: Mapping[str, datetime]) -> bool:
    """Whether a confirmation spoke of somebody: whoever leaves after it has still to be seen to."""
    until = confirmed.get(str(maker.pk))
    return until is not None and (made_at is None or made_at <= until)


@guard_texts()
def confirm_secrets(system: System, user: User, *, reason: str) -> System:
    """Confirm that whoever left can use no secret of a system any more, as after its machine has changed hands with them.

    Raises NotAllowed for whoever does not answer for it; WrongState where nobody who knows a secret has left, or where it is
    the owner who left: somebody else answers for it first, and its secrets end with that.
    """
    with lock_system(system) as (locked, at):
        if not may_rotate(locked, User.objects.get(pk=user.pk), at=at):
            raise NotAllowed(_("Only who answers for this system makes its secrets."))
        reason = require_reason(reason, _("Say why whoever left cannot use the secrets."))
        refuse_over(locked)
        leavers = list_leavers(locked, at=at)
        if not leavers or locked.owner in leavers:
            raise WrongState(_("Nobody has left who knows a secret of this system, or its owner has: hand it over first."))
        locked.secrets_confirmed_at = at
        locked.left_at = locked.left_due_at = None
        locked.save(update_fields=["secrets_confirmed_at", "left_at", "left_due_at"])
        cancel_system_reminders(locked, DeadlineKind.SYSTEM_LEFT, at=at)
        record_system(EventKind.SYSTEM_SECRETS_CONFIRMED, locked, user, at, reason=reason, leavers=_name_leavers(leavers))
    return locked


def watch_leavers(system: System, at: datetime) -> bool:
    """Say that the people of a locked system have left, and in time end its secrets; or say that it is settled."""
    if system.ended_at is not None:
        return False
    leavers = list_leavers(system, at=at)
    if not leavers:
        return _forget_leavers(system, at)
    if system.left_at is None:
        system.left_at, system.left_due_at = at, at + HANDOVER_WITHIN
        system.save(update_fields=["left_at", "left_due_at"])
        schedule_system_reminders(system, DeadlineKind.SYSTEM_LEFT, at=at)
        _tell_of_leavers(EventKind.SYSTEM_LEFT, system, at, leavers)
        return True
    if system.left_due_at is not None and system.left_due_at <= at and _has_secrets(system, at):
        end_secrets(system, at, because=_("whoever knew them has left"))
        _tell_of_leavers(EventKind.SYSTEM_LEFT_ENDED, system, at, leavers)
        return True
    return False


def _forget_leavers(system: System, at: datetime) -> bool:
    if system.left_at is None:
        return False
    system.left_at = system.left_due_at = None
    system.save(update_fields=["left_at", "left_due_at"])
    cancel_system_reminders(system, DeadlineKind.SYSTEM_LEFT, at=at)
    record_system(EventKind.SYSTEM_LEFT_SETTLED, system, None, at)
    return True


def _tell_of_leavers(kind: EventKind, system: System, at: datetime, leavers: list[User]) -> None:
    due_on = to_local_day(system.left_due_at) if system.left_due_at else None
    record_system(kind, system, None, at, due_on=due_on, leavers=_name_leavers(leavers))


def _name_leavers(leavers: list[User]) -> list[str]:
    return [str(one.pk) for one in leavers]


def _has_secrets(system: System, at: datetime) -> bool:
    return system.secrets.filter(Q(ends_at=None) | Q(ends_at__gt=at)).exists()
