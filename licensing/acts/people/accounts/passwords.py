"""A person chooses another password: nobody else does it for them, and whoever was signed in elsewhere has to sign in again."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from licensing.acts.acting import database_now
from licensing.acts.people.accounts.second_factor import count_second_factors
from licensing.acts.people.accounts.ways_in import end_ways_in
from licensing.acts.people.rights.keepers import lock_person
from licensing.choices import Freshness
from licensing.models import Event, PasswordRequest, User
from licensing.models.record.event import PendingEvent
from licensing.models.record.origin import require_step_up
from licensing.policy.people.accounts.addresses import LONGEST_ADDRESS
from licensing.policy.people.accounts.ways_in import Recovery
from licensing.policy.record.event_kinds import EventKind

# How many letters of one address wait at most; whoever asks again and again gets no more for it.
_MOST_WAITING: Final = 3


def choose_password(user: User, password: str) -> User:
    """Let a person's password be another from now on, by the former one or by a link that was mailed.

    Whoever had the former one may have left ways in: they end, with all sessions; the page that did it keeps its own. The
    event says so, and not what the password is, not even as a digest.
    """
    with lock_person(user) as (person, at):
        person.set_password(password)
        person.save(update_fields=["password"])
        data = {"person": str(person.pk), "ended": end_ways_in(person, Recovery.NEW_PASSWORD, at=at)}
        Event.objects.chain([PendingEvent(EventKind.PASSWORD_CHANGED, data=data)], person, at=at)
    # The caller signs this very object in again.
    user.password = person.password
    return user


def require_step_up_for_password(user: User) -> None:
    """Raise StepUpRequired before somebody with a second factor changes it by the present one, which may be stolen."""
    if count_second_factors(user):
        require_step_up(user, Freshness.NOW, at=database_now())


def request_password(address: str) -> None:
    """Note that somebody has forgotten the password of an address. Whether anybody has it is not looked at here."""
    at, address = database_now(), address.strip().lower()
    # Nobody has an address that no column holds.
    if len(address) > LONGEST_ADDRESS:
        return
    if PasswordRequest.objects.filter(address=address, asked_at__gt=at - timedelta(hours=1)).count() < _MOST_WAITING:
        PasswordRequest.objects.create(address=address, asked_at=at, next_at=at)
