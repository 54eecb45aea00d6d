"""Who prepares and settles measures, the lock under which one moves on, and the events of its steps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from licensing.acts.acting import database_now, hold_right, translate_database_errors
from licensing.acts.reference.change_sets.officers import require_policy_officer
from licensing.choices import MeasureState
from licensing.errors import BothPersons, WrongState
from licensing.models import Event, Measure, MeasureEnd, User
from licensing.models.record.event import PendingEvent
from licensing.policy.plans.measures.drafting import find_settler_refusal
from licensing.policy.record.event_kinds import EventKind


@contextmanager
def lock_measure(measure: Measure, user: User) -> Iterator[tuple[Measure, datetime]]:
    """One transaction of a policy officer on a measure: its fresh row, and the moment at which it was locked."""
    with translate_database_errors(), transaction.atomic():
        locked: Measure = Measure.objects.select_for_update(of=("self",), no_key=True).get(pk=measure.pk)
        at = database_now()
        require_policy_officer(user, at=at)
        yield locked, at


def require_prepared(row: Measure | MeasureEnd) -> None:
    """Raises WrongState for what is settled already."""
    if row.state != MeasureState.PREPARED:
        raise WrongState(_("This is settled already."), state=row.state)


def require_replaceable(measure: Measure, today: date) -> None:
    """Raises WrongState for a measure that cannot be superseded or ended: it is not published, or over."""
    if not measure.is_replaceable(today):
        raise WrongState(_("Only a measure that is published and not over can be superseded."), state=measure.state)


def refuse_author(user: User, author: UUID) -> None:
    """Raises BothPersons for whoever prepared it: a measure takes two persons."""
    if refusal := find_settler_refusal(settler=user.pk, author=author):
        raise BothPersons(str(refusal))


def settle_row(row: Measure | MeasureEnd, state: MeasureState, user: User, at: datetime) -> None:
    """Write down what became of a measure or of its end, with the note that it carries by now."""
    row.state, row.settled_by, row.settled_at = state, user, at
    row.save(update_fields=["state", "settled_by", "settled_at", "note"])


def record_measure(kind: EventKind, measure: Measure, user: User, at: datetime, *, author: UUID, **more: Any) -> None:
    """Chain the event of a step, which covers what it has changed; `author` prepared what is settled.

    It cites the appointment of whoever takes the step, which is held until the step is committed.
    """
    data = {"measure": str(measure.pk), "person": str(author), "code": measure.code, "version": measure.version}
    cited = {"under": hold_right(require_policy_officer(user, at=at), kind, data)}
    Event.objects.chain([PendingEvent(kind, data=data | more | cited)], user, at=at)
