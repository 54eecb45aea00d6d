"""Ending the ways into an account that somebody else may have had; `policy` has the one list of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from oauth2_provider.models import Grant

from licensing.acts.people.accounts.sessions import end_sessions
from licensing.acts.people.systems.authorisations import end_authorisations
from licensing.choices import AddressState, WayIn
from licensing.models import AddressChange, User
from licensing.policy.people.accounts.ways_in import Recovery, list_ended_ways

_End = Callable[[User, datetime], object]


def end_ways_in(person: User, recovery: Recovery, *, at: datetime) -> list[str]:
    """End what lets somebody into an account who may have had it; returns of what there was something, for event and letter.

    The caller holds the person and chains the event that covers it.
    """
    return [way.value for way in list_ended_ways(recovery) if way in _ENDS and _ENDS[way](person, at)]


def stop_changes(person: User, at: datetime) -> int:
    """End every change of address that still waits; the caller holds the person and chains the event that covers it."""
    waiting = list(AddressChange.objects.open().filter(person=person))
    for change in waiting:
        change.state, change.settled_at = AddressState.REPLACED, at
        change.save(update_fields=["state", "settled_at"])
    return len(waiting)


def forget_addresses(person: User) -> int:
    """The library lets people sign in by any address that it has noted for them, of which a sign-in service may add some."""
    deleted: int = EmailAddress.objects.filter(user=person).delete()[0]
    return deleted


def _end_password(person: User, _at: datetime) -> bool:
    # Asked before it is taken away: the letter names only what there was.
    had = person.has_usable_password()
    person.set_unusable_password()
    person.save(update_fields=["password"])
    return had


def _end_factors(person: User, _at: datetime, *, kind: WayIn) -> int:
    deleted: int = Authenticator.objects.filter(user=person, type=kind.value).delete()[0]
    return deleted


_ENDS: Final[Mapping[WayIn, _End]] = {
    WayIn.PASSWORD: _end_password,
    WayIn.PASSKEY: partial(_end_factors, kind=WayIn.PASSKEY),
    WayIn.APP: partial(_end_factors, kind=WayIn.APP),
    WayIn.RECOVERY_CODES: partial(_end_factors, kind=WayIn.RECOVERY_CODES),
    WayIn.IDENTITY: lambda person, _at: SocialAccount.objects.filter(user=person).delete()[0],
    WayIn.SESSION: lambda person, _at: end_sessions(person),
    WayIn.CODE: lambda person, _at: Grant.objects.filter(user=person).delete()[0],
    WayIn.PROGRAM: lambda person, at: end_authorisations(person, at=at),
    WayIn.ADDRESS_CHANGE: stop_changes,
    WayIn.NOTED_ADDRESS: lambda person, _at: forget_addresses(person),
}
