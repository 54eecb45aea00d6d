"""Ending the ways into an account that somebody else may have had; `policy` has the one list of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Q
from oauth2_provider.models import Grant

from licensing.acts.people.accounts.sessions import end_sessions
from licensing.acts.people.systems.authorisations import end_authorisations
from licensing.acts.people.systems.recording import record_system
from licensing.acts.people.systems.webhooks import end_webhook_secrets
from licensing.choices import AddressState, WayIn
from licensing.models import AddressChange, System, SystemSecret, User
from licensing.policy.people.accounts.ways_in import Recovery, list_ended_ways
from licensing.policy.record.event_kinds import EventKind

_End = Callable[[User, datetime], object]
# They lock systems, and the bookmark of the outbox.
_FIRST: Final = (WayIn.SYSTEM_SECRET, WayIn.ENDPOINT)
_BY_RECOVERY: Final = "an account that knew its secret may have been in other hands"


def end_ways_in(person: User, recovery: Recovery, *, at: datetime) -> list[str]:
    """End what lets somebody into an account who may have had it; returns of what there was something, for event and letter.

    The caller holds the person and chains the event that covers it.
    """
    ways = [way for way in list_ended_ways(recovery) if way in _ENDS]
    # Those first that lock more than the account: behind the head of the chain, which the end of each may lock, they would wait
    # for whoever waits for it.
    ordered = sorted(ways, key=lambda way: _FIRST.index(way) if way in _FIRST else len(_FIRST))
    ended = {way for way in ordered if _ENDS[way](person, at)}
    return [way.value for way in ways if way in ended]


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


def _end_system_secrets(person: User, at: datetime) -> int:
    """End the secrets of systems that this account made and that hold, with the webhooks of those systems."""
    held = SystemSecret.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), made_by=person)
    # The systems first, and in one order: whoever makes a secret locks its system, and then the head of the chain.
    systems = list(
        System.objects.filter(pk__in=held.values("system")).select_for_update(of=("self",), no_key=True).order_by("pk")
    )
    ended = held.update(ends_at=at)
    of_systems = Q(owner__systems__in=systems) | Q(owner__is_system=True, secret_made_by=person)
    ended += end_webhook_secrets(of_systems, at=at, because=_BY_RECOVERY)
    for system in systems:
        record_system(EventKind.SYSTEM_SECRET_ENDED, system, None, at)
    return ended


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
    WayIn.ENDPOINT: lambda person, at: end_webhook_secrets(Q(owner=person), at=at, because=_BY_RECOVERY),
    WayIn.SYSTEM_SECRET: _end_system_secrets,
}
