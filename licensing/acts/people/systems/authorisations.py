"""What persons allow programs to do in their name, and how it ends. The tokens of the protocol hang on it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from oauth2_provider.models import Grant, RefreshToken

from licensing.acts.acting import database_now, to_local_day
from licensing.acts.origin import find_origin
from licensing.acts.people.accounts.second_factor import must_have_second_factor
from licensing.acts.people.rights.keepers import lock_person
from licensing.choices import AuthorisationEnd, SystemKind
from licensing.errors import NotAllowed, NotFound
from licensing.models import Authorisation, Event, System, User
from licensing.models.record.event import PendingEvent
from licensing.policy.record.event_kinds import EventKind

# So long a program acts for a person before it has to ask again.
ALLOWED_FOR: Final = timedelta(days=30)


def allow_program(person: User, system: System, *, scopes: Collection[str]) -> Authorisation:
    """Let a program act in a person's name, for these scopes. What they allowed it before is replaced, with its tokens.

    Raises NotAllowed for an account that is no open one of a person, for one that needs a second factor and did not use it, and
    for a program that cannot call or acts by itself.
    """
    origin = find_origin()
    by_second_factor = origin is not None and origin.by_second_factor
    with lock_person(person) as (locked, at):
        if locked.is_system or not locked.is_active:
            raise NotAllowed(_("Only a person lets a program act for them."))
        if not by_second_factor and must_have_second_factor(locked):
            raise NotAllowed(_("Your account needs a second factor. Sign in with it, then let the program act for you."))
        if system.kind != SystemKind.DELEGATE or not system.is_usable(to_local_day(at)):
            raise NotAllowed(_("This program may not act for persons now."))
        for former in Authorisation.objects.filter(person=locked, system=system, ended_at=None):
            _end_allowed(former, AuthorisationEnd.REPLACED, locked, at)
        allowed = Authorisation.objects.create(
            system=system,
            person=locked,
            scopes=sorted(set(scopes) & set(system.scopes)),
            allowed_at=at,
            confirmed_at=origin.confirmed_at if origin else None,
            by_second_factor=by_second_factor,
            ends_at=compute_end(system, at),
        )
        data = {"until": to_local_day(allowed.ends_at), "scopes": allowed.scopes}
        _record_allowed(EventKind.PROGRAM_ALLOWED, allowed, locked, at, **data)
    return allowed


def is_strong_enough(allowed: Authorisation) -> bool:
    """Whether a program still acts for a person with no more than they proved when they allowed it.

    Whoever needs a second factor by now, for a right that they got since, allows it again with one.
    """
    return bool(allowed.by_second_factor) or not must_have_second_factor(allowed.person)


def revoke_program(allowed: Authorisation, person: User) -> None:
    """End what a person allowed a program, by that person. Raises NotFound for what is another's, or has ended."""
    with lock_person(person) as (locked, at):
        row = Authorisation.objects.filter(pk=allowed.pk, person=locked, ended_at=None).select_related("system").first()
        if row is None:
            raise NotFound
        _end_allowed(row, AuthorisationEnd.REVOKED, locked, at)


def end_authorisation(family: UUID, *, because: AuthorisationEnd) -> None:
    """End what was allowed to a program, as its tokens ask for: it gave them back, or one came a second time."""
    found = Authorisation.objects.filter(pk=family, ended_at=None).select_related("person").first()
    if found is None:
        return
    with lock_person(found.person) as (_person, at):
        row = Authorisation.objects.filter(pk=family, ended_at=None).select_related("system").first()
        if row is not None:
            _end_allowed(row, because, None, at)


def end_authorisations(person: User, *, at: datetime, user: User | None = None) -> int:
    """End all that a person has allowed to programs, as when their sign-ins end or they lose a right; returns how many."""
    Grant.objects.filter(user=person).delete()
    rows = list(Authorisation.objects.filter(person=person, ended_at=None).select_related("system"))
    for row in rows:
        _end_allowed(row, AuthorisationEnd.PERSON, user, at)
    return len(rows)


def compute_end(system: System, at: datetime) -> datetime:
    """Until when a program acts for a person who allows it now: never longer than the program itself holds."""
    midnight = datetime.combine(system.end_on, time(), ZoneInfo(settings.TIME_ZONE))
    return min(at + ALLOWED_FOR, midnight)


def list_open(person: User) -> list[Authorisation]:
    """What a person allows to programs now, newest first."""
    at = database_now()
    rows = Authorisation.objects.open(at).filter(person=person, system__in=System.objects.usable(to_local_day(at)))
    return list(rows.select_related("system", "system__organisation").order_by("-allowed_at"))


def _end_allowed(row: Authorisation, because: AuthorisationEnd, user: User | None, at: datetime) -> None:
    with transaction.atomic():
        row.ended_at, row.ended_because = at, because
        row.save(update_fields=["ended_at", "ended_because"])
        RefreshToken.revoke_family(row.pk)
        Grant.objects.filter(user=row.person_id, claims__contains=str(row.pk), nonce="").delete()
        _record_allowed(EventKind.PROGRAM_ENDED, row, user, at, because=because)


def _record_allowed(kind: EventKind, row: Authorisation, user: User | None, at: datetime, **more: object) -> None:
    data = {"program": row.system.client_id, "system": str(row.system_id), "person": str(row.person_id)}
    Event.objects.chain([PendingEvent(kind, data={**data, "authorisation": str(row.pk), **more})], user, at=at)
