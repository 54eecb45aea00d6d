"""Ends of a licence that follow from its ledger: used in full, and open again when something is given back."""

from __future__ import annotations

from django.db.models import F

from licensing.acts.acting import Act
from licensing.acts.licences.changing.suspension_row import close_suspension
from licensing.acts.licences.changing.variation_limits import close_variation
from licensing.acts.licences.changing.varied_request import screen_asked
from licensing.acts.licences.monitoring.ending import close_review
from licensing.acts.licences.reminding import cancel_expiry_reminders, schedule_expiry_reminders
from licensing.choices import LicenceState, Verb
from licensing.models import Licence
from licensing.policy.record.event_kinds import EventKind


def exhaust_if_used_up(act: Act[Licence]) -> None:
    """Close a licence in force of which nothing is left on any line, as a step of what took the last of it."""
    if act.licence.state == LicenceState.ISSUED and not act.licence.lines.filter(used__lt=F("authorised")).exists():
        act.perform(Verb.EXHAUST)
        close_licence(act, "")
        act.record(EventKind.LICENCE_EXHAUSTED, number=act.licence.number)


def reopen_if_something_is_left(act: Act[Licence]) -> None:
    """Open a licence again that was used in full, as a step of a reversal; not while reports still exceed the quantity."""
    if act.licence.state == LicenceState.EXHAUSTED and act.licence.lines.filter(used__lt=F("authorised")).exists():
        act.perform(Verb.REOPEN)
        act.licence.closed_at = None
        schedule_expiry_reminders(act)
        act.record(EventKind.LICENCE_REOPENED, number=act.licence.number)


def close_licence(act: Act[Licence], reason: str) -> None:
    """Write down that a licence has ended, and why; nobody is reminded of its last day any more."""
    act.licence.state_reason, act.licence.closed_at = reason, act.now
    cancel_expiry_reminders(act)
    close_suspension(act)
    dropped = close_variation(act)
    # Else the hits of a party that nobody asks for any more would stand when the licence is opened again.
    if dropped is not None and dropped.changes_parties_or_route:
        screen_asked(act)
    close_review(act)
