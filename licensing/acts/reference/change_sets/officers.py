"""Who drafts and settles change sets, and the lock under which one of them moves on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, hold_right, to_local_day, translate_database_errors
from licensing.choices import ChangeSetState
from licensing.errors import NotAllowed, WrongState
from licensing.models import ChangeSet, Event, User, read_actor
from licensing.models.record.event import PendingEvent
from licensing.permissions import Actor
from licensing.policy.people.two_persons import POLICY_OFFICER
from licensing.policy.record.event_kinds import EventKind


@contextmanager
def lock_change_set(change_set: ChangeSet) -> Iterator[tuple[ChangeSet, datetime]]:
    """One transaction on a change set: its fresh row, and the moment at which it was locked."""
    with translate_database_errors(), transaction.atomic():
        locked = ChangeSet.objects.select_for_update(of=("self",), no_key=True).get(pk=change_set.pk)
        yield locked, database_now()


def is_policy_officer(user: User, *, at: datetime) -> bool:
    """Whether somebody is a policy officer at a moment. A program never is, and being a superuser gives nothing."""
    return not user.is_system and POLICY_OFFICER.is_among(read_actor(user, on=to_local_day(at)).appointments)


def require_policy_officer(user: User, *, at: datetime) -> Actor:
    """The person with their rights; raises NotAllowed for whoever is no policy officer."""
    # From the database: the account may have been closed since it was read.
    fresh = User.objects.get(pk=user.pk)
    actor = read_actor(fresh, on=to_local_day(at))
    if fresh.is_system or not POLICY_OFFICER.is_among(actor.appointments):
        raise NotAllowed(_("Only a policy officer may do this."))
    return actor


def require_state(change_set: ChangeSet, *states: ChangeSetState) -> None:
    """Raises WrongState for a change set that is in another state."""
    if change_set.state not in states:
        raise WrongState(_("This change set is in another state by now."), state=change_set.state)


def build_step(kind: EventKind, change_set: ChangeSet, actor: Actor | None = None, **more: Any) -> PendingEvent:
    """The event of a step that a change set has taken, under the appointment of whoever took it."""
    drafter = str(change_set.drafted_by_id) if change_set.drafted_by_id else None
    data = {"change_set": str(change_set.pk), "person": drafter} | more
    if actor is not None and kind.declaration.cites_right:
        data |= {"under": hold_right(actor, kind, data)}
    return PendingEvent(kind, data=data)


def record_steps(user: User | None, at: datetime, *events: PendingEvent) -> None:
    """Chain the events of an act on a change set; the last covers what the transaction has changed."""
    Event.objects.chain(list(events), user, at=at)
