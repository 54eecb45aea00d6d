"""Change sets as two policy officers make them, since every change of governed data takes two."""

from __future__ import annotations

from typing import Any

from licensing.acts.reference.change_sets.drafting import draft_change_set, put_change_lines
from licensing.acts.reference.change_sets.settling import approve_change_set, send_change_set
from licensing.choices import ChangeAction, Office
from licensing.models import Appointment, ChangeSet, User
from licensing.policy.reference.governed import RowChange
from tests.scenes import scene
from tests.world import ALWAYS


def add_policy_officer(name: str) -> User:
    """A person with a desk and the office of a policy officer, written by hand."""
    user = User.objects.create_user(f"{name}@example.org", name=name.capitalize(), is_staff=True)
    Appointment.objects.create(user=user, kind=Office.POLICY_OFFICER, period=ALWAYS)
    return user


def put(list_code: str, key: str, **values: Any) -> RowChange:
    return RowChange(list_code, key, ChangeAction.PUT, values)


def exclude(country: str) -> RowChange:
    return put("countries", country, tier="excluded")


@scene
def draft(user: User, *changes: RowChange, **words: Any) -> ChangeSet:
    given = {"title": "New tiers", "reason": "The government decided so."} | words
    return put_change_lines(draft_change_set(user, **given), user, changes)


@scene
def send(user: User, *changes: RowChange, **words: Any) -> ChangeSet:
    return send_change_set(draft(user, *changes, **words), user)


def release(user: User, second: User, *changes: RowChange, **words: Any) -> ChangeSet:
    """Drafted and sent by one, approved by another."""
    return approve(send(user, *changes, **words), second)


@scene
def approve(change_set: ChangeSet, second: User) -> ChangeSet:
    """Approved by somebody who has read the trial that was made at sending."""
    return approve_change_set(change_set, second, seen=(change_set.trial or {}).get("digest", ""))
