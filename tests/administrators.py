"""Two administrators of people, since every right takes two."""

from __future__ import annotations

from datetime import date
from typing import Any

from licensing.acts.acting import now, to_local_day
from licensing.acts.people.rights.giving import RightInput, confirm_right, propose_right
from licensing.choices import MandateKind, Office, RightKind
from licensing.models import Appointment, Body, RightProposal, User
from tests.world import ALWAYS


def add_administrator(name: str) -> User:
    """A person with a desk and the office of an administrator, written by hand."""
    user = User.objects.create_user(f"{name}@example.org", name=name.capitalize(), is_staff=True)
    Appointment.objects.create(user=user, kind=Office.ADMINISTRATOR, period=ALWAYS)
    return user


def today() -> date:
    return to_local_day(now())


def mandate(person: User, **changes: Any) -> RightInput:
    """A mandate for the foreign ministry from today, as it would be proposed."""
    given = {"kind": RightKind.MANDATE, "body": Body.objects.get(pk="MFA"), "role": MandateKind.DEPUTY, "first_on": today()}
    return RightInput(person=person, **given | changes)


def office(person: User, kind: Office = Office.AUDITOR, **changes: Any) -> RightInput:
    given = {"kind": RightKind.APPOINTMENT, "role": kind, "first_on": today()}
    return RightInput(person=person, **given | changes)


def give(right: RightInput, by: User, and_by: User, *, emergency: bool = True) -> RightProposal:
    """Proposed by one and confirmed by another, at once unless it is said otherwise."""
    proposal = propose_right(by, right, reason="She joined the ministry.", emergency=emergency)
    return confirm_right(proposal, and_by)
