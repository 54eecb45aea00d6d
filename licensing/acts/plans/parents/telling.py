"""Whoever waits for a request is told at once when what it stands under stops it, as a step of the act that does so."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.db.models import Q

from licensing.acts.acting import Act
from licensing.choices import ParentChange
from licensing.models import Case, Licence
from licensing.models.licences.licence import LIVE_STATES
from licensing.models.record.event import PendingEvent
from licensing.policy.record.event_kinds import EventKind

_OPEN: Final = Q(pk__in=Case.objects.open().values("pk"))
_HOLDING: Final = Q(pk__in=Licence.objects.filter(state__in=LIVE_STATES).values("case"))


def tell_children(act: Act[Case], change: ParentChange, reason: str) -> None:
    """Tell the applicant, the officers and the seats of each open request that its authorisation stops it, or holds again.

    Of an end the holders of licences that have not ended hear too: no further request of theirs can stand under it.
    """
    match change:
        case ParentChange.SUSPEND:
            _record_of_children(act, EventKind.PARENT_SUSPENDED, _OPEN, reason=reason)
        case ParentChange.REINSTATE:
            _record_of_children(act, EventKind.PARENT_REINSTATED, _OPEN, reason=reason)
        case ParentChange.END:
            _record_of_children(act, EventKind.PARENT_ENDED, _OPEN | _HOLDING, reason=reason)


def tell_children_of_refused(act: Act[Case]) -> None:
    """Tell the same people of each open request when the case above it was refused, withdrawn or carried over."""
    if act.case.is_drawn_on:
        _record_of_children(act, EventKind.PARENT_NOT_GRANTED, _OPEN, state=act.case.state)


def tell_children_of_run_out(act: Act[Case], ends_on: date) -> None:
    """Tell the same people, and the holders of licences that have not ended, that the last day of what is above is over."""
    _record_of_children(act, EventKind.PARENT_RAN_OUT, _OPEN | _HOLDING, ends_on=ends_on)


def _record_of_children(act: Act[Case], kind: EventKind, children: Q, **data: Any) -> None:
    filed = Case.objects.filter(children, plan=act.case, submitted_at__isnull=False).order_by("pk")
    act.events += [PendingEvent(kind, child, data={"parent": act.case.reference, **data}) for child in filed]
